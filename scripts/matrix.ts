/** The support matrix as runs of tests: whole by `npm test -- --matrix`, in short parts within `npm test`. */
import path from 'node:path';
import { findChromium } from './host/chromium';
import { findServer, serverNode } from './host/code-server';
import { findEditor } from './host/editor';
import { findNode } from './host/nodes';
import { projectNode } from './host/processes';
import { EDITORS, NODES, vscodeIn, WHICH_EDITOR, type WhichEditor } from './host/versions';

/** A run of tests: a script of this checkout with its arguments. */
export interface TestRun {
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Executable of the Node that runs it; the project's own without it. */
  readonly node?: string;
}

export interface Cell {
  readonly name: string;
  readonly title: string;
  /** The group of `npm test` that a short part of it belongs to; null: that group is the whole of it. */
  readonly partOf: 'unit' | 'vscode' | null;
  /** @throws Error saying why it cannot be had on this machine */
  readonly whole: () => Promise<TestRun>;
  /** Seconds of it, for every run. */
  readonly part: () => Promise<TestRun>;
}

/** Limits for one test, ms; the machine may be busy with something else. */
export const UNIT_TEST_MS = '60000';
export const WINDOW_TEST_MS = '240000';

/** What depends most on the Node below it: WebAssembly, numbers, text, threads, files. */
const UNIT_PART = ['kernels/open', 'tokenizer', 'node/backends', 'node/client', 'node/files'].map(
  (name) => `test/unit/model/${name}.test.ts`,
);

const mocha = (timeout: string, retries: number, ...places: readonly string[]) => [
  ...['scripts/host/run-mocha.ts', timeout, String(retries)],
  ...places,
];

/** Unit tests on a Node; what they start by name is that Node too. */
function unitOn(name: string, version: string, find: () => Promise<string>, partOf: Cell['partOf']): Cell {
  const run = async (places: readonly string[]): Promise<TestRun> => {
    const node = await find();
    const PATH = [path.dirname(node), process.env['PATH']].join(path.delimiter);
    return { args: mocha(UNIT_TEST_MS, 0, ...places), env: { PATH }, node };
  };
  return {
    ...{ name, title: `Unit tests on Node ${version}`, partOf },
    whole: () => run(['test/unit']),
    part: () => run(UNIT_PART),
  };
}

/** Sees to the VS Code that a run needs, and to Chromium where it is a server. */
async function inEditor(which: WhichEditor, desktop: boolean, args: readonly string[]): Promise<TestRun> {
  const before = process.env[WHICH_EDITOR];
  process.env[WHICH_EDITOR] = which;
  try {
    const env: NodeJS.ProcessEnv = { [WHICH_EDITOR]: which };
    if (desktop && (await findEditor()).kind === 'desktop') return { args, env };
    await findServer();
    await serverNode();
    return { args, env: { ...env, CHROME_PATH: await findChromium() } };
  } finally {
    if (before === undefined) delete process.env[WHICH_EDITOR];
    else process.env[WHICH_EDITOR] = before;
  }
}

function insideOf(which: WhichEditor, partOf: Cell['partOf']): Cell {
  return {
    name: which,
    title: `Tests inside VS Code ${vscodeIn(EDITORS[which])}, the ${which}`,
    partOf,
    whole: () => inEditor(which, true, ['test/vscode/runTest.ts']),
    part: () => inEditor(which, false, mocha(WINDOW_TEST_MS, 1, 'test/smoke')),
  };
}

/** All of it, in the order in which it runs. */
export const CELLS: readonly Cell[] = [
  ...Object.entries(NODES).map(([major, version]) =>
    unitOn(`node${major}`, version, () => findNode(version), 'unit'),
  ),
  unitOn('node24', '24, the project’s own', () => Promise.resolve(projectNode), null),
  insideOf('oldest', 'vscode'),
  insideOf('newest', null),
];
