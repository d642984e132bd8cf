import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** What one mocha run came to. */
export interface Results {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** One line each. */
  readonly failures: readonly string[];
  /** What was skipped and why; tests that were skipped together share a line. */
  readonly skips: readonly string[];
  /** Tests that did not pass at first, and did when tried again. */
  readonly retried: readonly string[];
}

/** How often a test is tried again that waits for a window on a machine which may be busy; what is retried is told. */
export const WINDOW_RETRIES = 1;

/** Environment variable with the file that the results are written to. */
export const RESULTS_FILE = 'ATTENTION_INSPECTOR_RESULTS';

/** Environment variable with a part of the names of the only test files to run. */
export const ONLY = 'ATTENTION_INSPECTOR_ONLY';

/** Prints as mocha does, and writes the figures to the file named by `ATTENTION_INSPECTOR_RESULTS`, if any. */
export class ResultsReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const file = process.env[RESULTS_FILE];
    if (!file) return;
    let passed = 0;
    const failures: string[] = [];
    const skipped: string[] = [];
    const retries = new Set<string>();
    const reasons = new Map<Mocha.Suite, string>();
    runner.on('pass', () => (passed += 1));
    runner.on('retry', (test: Mocha.Test, error: Error) => {
      retries.add(test.fullTitle());
      console.log(`    tried again: ${test.title}\n${error.stack ?? error.message}`);
    });
    runner.on('fail', (test: Mocha.Runnable) => failures.push(test.fullTitle()));
    runner.on('hook end', (hook: Mocha.Hook) => {
      // By custom a hook that skips its suite puts the reason into its own title; mocha takes it away afterwards.
      if (hook.isPending() && hook.parent && !/^"before/.test(hook.title))
        reasons.set(hook.parent, hook.title);
    });
    runner.on('pending', (test: Mocha.Test) => skipped.push(describeSkip(test, reasons)));
    runner.once('end', () => {
      const skips = count(skipped);
      const retried = [...retries].filter((title) => !failures.includes(title));
      const results: Results = {
        ...{ passed, failed: failures.length, skipped: skipped.length, failures, skips, retried },
      };
      writeFileSync(file, JSON.stringify(results));
    });
  }
}

function count(lines: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, number]) => (number > 1 ? `${line} (${number} tests)` : line));
}

/** What was skipped and why: a whole suite, or one test. */
function describeSkip(test: Mocha.Test, reasons: ReadonlyMap<Mocha.Suite, string>): string {
  for (let suite = test.parent; suite; suite = suite.parent) {
    const reason = reasons.get(suite);
    if (reason) return `${suite.fullTitle()}: ${reason}`;
  }
  return test.fullTitle();
}
