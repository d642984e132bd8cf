/** How weights are spread over the words of a text: the arithmetic alone, for panel and terminal alike. Pure. */

/** How many words share the weights. */
export interface Spread {
  /** Entropy of the weights in bits: −Σ w·log₂ w; 0 where one word has all, log₂ n where n words have alike. */
  readonly entropy: number;
  /** 2^entropy: as many words with equal weights are as uncertain. */
  readonly effectiveWords: number;
}

/** @param tokens their weights sum to 1 */
export function spreadOf(tokens: readonly { readonly weight: number }[]): Spread {
  const entropy = tokens.reduce((sum, { weight: w }) => (w > 0 ? sum - w * Math.log2(w) : sum), 0);
  return { entropy, effectiveWords: 2 ** entropy };
}

/** Weights are computed in single precision: a sum of many that falls short by less than this has arrived. */
const ROUNDING = 1e-6;

/**
 * How many words it takes, in the order given, until their weights sum to `share`; all of them where they never do.
 * @param sums running sums of the weights
 */
export function wordsCarrying(sums: readonly number[], share: number): number {
  const first = sums.findIndex((sum) => sum >= share - ROUNDING);
  return first < 0 ? sums.length : first + 1;
}
