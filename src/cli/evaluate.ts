/** `evaluate`: the model's scores on labelled texts. */
import { evaluate, type Evaluation } from '../model/evaluation/evaluate';
import { CALIBRATION_BINS } from '../model/evaluation/metrics';
import { Pairs, type PairScores } from '../model/evaluation/pairs';
import { wilsonInterval } from '../model/evaluation/statistics';
import { readClassified, type Split } from '../model/node/datasets';
import { note, openPool, write, type Context, type ModelOptions } from './context';
import { createProgressBar } from './progress';
import { percent } from './render';
import { visibleLine } from './safeText';
import { columns } from './table';
import { clip } from './width';

export interface EvaluateOptions extends ModelOptions {
  readonly data: string;
  readonly split: Split;
  readonly json?: boolean;
}

/**
 * Prints the scores as a table or as JSON. The data is read twice: once to check and count it, so that a bad
 * line 24,999 is told before minutes of work, and once to classify it.
 * @throws InputError naming file, line and what was expected.
 */
export async function evaluateData(options: EvaluateOptions, context: Context): Promise<void> {
  const { data, split } = options;
  const pool = await openPool(options, context);
  const bar = createProgressBar(context.stderr, 'texts', 0);
  try {
    const info = await pool.info();
    const { labels } = info;
    const total = await countExamples(data, split, labels);
    bar.show(0, total);
    const pairs = new Pairs();
    const evaluation = await evaluate(
      readClassified(data, { split }, labels),
      (texts) => pool.classify(texts),
      labels.length,
      {
        onProgress: (done) => bar.show(done, total),
        onVerdict: ({ pair, label }, predicted) => pairs.add(pair, predicted === label),
      },
    );
    bar.stop();
    const { withoutTokens, ...scores } = evaluation;
    if (withoutTokens > 0) {
      note(context, `note: ${withoutTokens} without any word or sign, counted with all classes alike`);
    }
    const pairScores = pairs.scores();
    const result = { ...scores, ...(pairScores && { pairs: pairScores }) };
    const title = `${info.name} on ${visibleLine(data)}, backend ${info.backend}`;
    await write(context.stdout, options.json ? `${JSON.stringify(result)}\n` : table(title, labels, result));
  } finally {
    bar.stop();
    pool.dispose();
  }
}

/** @throws InputError for the first text that cannot be read or whose label is none of the classes. */
export async function countExamples(data: string, split: Split, classes: readonly string[]): Promise<number> {
  let count = 0;
  const examples = readClassified(data, { split }, classes);
  while (!(await examples.next()).done) count += 1;
  return count;
}

/** Beyond it a grid of true and read classes would be wider than a terminal. */
const GRID_CLASSES = 6;

type Printed = Omit<Evaluation, 'withoutTokens'> & { readonly pairs?: PairScores };

/** The scores for people. */
export function table(title: string, labels: readonly string[], evaluation: Printed): string {
  const { n, accuracy, loss, ece, confusion, textsPerSecond, padding, pairs } = evaluation;
  const [low, high] = wilsonInterval(Math.round(accuracy * n), n);
  const rows: [string, string][] = [
    ['texts', grouped(n)],
    ['accuracy', `${percent(accuracy, 2)} (95 % interval ${percent(low, 2)} to ${percent(high, 2)})`],
    ['log loss', `${loss.toFixed(4)} nats`],
    ['calibration error', `${percent(ece, 2)} (${CALIBRATION_BINS} bins)`],
    ['speed', `${grouped(textsPerSecond)} texts/s`],
  ];
  if (padding !== undefined) rows.push(['attention on PADs', percent(padding, 2)]);
  if (pairs) rows.push(['pairs, both right', `${percent(pairs.bothRight, 2)} of ${grouped(pairs.n)}`]);
  const list = rows.map(([name, value]) => `  ${name.padEnd(18)}  ${value}`);
  if (labels.length > GRID_CLASSES) return `${title}\n\n${list.join('\n')}\n`;
  const names = labels.map((label) => clip(visibleLine(label), NAME_CELLS));
  const grid = columns([
    ['', ...names.map((name) => `read as ${name}`)],
    ...confusion.map((row, i) => [`truly ${names[i]}`, ...row.map(grouped)]),
  ]);
  return `${title}\n\n${list.join('\n')}\n\n${grid.replace(/^(?=.)/gm, '  ')}`;
}

/** A longer name of a class is cut. */
const NAME_CELLS = 20;

/** 25000 as "25,000"; small speeds keep a decimal. */
export function grouped(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
}
