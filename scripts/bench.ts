/**
 * `npm run bench [-- --json]`: what a person waits for, measured through the worker as the extension uses it, on
 * every TensorFlow.js backend that loads. Every answer is checked against the first backend's before it is timed.
 */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Command } from 'commander';
import { createAnalyzerClient } from '../src/model/node/client';
import type { AnalyzerService, Report, TfjsBackend } from '../src/model/types';

const options = new Command('bench')
  .option('--json', 'print figures only, as JSON')
  .option('--model <folder>', 'model folder', 'models/imdb-attention')
  .option('--rounds <n>', 'timed analyses per length', Number, 15)
  .parse()
  .opts<{ json?: boolean; model: string; rounds: number }>();

const LENGTHS = [20, 200, 1000];
/** Weights of two backends may differ by rounding only. */
const TOLERANCE = 1e-5;
const SENTENCE =
  'The first half of this film is slow, but the last twenty minutes are not bad at all and the acting was great. ';

/** A text of exactly `words` tokens. */
function textOf(words: number): string {
  return SENTENCE.repeat(Math.ceil(words / 20))
    .match(/\w+|[.,]/g)!
    .slice(0, words)
    .join(' ');
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

interface Row {
  backend: TfjsBackend;
  /** Worker started, backend and model loaded, first text analysed, in ms. */
  firstAnalysisMs: number;
  /** Median ms by number of words. */
  medianMs: Record<string, number>;
  /** Longest pause of the calling thread during all of it, in ms. */
  longestPauseMs: number;
}

function assertEqual(actual: Report, expected: Report): void {
  const worst = (report: Report) =>
    report.analyses.flatMap((a) => [a.probability, ...a.tokens.map((t) => t.weight)]);
  const [a, b] = [worst(actual), worst(expected)];
  const difference = a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
  if (a.length !== b.length || difference > TOLERANCE) {
    throw new Error(`${actual.backend} and ${expected.backend} differ by ${difference}`);
  }
}

async function measure(
  backend: TfjsBackend,
  reference: Map<number, Report>,
): Promise<{ row: Row; client: AnalyzerService } | string> {
  const pauses = monitorEventLoopDelay({ resolution: 5 });
  pauses.enable();
  const client = createAnalyzerClient({
    workerPath: path.resolve('dist/worker.js'),
    wasmFolder: path.resolve('dist'),
    modelFolder: path.resolve(options.model),
    backend,
    log: () => undefined,
  });
  const started = performance.now();
  const first = await client.analyze(textOf(200));
  const firstAnalysisMs = performance.now() - started;
  if (first.backend !== backend) {
    client.dispose();
    return `${backend}: not loaded here`;
  }
  for (const words of LENGTHS) {
    const report = await client.analyze(textOf(words));
    const expected = reference.get(words);
    if (expected) assertEqual(report, expected);
    else reference.set(words, report);
  }
  pauses.disable();
  return { client, row: { backend, firstAnalysisMs, medianMs: {}, longestPauseMs: pauses.max / 1e6 } };
}

async function main(): Promise<void> {
  const build = spawnSync(process.execPath, ['esbuild.mjs'], { stdio: 'inherit' });
  if (build.status !== 0) throw new Error('the build failed');
  const reference = new Map<number, Report>();
  const measured: { row: Row; client: AnalyzerService }[] = [];
  const skipped: string[] = [];
  for (const backend of ['wasm', 'tfjs-node', 'cpu'] as const) {
    const result = await measure(backend, reference);
    if (typeof result === 'string') skipped.push(result);
    else measured.push(result);
  }
  // Alternating, so that a noisy moment hits all alike.
  for (const words of LENGTHS) {
    const times = new Map<Row, number[]>(measured.map(({ row }) => [row, []]));
    for (let round = 0; round < options.rounds; round++) {
      for (const { row, client } of measured) {
        const started = performance.now();
        await client.analyze(textOf(words));
        times.get(row)!.push(performance.now() - started);
      }
    }
    for (const [row, values] of times) row.medianMs[words] = median(values);
  }
  for (const { client } of measured) client.dispose();
  const entryBytes = statSync('dist/extension.js').size;
  const rows = measured.map(({ row }) => row);
  if (options.json) console.log(JSON.stringify({ rows, skipped, entryBytes }));
  else print(rows, skipped, entryBytes);
}

function print(rows: Row[], skipped: string[], entryBytes: number): void {
  const line = (cells: (string | number)[]) => console.log(cells.map((c) => String(c).padStart(15)).join(''));
  line(['backend', 'first analysis', ...LENGTHS.map((n) => `${n} words`), 'longest pause']);
  for (const { backend, firstAnalysisMs, medianMs, longestPauseMs } of rows) {
    const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
    line([backend, ms(firstAnalysisMs), ...LENGTHS.map((n) => ms(medianMs[n]!)), ms(longestPauseMs)]);
  }
  for (const reason of skipped) console.log(`skipped: ${reason}`);
  console.log(`entry bundle: ${(entryBytes / 1024).toFixed(0)} KiB (unminified)`);
}

void main();
