/** The folder that is packaged: what the manifest's `files` name, built and copied, as the shop window wants it. */
import { chmod, copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkout, projectNode, runQuietly } from '../host/processes';
import { filesOf } from './checkout';
import { packCheckpoints } from './models';
import { packagedReadme } from './readme';

/** Fields of the manifest that only a checkout has a use for. */
const DEVELOPMENT = ['bin', 'scripts', 'devDependencies', 'optionalDependencies', 'allowScripts'];

interface Manifest {
  readonly files: readonly string[];
  readonly repository?: unknown;
  readonly [field: string]: unknown;
}

/** Writes everything into an empty folder; gives the manifest as it will be shipped. */
export async function stage(folder: string): Promise<Manifest> {
  const manifest = JSON.parse(await readFile(path.join(checkout, 'package.json'), 'utf8')) as Manifest;
  const tops = new Set(manifest.files.map((pattern) => pattern.split('/')[0]!));
  // package.json and the README go along whatever `files` say; what else is there is left out by `files` again.
  for (const file of await filesOf()) {
    if (!tops.has(file.split('/')[0]!) && file !== 'README.md') continue;
    const to = path.join(folder, file);
    await mkdir(path.dirname(to), { recursive: true });
    await copyFile(path.join(checkout, file), to);
  }
  const shipped = Object.fromEntries(
    Object.entries(manifest).filter(([field]) => !DEVELOPMENT.includes(field)),
  ) as Manifest;
  await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(shipped, null, 2)}\n`);
  await buildInto(path.join(folder, 'dist'));
  await packCheckpoints(path.join(folder, 'models'));
  const readme = path.join(folder, 'README.md');
  await writeFile(readme, packagedReadme(await readFile(readme, 'utf8'), Boolean(manifest.repository)));
  await sameModes(folder);
  return shipped;
}

/** Builds every bundle as it is shipped, whether it is or not. @param meta gets what each is made of */
export async function buildInto(folder: string, meta?: string): Promise<void> {
  const options = ['--minify', '--no-maps', `--out=${folder}`, ...(meta ? [`--meta=${meta}`] : [])];
  await runQuietly(projectNode, ['esbuild.mjs', ...options], { cwd: checkout });
}

/** Files keep in the package the permissions that they have here, which depend on whoever checked them out. */
async function sameModes(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) await sameModes(file);
    else await chmod(file, 0o644);
  }
}
