/** `compare`: several models on the same labelled texts. */
import { compareVerdicts, type Comparison, type Verdicts } from '../model/evaluation/comparison';
import { evaluate } from '../model/evaluation/evaluate';
import { Pairs, type PairScores } from '../model/evaluation/pairs';
import { wilsonInterval } from '../model/evaluation/statistics';
import { stretchesOf, TIMED_WORDS, timeReading, type Timing } from '../model/evaluation/timing';
import type { Labelled } from '../model/evaluation/types';
import { readClassified, readTexts, type Split } from '../model/node/datasets';
import { loadModelFolder } from '../model/node/files';
import { factsOf, type ModelFacts } from '../model/node/modelFacts';
import type { BackendChoice } from '../model/types';
import { openModel, openPool, write, type Context, type OpenModel } from './context';
import { comparisonTable } from './compareTable';
import { countExamples } from './evaluate';
import { chosenModels, findModel } from './models';
import { createProgressBar } from './progress';
import { visibleLine } from './safeText';

export interface CompareOptions {
  readonly data: string;
  readonly split: Split;
  readonly models: readonly string[];
  readonly backend: BackendChoice;
  /** Texts at most, spread evenly over the data. */
  readonly limit?: number;
  readonly json?: boolean;
}

/** One model's row; `--json` prints {"data", "texts", "timedWords", "models": [this, …]}. */
export interface ComparedModel extends ModelFacts {
  readonly model: string;
  readonly backend: string;
  readonly accuracy: number;
  /** 95 % interval of the accuracy. */
  readonly interval: readonly [low: number, high: number];
  readonly loss: number;
  readonly ece: number;
  readonly pairs?: PairScores;
  /** Milliseconds for `timedWords` words. */
  readonly ms: Timing;
  /** With the first model; null of itself. */
  readonly comparison: Comparison | null;
}

type Judged = Omit<ComparedModel, 'ms' | 'comparison'> & { readonly verdicts: Verdicts };

/** @throws InputError naming the model, or the file and line, and what was expected. */
export async function compareModels(options: CompareOptions, context: Context): Promise<void> {
  const { data, split, backend } = options;
  const names = await chosenModels(options.models, context.modelsFolder);
  const judged: Judged[] = [];
  const bar = createProgressBar(context.stderr, 'texts', 0);
  try {
    for (const [i, name] of names.entries()) {
      const showDone = (done: number, total: number) => bar.show(i * total + done, names.length * total);
      judged.push(await judge(name, options, context, showDone));
    }
  } finally {
    bar.stop();
  }
  const texts = await stretchesOf(readTexts(data, { split }));
  const timings = await timed(names, backend, texts, context);
  const models = judged.map(({ verdicts, ...row }, i): ComparedModel => {
    const comparison = i === 0 ? null : compareVerdicts(judged[0]!.verdicts, verdicts);
    return { ...row, ms: timings[i]!, comparison };
  });
  const n = judged[0]!.verdicts.labels.length;
  const json = () => JSON.stringify({ data, texts: n, timedWords: TIMED_WORDS, models });
  await write(context.stdout, options.json ? `${json()}\n` : comparisonTable(visibleLine(data), n, models));
}

async function judge(
  model: string,
  { data, split, backend, limit = Infinity }: CompareOptions,
  context: Context,
  onProgress: (done: number, total: number) => void,
): Promise<Judged> {
  const folder = await findModel(model, context.modelsFolder);
  const facts = await factsOf(folder, await loadModelFolder(folder));
  const pool = await openPool({ model, backend }, context);
  try {
    const info = await pool.info();
    const all = await countExamples(data, split, info.labels);
    const total = Math.min(all, limit);
    const verdicts = { labels: [] as string[], right: [] as boolean[] };
    const pairs = new Pairs();
    const { accuracy, loss, ece } = await evaluate(
      spread(readClassified(data, { split }, info.labels), all, total),
      (texts) => pool.classify(texts),
      info.labels.length,
      {
        onProgress: (done) => onProgress(done, total),
        onVerdict: ({ label, pair }, predicted) => {
          verdicts.labels.push(info.labels[predicted]!);
          verdicts.right.push(predicted === label);
          pairs.add(pair, predicted === label);
        },
      },
    );
    const interval = wilsonInterval(Math.round(accuracy * total), total);
    const pairScores = pairs.scores();
    const row = { model: info.name, backend: info.backend, accuracy, interval, loss, ece };
    return { ...row, ...(pairScores && { pairs: pairScores }), ...facts, verdicts };
  } finally {
    pool.dispose();
  }
}

/** `count` of all, at even distances. */
async function* spread(
  examples: AsyncIterable<Labelled>,
  all: number,
  count: number,
): AsyncGenerator<Labelled> {
  let place = 0;
  let taken = 0;
  for await (const example of examples) {
    if (place === Math.floor((taken * all) / count)) {
      yield example;
      taken += 1;
    }
    if (taken === count) return;
    place += 1;
  }
}

async function timed(
  models: readonly string[],
  backend: BackendChoice,
  texts: readonly string[],
  context: Context,
): Promise<Timing[]> {
  const opened: OpenModel[] = [];
  try {
    for (const model of models) opened.push(await openModel({ model, backend }, context));
    return await timeReading(
      opened.map(({ model: { vocab }, engine, analyzer }) => ({ vocab, engine, analyzer })),
      texts,
    );
  } finally {
    for (const { analyzer } of opened) analyzer.dispose();
  }
}
