/**
 * Verdicts of several models as one, by the logarithmic pool (Genest and Zidek 1986; a product of experts):
 *
 *   p_k ∝ exp(Σ_t w_t·ln p_tk / T), weights w with the sum 1
 *
 * Models that err in different places make each other surer where they agree, which a mean of probabilities would not
 * let them; the temperature T, fitted on validation texts, says how far.
 */
import { clippedLog } from '../../model/classes';

/**
 * Σ_t w_t·ln p_tk of every class k.
 * @param verdicts of each model, probabilities of all classes
 * @param weights at least one above 0
 */
export function pooledLogits(verdicts: readonly (readonly number[])[], weights: readonly number[]): number[] {
  const total = weights.reduce((a, b) => a + b, 0);
  return verdicts[0]!.map((_, k) =>
    verdicts.reduce(
      (sum, probabilities, t) => sum + (weights[t]! / total) * clippedLog(probabilities[k]!),
      0,
    ),
  );
}
