/** Arithmetic of class probabilities: from logits, over several stretches of a text, to a verdict. */

/** Probabilities are kept this far from 0 and 1 where their logarithm is taken: about a 32-bit float's resolution near 1. */
export const LOG_EPSILON = 1e-7;

/** ln p, p kept LOG_EPSILON away from 0 and 1. */
export function clippedLog(p: number): number {
  return Math.log(Math.min(1 - LOG_EPSILON, Math.max(LOG_EPSILON, p)));
}

/** softmax(logits / temperature), in double precision. */
export function classProbabilities(logits: ArrayLike<number>, temperature: number): number[] {
  const scaled = Array.from(logits, (logit) => logit / temperature);
  const most = Math.max(...scaled);
  const powers = scaled.map((value) => Math.exp(value - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** The most probable class; of equally probable ones the last, so that half and half reads as positive. */
export function mostProbable(probabilities: readonly number[]): number {
  return probabilities.lastIndexOf(Math.max(...probabilities));
}

/** Log-odds of one class against all others together. */
export function logOdds(probabilities: readonly number[], index: number): number {
  const others = probabilities.reduce((sum, p, i) => (i === index ? sum : sum + p), 0);
  const log = (p: number) => Math.log(Math.max(p, Number.MIN_VALUE));
  return log(probabilities[index]!) - log(others);
}

/**
 * The verdict over stretches read one by one: the geometric mean of their probabilities weighted by their token counts,
 * made to sum to 1. Of two classes that is the weighted mean of the log-odds. Every class alike for no tokens at all.
 */
export function joinProbabilities(
  parts: readonly { readonly count: number; readonly probabilities: readonly number[] }[],
  classes: number,
): number[] {
  if (parts.length === 1) return [...parts[0]!.probabilities];
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const logs = Array.from({ length: classes }, (_, i) =>
    parts.reduce((sum, { count, probabilities }) => sum + (count / total) * clippedLog(probabilities[i]!), 0),
  );
  return classProbabilities(logs, 1);
}
