/** Builds the tests of this folder and runs them inside a real VS Code (desktop, or the server behind the launcher). */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { findEditor } from '../../scripts/host/editor';
import { checkout, cleanEnvironment, makeFolder, removeFolder } from '../../scripts/host/processes';
import { ONLY, RESULTS_FILE } from '../../scripts/host/mocha-results';
import { copySamples } from '../../scripts/host/workspace';

const OUT = path.join(checkout, 'dist-test', 'vscode');

/** One bundle per test file, found by the glob: no list by hand that one could be missing from. */
async function bundle(): Promise<void> {
  await rm(OUT, { recursive: true, force: true });
  const here = path.join(checkout, 'test', 'vscode');
  await build({
    entryPoints: [path.join(here, 'index.ts'), path.join(here, '**', `*${process.env[ONLY] ?? ''}*.test.ts`)],
    outdir: OUT,
    outbase: here,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode', 'mocha', 'sharp'],
    logLevel: 'warning',
  });
}

async function main(): Promise<void> {
  await bundle();
  const editor = await findEditor();
  console.log(`Running in ${editor.title}`);
  const profile = await makeFolder();
  const samples = await copySamples();
  try {
    await runTests({
      vscodeExecutablePath: editor.executable,
      extensionDevelopmentPath: checkout,
      extensionTestsPath: path.join(OUT, 'index.js'),
      extensionTestsEnv: {
        ...cleanEnvironment(),
        [RESULTS_FILE]: process.env[RESULTS_FILE],
      },
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

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
