import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** What one mocha run came to. */
export interface Results {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
  readonly skips: readonly string[];
}

/** Environment variable with the file that the results are written to. */
export const RESULTS_FILE = 'ATTENTION_INSPECTOR_RESULTS';

/** Prints as mocha does, and writes the figures to the file named by `ATTENTION_INSPECTOR_RESULTS`, if any. */
export class ResultsReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const file = process.env[RESULTS_FILE];
    if (!file) return;
    let passed = 0;
    const failures: string[] = [];
    const skips: string[] = [];
    runner.on('pass', () => (passed += 1));
    runner.on('fail', (test: Mocha.Runnable) => failures.push(test.fullTitle()));
    runner.on('pending', (test: Mocha.Runnable) => skips.push(test.fullTitle()));
    runner.once('end', () => {
      const results: Results = { passed, failed: failures.length, skipped: skips.length, failures, skips };
      writeFileSync(file, JSON.stringify(results));
    });
  }
}
