/** Builds the tests of this folder and runs them inside a real VS Code. */
import path from 'node:path';
import { runInside } from '../../scripts/host/inside';
import { ONLY, RESULTS_FILE } from '../../scripts/host/mocha-results';
import { checkout } from '../../scripts/host/processes';

const folder = path.join(checkout, 'test', 'vscode');

// One bundle per test file, found by the glob: no list by hand that one could be missing from.
runInside({
  entryPoints: [
    path.join(folder, 'index.ts'),
    path.join(folder, '**', `*${process.env[ONLY] ?? ''}*.test.ts`),
  ],
  folder,
  out: path.join(checkout, 'dist-test', 'vscode'),
  env: { [RESULTS_FILE]: process.env[RESULTS_FILE] },
}).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
