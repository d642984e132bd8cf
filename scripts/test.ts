/** `npm test`: builds, checks and runs every test there is; the last line holds the figures. */
import { setTimeout as sleep } from 'node:timers/promises';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium } from './host/chromium';
import { findServer } from './host/code-server';
import { findEditor } from './host/editor';
import { ONLY, RESULTS_FILE, WINDOW_RETRIES, type Results } from './host/mocha-results';
import { type Running, checkout, makeFolder, removeFolder, runShown, say } from './host/processes';
import { CELLS, type Cell, type TestRun, UNIT_TEST_MS, WINDOW_TEST_MS } from './matrix';

const USAGE = `npm test [-- GROUP… [--only NAME]]
npm test -- --matrix [CELL…] [--only NAME]

Builds, checks types and style, and runs the tests: all groups, or those named.
  unit      on Node, in seconds
  vscode    inside a real VS Code's extension host
  web       inside a real VS Code's extension host in the browser
  browser   what a person sees, read from a real VS Code in a browser
  package   what is shipped: its contents, and the main tests on it, installed
The first two hold short parts on other versions of Node and VS Code as well; with --matrix the whole of them runs
there, without the other groups: ${CELLS.map(({ name }) => name).join(', ')}, or those named.
With --only, types and style are not checked, and only test files run whose name has NAME in it.
Screenshots and logs are left in artifacts/.`;

/** A run that has said its results and still does not end has left something running. */
const AFTERLIFE_MS = 60_000;

/** No group takes nearly as long, even on a slow machine. */
const LIMIT_MS = 45 * 60_000;

const GROUPS = ['unit', 'vscode', 'web', 'browser', 'package'] as const;
const TITLES = {
  vscode: 'Tests inside VS Code',
  web: 'Tests inside VS Code in a browser',
  browser: 'Browser tests',
};
type Group = (typeof GROUPS)[number];

interface Outcome {
  readonly title: string;
  readonly results: Results;
}

const nothing: Results = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [], retried: [] };
const failure = (what: string): Results => ({ ...nothing, failed: 1, failures: [what] });
const skip = (why: string): Results => ({ ...nothing, skipped: 1, skips: [why] });

/** Runs a command that passes or fails as a whole. */
async function check(title: string, ...commands: readonly (readonly string[])[]): Promise<Outcome> {
  say(title);
  for (const [script, ...args] of commands) {
    const code = await runShown(path.join(checkout, script ?? ''), args).exitCode;
    if (code !== 0)
      return { title, results: failure(`${path.basename(script ?? '')} ${args.join(' ')}`.trim()) };
  }
  return { title, results: nothing };
}

/** Runs a script that runs mocha, and reads the figures that its reporter leaves. */
async function runTests(
  title: string,
  args: readonly string[],
  { env = {}, node }: Omit<TestRun, 'args'> = {},
): Promise<Outcome> {
  say(title);
  const folder = await makeFolder();
  const file = path.join(folder, 'results.json');
  try {
    const [script, ...rest] = args;
    const running = runShown(path.join(checkout, script ?? ''), rest, { ...env, [RESULTS_FILE]: file }, node);
    const code = await Promise.race([running.exitCode, hung(running, file)]);
    if (!existsSync(file)) return { title, results: failure(`ended with ${code} before any test was done`) };
    const results = JSON.parse(readFileSync(file, 'utf8')) as Results;
    if (results.failed > 0 || code === 0) return { title, results };
    return {
      title,
      results: { ...results, failed: 1, failures: [`every test passed, and yet it ended with ${code}`] },
    };
  } finally {
    await removeFolder(folder);
  }
}

/** Ends a run that hangs, before or after its results. */
async function hung(running: Running, file: string): Promise<string> {
  const limit = Date.now() + LIMIT_MS;
  let ended = false;
  void running.exitCode.then(() => (ended = true));
  while (!existsSync(file) && Date.now() < limit && !ended) await sleep(1_000, undefined, { ref: false });
  await sleep(AFTERLIFE_MS, undefined, { ref: false });
  if (!ended) running.stop();
  await running.exitCode;
  return 'no end: something was left running';
}

async function testGroup(group: Exclude<Group, 'package'>): Promise<Outcome> {
  if (group === 'unit')
    return runTests('Unit tests', ['scripts/host/run-mocha.ts', UNIT_TEST_MS, '0', 'test/unit']);
  const title = TITLES[group];
  try {
    if (group !== 'vscode') await findServer();
    if (group !== 'vscode' || (await findEditor()).kind === 'server') {
      // The one found is the one that every test drives.
      process.env['CHROME_PATH'] = await findChromium();
    }
  } catch (error) {
    return { title, results: skip(error instanceof Error ? error.message : String(error)) };
  }
  if (group !== 'browser') return runTests(title, [`test/${group}/runTest.ts`]);
  const retries = String(WINDOW_RETRIES);
  return runTests(title, ['scripts/host/run-mocha.ts', WINDOW_TEST_MS, retries, 'test/browser']);
}

