/** The words by falling weight, and how much the largest hold together. Pure. */
import { wordsCarrying } from '../../spread';
import { orderOf } from './chartData';

/** The share that most of a thing is said to be. */
export const CARRIED = 0.8;

export interface Cumulative {
  /** Index of the token at every place, largest weight first; equal weights in reading order. */
  readonly tokens: readonly number[];
  /** Sum of the weights up to and with that place, in [0, 1], never falling. */
  readonly sums: readonly number[];
  /** How many of the largest hold `CARRIED`. */
  readonly carrying: number;
}

/** @param weighted their weights sum to 1 */
export function cumulate(weighted: readonly { readonly weight: number }[]): Cumulative {
  const tokens = orderOf(weighted, 'sorted');
  let sum = 0;
  const sums = tokens.map((token) => (sum = Math.min(1, sum + weighted[token]!.weight)));
  return { tokens, sums, carrying: wordsCarrying(sums, CARRIED) };
}
