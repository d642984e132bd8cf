/**
 * How far the same text is read alike by models of the same making but other seeds. Pure.
 *
 * A word counts as not stable when it is among the TOP most attended words with at least one of the models, and its worst
 * rank is more than max(3, best rank / 2) below its best: first by one model and fifth by another is not stable, tenth
 * and fifteenth still is. Neighbouring ranks far down differ by next to nothing; at the top they are what is looked at.
 */
import type { Analysis } from '../../model/types';
import type { StabilityView } from '../../webview/protocol';

export const TOP = 10;
const LEAST_DIFFERENCE = 3;

/** What one of the models made of the text. */
export interface SeedReading {
  readonly model: string;
  readonly analysis: Pick<Analysis, 'classes' | 'tokens'>;
}

/**
 * @param label the charted verdict
 * @param readings the charted model's first
 * @throws Error where the models do not see the same words
 */
export function stabilityOf(label: string, readings: readonly SeedReading[]): StabilityView {
  const words = readings[0]?.analysis.tokens.length ?? 0;
  const other = readings.find(({ analysis }) => analysis.tokens.length !== words);
  if (other) throw new Error(`${other.model} read ${other.analysis.tokens.length} words, not ${words}`);
  const weights = readings.map(({ analysis }) => analysis.tokens.map(({ weight }) => weight));
  const ranked = weights.map(ranksOf);
  const ranks = Array.from({ length: words }, (_, word) => rangeOf(ranked.map((of) => of[word]!)));
  return {
    models: readings.map(({ model }) => model),
    probabilities: readings.map(({ analysis }) => probabilityOf(analysis.classes, label)),
    weights: Array.from({ length: words }, (_, word) => rangeOf(weights.map((of) => of[word]!))),
    ranks,
    unstable: ranks.flatMap(([best, worst], word) => (isUnstable(best, worst) ? word : [])),
  };
}

/** Whether a word with these best and worst ranks is one that is looked at, and not alike everywhere. */
export function isUnstable(best: number, worst: number): boolean {
  return best <= TOP && worst - best > Math.max(LEAST_DIFFERENCE, best / 2);
}

/** By falling weight, from 1; equal weights share a rank. */
function ranksOf(weights: readonly number[]): number[] {
  const falling = [...weights].sort((a, b) => b - a);
  const ranks = new Map<number, number>();
  falling.forEach((weight, at) => {
    if (!ranks.has(weight)) ranks.set(weight, at + 1);
  });
  return weights.map((weight) => ranks.get(weight)!);
}

const rangeOf = (values: readonly number[]): readonly [number, number] => [
  Math.min(...values),
  Math.max(...values),
];

const probabilityOf = (classes: Analysis['classes'], label: string): number =>
  classes.find((one) => one.label === label)?.probability ?? 0;