/** Makes the package and tests that file. */
async function testPackage(): Promise<readonly Outcome[]> {
  const made = await check('Packaging', ['scripts/package.ts']);
  if (made.results.failed > 0) return [made];
  const title = 'Tests of the package';
  try {
    await findServer();
    process.env['CHROME_PATH'] = await findChromium();
  } catch (error) {
    return [made, { title, results: skip(error instanceof Error ? error.message : String(error)) }];
  }
  const args = [WINDOW_TEST_MS, String(WINDOW_RETRIES), 'test/package'];
  return [
    made,
    await runTests(title, ['scripts/host/run-mocha.ts', ...args]),
    await runTests('Tests inside a VS Code with the package', ['test/installed/runTest.ts']),
  ];
}

/** A version of Node or VS Code; one that cannot be had here is skipped, with the reason. */
async function testCell({ title, whole, part }: Cell, extent: 'whole' | 'part'): Promise<Outcome> {
  const shown = extent === 'whole' ? title : `${title}: a part`;
  let run: TestRun;
  try {
    run = await (extent === 'whole' ? whole() : part());
  } catch (error) {
    return { title: shown, results: skip(error instanceof Error ? error.message : String(error)) };
  }
  return runTests(shown, run.args, run);
}

async function runMatrix(names: readonly string[]): Promise<readonly Outcome[]> {
  const outcomes = [await check('Building', ['esbuild.mjs'])];
  if (outcomes[0]?.results.failed !== 0) return outcomes;
  for (const cell of CELLS)
    if (names.length === 0 || names.includes(cell.name)) outcomes.push(await testCell(cell, 'whole'));
  return outcomes;
}

async function runAll(groups: readonly Group[]): Promise<readonly Outcome[]> {
  const bin = 'node_modules';
  const outcomes = [await check('Building', ['esbuild.mjs'])];
  if (!process.env[ONLY]) {
    outcomes.push(
      await check(
        'Checking types',
        [`${bin}/typescript/bin/tsc`, '-p', '.'],
        [`${bin}/typescript/bin/tsc`, '-p', 'src/webview/client'],
      ),
      await check(
        'Checking style',
        [`${bin}/eslint/bin/eslint.js`, '.'],
        [`${bin}/prettier/bin/prettier.cjs`, '--check', '.'],
      ),
    );
  }
  const built = outcomes[0]?.results.failed === 0;
  for (const group of groups) {
    // Without a build there is nothing to open in VS Code; an old one would test something else.
    if (built && group === 'package') outcomes.push(...(await testPackage()));
    else if (group !== 'package' && (built || group === 'unit')) outcomes.push(await testGroup(group));
    else outcomes.push({ title: group, results: skip('there is no build to test') });
    if (!built || process.env[ONLY]) continue;
    for (const cell of CELLS) if (cell.partOf === group) outcomes.push(await testCell(cell, 'part'));
  }
  return outcomes;
}

/** Prints what failed, what was skipped and, last, the figures; gives the exit code. */
function report(outcomes: readonly Outcome[]): number {
  const list = (heading: string, pick: (results: Results) => readonly string[]): void => {
    const lines = outcomes.flatMap(({ title, results }) =>
      pick(results).map((line) => `  ${title}: ${line}`),
    );
    if (lines.length > 0) console.log(`\n${heading}\n${lines.join('\n')}`);
  };
  list('Failed', (results) => results.failures);
  list('Passed only when tried again', (results) => results.retried);
  list('Skipped', (results) => results.skips);
  const sum = (pick: (results: Results) => number): number =>
    outcomes.reduce((total, { results }) => total + pick(results), 0);
  const [passed, failed, skipped] = [sum((r) => r.passed), sum((r) => r.failed), sum((r) => r.skipped)];
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

async function main(): Promise<number> {
  let chosen: readonly string[];
  let matrix = false;
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        only: { type: 'string' },
        matrix: { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log(USAGE);
      return 0;
    }
    if (values.only !== undefined) process.env[ONLY] = values.only;
    chosen = positionals;
    matrix = values.matrix ?? false;
    const known: readonly string[] = matrix ? CELLS.map(({ name }) => name) : GROUPS;
    const unknown = chosen.find((name) => !known.includes(name));
    const kind = matrix ? 'cell of the matrix' : 'group of tests';
    if (unknown !== undefined) throw new Error(`There is no ${kind} "${unknown}".`);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  await mkdir(path.join(checkout, 'artifacts'), { recursive: true });
  if (matrix) return report(await runMatrix(chosen));
  return report(await runAll(GROUPS.filter((group) => chosen.length === 0 || chosen.includes(group))));
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
