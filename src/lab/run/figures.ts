/** What the finished model, as it is written, makes of labelled texts. */
import type { Analyzer } from '../../model/analyzer';
import { evaluate } from '../../model/evaluation/evaluate';
import { LOSS_EPSILON, type Scores } from '../../model/evaluation/metrics';
import { meanInterval, wilsonInterval, type Interval } from '../../model/evaluation/statistics';
import type { LabText } from '../data/read';

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
