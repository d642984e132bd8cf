/** Reports made by hand, and the bundled command line with a tiny model beside it. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Analysis, Report, Span } from '../../../src/model/types';
import { bundleInto } from '../../fixtures/bundles';
import { writeTinyModel } from '../../fixtures/tinyModel';

/**
 * An analysis of the words (runs of letters) of `text` from `start` on; weights in order, the last are unknown.
 * @param positive P(positive)
 */
export function analysisOf(
  text: string,
  weights: readonly number[],
  positive: number,
  { start = 0, unknown = 0 } = {},
): Analysis {
  const words = [...text.slice(start).matchAll(/\p{L}+/gu)].slice(0, weights.length);
  const tokens = words.map((match, i) => ({
    text: match[0],
    start: start + match.index,
    end: start + match.index + match[0].length,
    weight: weights[i]!,
    known: i < words.length - unknown,
  }));
  return {
    start: tokens[0]!.start,
    end: tokens.at(-1)!.end,
    label: positive >= 0.5 ? 'positive' : 'negative',
    probability: Math.max(positive, 1 - positive),
    classes: [
      { label: 'negative', probability: 1 - positive },
      { label: 'positive', probability: positive },
    ],
    kind: 'attention',
    tokens,
    ms: 3,
  };
}

/** The same by a model without attention, with the effects of the words in order, and any classes. */
export function effectsOf(
  text: string,
  effects: readonly number[],
  probabilities: Readonly<Record<string, number>>,
): Analysis {
  const total = effects.reduce((sum, effect) => sum + Math.abs(effect), 0);
  const plain = analysisOf(
    text,
    effects.map((effect) => Math.abs(effect) / total),
    0.5,
  );
  const classes = Object.entries(probabilities).map(([label, probability]) => ({ label, probability }));
  const most = classes.reduce((a, b) => (b.probability > a.probability ? b : a));
  const tokens = plain.tokens.map((token, i) => ({ ...token, effect: effects[i]! }));
  return { ...plain, ...most, classes, kind: 'deletion', tokens };
}

export function reportOf(analyses: readonly Analysis[], unread: readonly Span[] = []): Report {
  return { model: 'tiny', backend: 'cpu', analyses, unread, ms: 12.3456 };
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Installation {
  /** Holds dist/cli.js and models/tiny; tests may put files here. */
  readonly folder: string;
  start(args: readonly string[], environment?: Record<string, string>): ChildProcessWithoutNullStreams;
  /** Runs to the end, from the root of the file system, with `input` as standard input. */
  run(
    args: readonly string[],
    options?: { input?: string | Uint8Array; environment?: Record<string, string> },
  ): Promise<Outcome>;
  remove(): Promise<void>;
}

/** The command line as users get it: one bundle, TensorFlow.js's binaries and a model, in a folder of their own. */
export async function installCli(): Promise<Installation> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cli-'));
  const dist = path.join(folder, 'dist');
  await mkdir(dist);
  await bundleInto(dist, { cli: 'src/cli.ts', worker: 'src/model/node/worker.ts' });
  await writeTinyModel(path.join(folder, 'models', 'tiny'));

  const start: Installation['start'] = (args, environment = {}) =>
    spawn(process.execPath, [path.join(dist, 'cli.js'), ...args], {
      cwd: path.parse(folder).root,
      env: { PATH: process.env['PATH'], HOME: folder, ...environment },
    });
  return {
    folder,
    start,
    async run(args, { input = '', environment } = {}) {
      const child = start(args, environment);
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
      // A command that fails early closes its standard input; that is its right.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
      const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
      return { code, stdout, stderr };
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
