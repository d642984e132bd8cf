/** Bundles modules and runs them inside a real VS Code's extension host (desktop, or the server behind the launcher). */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { findEditor } from './editor';
import { checkout, cleanEnvironment, makeFolder, removeFolder } from './processes';
import { copySamples } from './workspace';

export interface Inside {
  /** Modules to bundle, globs too; one of them is `index.ts`, whose `run()` is called. */
  readonly entryPoints: readonly string[];
  /** Folder that they lie in. */
  readonly folder: string;
  /** Where the bundles go; emptied first. */
  readonly out: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Settles once `run()` has; rejects where it failed. */
export async function runInside({ entryPoints, folder, out, env = {} }: Inside): Promise<void> {
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
  try {
    await runTests({
      vscodeExecutablePath: editor.executable,
      extensionDevelopmentPath: checkout,
      extensionTestsPath: path.join(out, 'index.js'),
      extensionTestsEnv: { ...cleanEnvironment(), ...env },
      launchArgs: [
        samples.folder,
        `--user-data-dir=${profile}`,
        `--extensions-dir=${path.join(profile, 'extensions')}`,
      ],
    });
  } finally {
    await removeFolder(profile);
    await samples.dispose();
  }
}
