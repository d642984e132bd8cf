/** What the finished model, as it is written, makes of labelled texts. */
import type { Analyzer } from '../../model/analyzer';
import { evaluate } from '../../model/evaluation/evaluate';
import { LOSS_EPSILON, type Scores } from '../../model/evaluation/metrics';
import { wilsonInterval } from '../../model/evaluation/statistics';
import type { LabText } from '../data/read';

/** 97.5th percentile of the normal distribution. */
const Z = 1.959964;

export type Interval = readonly [low: number, high: number];

export interface Figures extends Scores {
  /** 95 % intervals. */
  readonly accuracyInterval: Interval;
  readonly lossInterval: Interval;
}

/** @param texts at least one */
export async function figuresOf(
  analyzer: Pick<Analyzer, 'classify'>,
  texts: readonly LabText[],
  classes: number,
  onProgress: (done: number) => void = () => undefined,
): Promise<Figures> {
  const losses: number[] = [];
  const classify = async (chunk: readonly string[]) => {
    const outcomes = await analyzer.classify(chunk);
    for (const { probabilities } of outcomes) {
      const { label } = texts[losses.length]!;
      losses.push(-Math.log(Math.max(LOSS_EPSILON, probabilities[label]!)));
    }
    return outcomes;
  };
  const scores = await evaluate(inOrder(texts), classify, classes, { onProgress });
  return {
    ...scores,
    accuracyInterval: wilsonInterval(Math.round(scores.accuracy * scores.n), scores.n),
    lossInterval: meanInterval(losses),
  };
}

async function* inOrder(texts: readonly LabText[]): AsyncGenerator<LabText> {
  yield* texts;
}

/** Of a mean of many numbers, by the normal distribution. */
export function meanInterval(values: readonly number[]): Interval {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const variance = n > 1 ? values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1) : 0;
  const half = Z * Math.sqrt(variance / n);
  return [Math.max(0, mean - half), mean + half];
}
