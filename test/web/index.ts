/** What VS Code calls in its extension host in the browser: mocha over every test that is bundled with this file. */
import './setup';
import './memory';
// Every test file of this folder, found when it is bundled.
import 'every-test';
import type { Results } from '../../scripts/host/mocha-results';
import { print } from './support';

/** Runs the tests; rejects when one failed or none was found. */
export async function run(): Promise<void> {
  const results = await new Promise<Results>((resolve) => report(mocha.run(), resolve));
  print(`RESULTS ${JSON.stringify(results)}`);
  if (results.failed > 0) throw new Error(`${results.failed} failed`);
  if (results.passed === 0) throw new Error('No test was found.');
}

function report(runner: Mocha.Runner, done: (results: Results) => void): void {
  let passed = 0;
  const failures: string[] = [];
  const skips: string[] = [];
  runner.on('suite', (suite) => print(`  ${suite.title}`));
  runner.on('pass', (test) => {
    passed++;
    print(`    ✔ ${test.title} (${test.duration} ms)`);
  });
  runner.on('pending', (test) => skips.push(test.fullTitle()));
  runner.on('fail', (test, error: Error) => {
    failures.push(test.fullTitle());
    print(`    ✘ ${test.title}\n${error.stack ?? error.message}`);
  });
  runner.once('end', () =>
    done({ passed, failed: failures.length, skipped: skips.length, failures, skips, retried: [] }),
  );
}
