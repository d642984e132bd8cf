/** The words of a text by falling weight. Pure. */
import type { WeightedToken } from '../model/types';

/** Indices of the tokens, the largest weight first; of equal weights the one that is read first. */
export function ranking(tokens: readonly Pick<WeightedToken, 'weight'>[]): number[] {
  return tokens.map((_, index) => index).sort((a, b) => tokens[b]!.weight - tokens[a]!.weight || a - b);
}

export interface Step {
  readonly token: number;
  /** From 1. */
  readonly rank: number;
  /** It went from one end of the ranking to the other. */
  readonly wrapped: boolean;
}

/**
 * The next word down the ranking, or up.
 * @param tokens never empty
 * @param from the word that the last step led to; null: the walk begins, at the strongest word either way
 */
export function stepFrom(
  tokens: readonly Pick<WeightedToken, 'weight'>[],
  from: number | null,
  direction: 1 | -1,
): Step {
  const order = ranking(tokens);
  const at = from === null ? -1 : order.indexOf(from);
  if (at < 0) return { token: order[0]!, rank: 1, wrapped: false };
  const next = (at + direction + order.length) % order.length;
  const wrapped = direction === 1 ? next <= at : next >= at;
  return { token: order[next]!, rank: next + 1, wrapped };
}
