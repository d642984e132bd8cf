/** `evaluate`: the model's scores on labelled texts. */
import { evaluate, type Evaluation } from '../model/evaluation/evaluate';
import { readExamples, type Split } from '../model/node/datasets';
import { note, openPool, write, type Context, type ModelOptions } from './context';
import { createProgressBar } from './progress';
import { percent } from './render';
import { visibleLine } from './safeText';

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
  const total = await countExamples(data, split);
  const pool = await openPool(options, context);
  const info = await pool.info();
  const bar = createProgressBar(context.stderr, 'texts', 0);
  bar.show(0, total);
  let evaluation: Evaluation;
  try {
    evaluation = await evaluate(
      readExamples(data, { split }),
      (texts) => pool.classify(texts),
      (done) => bar.show(done, total),
    );
  } finally {
    bar.stop();
    pool.dispose();
  }
  const { withoutTokens, ...scores } = evaluation;
  if (withoutTokens > 0) {
    note(context, `note: ${withoutTokens} without any word or sign, counted with probability 0.5`);
  }
  const title = `${info.name} on ${visibleLine(data)}, backend ${info.backend}`;
  await write(context.stdout, options.json ? `${JSON.stringify(scores)}\n` : table(title, evaluation));
}

async function countExamples(data: string, split: Split): Promise<number> {
  let count = 0;
  const examples = readExamples(data, { split });
  while (!(await examples.next()).done) count += 1;
  return count;
}

/** The scores for people. */
export function table(title: string, evaluation: Evaluation): string {
  const { n, accuracy, loss, ece, confusion, textsPerSecond } = evaluation;
  const rows: [string, string][] = [
    ['texts', grouped(n)],
    ['accuracy', percent(accuracy, 2)],
    ['log loss', `${loss.toFixed(4)} nats`],
    ['calibration error', `${percent(ece, 2)} (15 bins)`],
    ['speed', `${grouped(textsPerSecond)} texts/s`],
  ];
  const [[tn, fp], [fn, tp]] = confusion;
  const cells = [
    ['', 'read as negative', 'read as positive'],
    ['truly negative', grouped(tn), grouped(fp)],
    ['truly positive', grouped(fn), grouped(tp)],
  ];
  const list = rows.map(([name, value]) => `  ${name.padEnd(18)}  ${value}`);
  const grid = cells.map(
    ([name, left, right]) => `  ${name!.padEnd(18)}  ${left!.padStart(16)}  ${right!.padStart(16)}`,
  );
  return `${title}\n\n${list.join('\n')}\n\n${grid.join('\n')}\n`;
}

/** 25000 as "25,000"; small speeds keep a decimal. */
function grouped(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
}
