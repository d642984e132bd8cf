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
