/** Builds the tests of this folder and runs them inside a real VS Code that has the package installed. */
import path from 'node:path';
import { runInside } from '../../scripts/host/inside';
import { RESULTS_FILE } from '../../scripts/host/mocha-results';
import { checkout } from '../../scripts/host/processes';
import { packagePath } from '../../scripts/package';

const folder = path.join(checkout, 'test', 'installed');

async function main(): Promise<void> {
  await runInside({
    entryPoints: [path.join(folder, 'index.ts'), path.join(folder, '*.test.ts')],
    folder,
    out: path.join(checkout, 'dist-test', 'installed'),
    env: { [RESULTS_FILE]: process.env[RESULTS_FILE] },
    installed: [await packagePath()],
    development: path.join(folder, 'host'),
  });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
