/** What VS Code calls in its extension host: mocha over every test bundled beside this file. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { markOutput } from '../../scripts/host/marked-output';

/** Generous: the machine may be busy with something else. */
const TIMEOUT_MS = 120_000;

/** Runs the tests; rejects when one failed or none was found. */
export async function run(): Promise<void> {
  markOutput();
  const { default: Mocha } = await import('mocha');
  const { ResultsReporter, WINDOW_RETRIES } = await import('../../scripts/host/mocha-results');
  const mocha = new Mocha({
    ...{ ui: 'bdd', timeout: TIMEOUT_MS, retries: WINDOW_RETRIES, color: false, reporter: ResultsReporter },
  });
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  }
  const failed = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failed > 0) throw new Error(`${failed} failed`);
  if (mocha.suite.total() === 0) throw new Error('No test was found.');
}
