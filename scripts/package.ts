/** `npm run package`: the extension as one file that any VS Code installs. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, readdir, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkout, makeFolder, projectNode, removeFolder, runQuietly, say } from './host/processes';
import { commitTime, filesOf } from './package/checkout';
import { entriesOf } from './package/entries';
import { stage } from './package/stage';

const USAGE = `npm run package [-- --out FILE] [-- --verify]

Builds dist-package/NAME-VERSION.vsix for every platform: bundles minified and without source maps, models, licences.
With --verify a copy of this checkout in another folder is packaged too, kernels compiled anew, and the two files must
be the same to the last byte.`;

/** The largest file that may be shipped. */
export const LIMIT_BYTES = 12_000_000;

/** Where the file goes unless it is said otherwise. */
export async function packagePath(): Promise<string> {
  const { name, version } = JSON.parse(await readFile(path.join(checkout, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  return path.join(checkout, 'dist-package', `${name}-${version}.vsix`);
}

/**
 * Builds and packages.
 * @param out the file to write; folders are made
 */
export async function makePackage(out: string): Promise<void> {
  const folder = await makeFolder();
  try {
    const staged = await stage(folder);
    await mkdir(path.dirname(out), { recursive: true });
    const vsce = path.join(checkout, 'node_modules', '@vscode', 'vsce', 'vsce');
    const links = staged.repository ? [] : ['--allow-missing-repository', '--no-rewrite-relative-links'];
    await runQuietly(
      projectNode,
      [vsce, 'package', '--no-dependencies', ...links, '--out', path.resolve(out)],
      {
        cwd: folder,
        // The order of entries depends on the language, their times on the time zone, and both on this being set.
        env: { ...process.env, SOURCE_DATE_EPOCH: await commitTime(), TZ: 'UTC', LC_ALL: 'C' },
      },
    );
  } finally {
    await removeFolder(folder);
  }
}

/** Packages a copy of this checkout that stands in another folder; gives the file. */
async function packageCopy(folder: string): Promise<string> {
  for (const file of await filesOf()) {
    const to = path.join(folder, file);
    await mkdir(path.dirname(to), { recursive: true });
    await copyFile(path.join(checkout, file), to);
  }
  // Everything but the cache of compiled kernels.
  const modules = path.join(folder, 'node_modules');
  await mkdir(modules);
  for (const name of await readdir(path.join(checkout, 'node_modules'))) {
    if (name !== '.cache') await symlink(path.join(checkout, 'node_modules', name), path.join(modules, name));
  }
  const out = path.join(folder, 'copy.vsix');
  await runQuietly(projectNode, ['--import', 'tsx', path.join('scripts', 'package.ts'), '--out', out], {
    cwd: folder,
    env: { ...process.env, SOURCE_DATE_EPOCH: await commitTime() },
  });
  return out;
}

const digest = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

/** Rejects, naming the entries that differ, unless a copy elsewhere makes the same file. */
export async function verify(file: string): Promise<void> {
  const folder = await makeFolder();
  try {
    const copy = await packageCopy(folder);
    if ((await digest(copy)) === (await digest(file))) return;
    const [mine, other] = [await entriesOf(file), await entriesOf(copy)];
    const names = [...new Set([...mine.keys(), ...other.keys()])];
    const differ = names.filter(
      (name) => !mine.get(name)?.content.equals(other.get(name)?.content ?? Buffer.of()),
    );
    throw new Error(
      `The package of a copy of this checkout is another: ${differ.join(', ') || 'times, modes or order of its entries'}`,
    );
  } finally {
    await removeFolder(folder);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' }, out: { type: 'string' }, verify: { type: 'boolean' } },
  });
  if (values.help) return console.log(USAGE);
  const out = values.out ?? (await packagePath());
  await makePackage(out);
  const { size } = await stat(out);
  if (size > LIMIT_BYTES) throw new Error(`${out} has ${size} bytes; ${LIMIT_BYTES} are allowed.`);
  say(`${path.relative(process.cwd(), out)}: ${(size / 1e6).toFixed(2)} MB, sha256 ${await digest(out)}`);
  if (!values.verify) return;
  await verify(out);
  say('A copy of this checkout in another folder makes the same file');
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
