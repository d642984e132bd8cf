/** Bundles modules and runs them inside a real VS Code's extension host (desktop, or the server behind the launcher). */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { type Editor, findEditor } from './editor';
import { INSTALL } from './launcher';
import { checkout, cleanEnvironment, makeFolder, removeFolder, runQuietly } from './processes';
import { copySamples } from './workspace';

export interface Inside {
  /** Modules to bundle, globs too; one of them is `index.ts`, whose `run()` is called. */
  readonly entryPoints: readonly string[];
  /** Folder that they lie in. */
  readonly folder: string;
  /** Where the bundles go; emptied first. */
  readonly out: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Packages to install before; then `development` should be another extension than theirs. */
  readonly installed?: readonly string[];
  /** The extension that runs as under development; this checkout unless given. */
  readonly development?: string;
}

/** Settles once `run()` has; rejects where it failed. */
export async function runInside(inside: Inside): Promise<void> {
  const { entryPoints, folder, out, env = {}, installed = [], development = checkout } = inside;
  await rm(out, { recursive: true, force: true });
  await build({
    entryPoints: [...entryPoints],
    outdir: out,
    outbase: folder,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode', 'mocha', 'sharp'],
    logLevel: 'warning',
  });
  const editor = await findEditor();
  console.log(`Running in ${editor.title}`);
  const profile = await makeFolder();
  const samples = await copySamples();
  const places = [`--user-data-dir=${profile}`, `--extensions-dir=${path.join(profile, 'extensions')}`];
  try {
    if (editor.kind === 'desktop') await installInto(editor, installed, places);
    await runTests({
      vscodeExecutablePath: editor.executable,
      extensionDevelopmentPath: development,
      extensionTestsPath: path.join(out, 'index.js'),
      extensionTestsEnv: { ...cleanEnvironment(), ...env },
      launchArgs: [
        samples.folder,
        ...places,
        ...(editor.kind === 'server' ? installed.map((file) => INSTALL + file) : []),
      ],
    });
  } finally {
    await removeFolder(profile);
    await samples.dispose();
  }
}

/** By the desktop build's own command line. */
async function installInto(
  editor: Editor,
  files: readonly string[],
  places: readonly string[],
): Promise<void> {
  const [command, ...flags] = resolveCliArgsFromVSCodeExecutablePath(editor.executable);
  for (const file of files) {
    await runQuietly(
      command!,
      [...flags.filter((flag) => !/^--(user|ext)/.test(flag)), ...places, '--install-extension', file],
      {
        env: cleanEnvironment(),
        shell: process.platform === 'win32',
      },
    );
  }
}
