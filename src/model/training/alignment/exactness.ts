/** How often written dates are turned into their ISO form without a mistake. */
import type { Aligner } from '../../alignment/aligner';
import type { WrittenDate } from './dates';

export interface Exactness {
  /** Share in [0, 1]. */
  readonly exact: number;
  /** By format, those with a mistake. */
  readonly mistakes: Readonly<Record<string, number>>;
  /** The probability that the model gives its answers: of the least sure thousandth, and of all in the mean. */
  readonly leastSure: number;
  readonly meanProbability: number;
}

export function exactness(aligner: Pick<Aligner, 'align'>, dates: readonly WrittenDate[]): Exactness {
  const mistakes: Record<string, number> = {};
  let right = 0;
  const probabilities = dates.map(({ text, iso, format }) => {
    const { output, probability } = aligner.align(text);
    if (output === iso) right++;
    else mistakes[format] = (mistakes[format] ?? 0) + 1;
    return probability;
  });
  const sorted = probabilities.toSorted((a, b) => a - b);
  return {
    exact: right / dates.length,
    mistakes,
    leastSure: sorted[Math.floor(sorted.length / 1000)]!,
    meanProbability: probabilities.reduce((a, b) => a + b, 0) / dates.length,
  };
}
