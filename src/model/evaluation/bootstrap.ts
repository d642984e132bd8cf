/**
 * How sure a mean over texts is, whatever its distribution: the percentile bootstrap (Efron 1979). Texts are drawn anew,
 * as many as there are and each as often as chance has it; the interval holds the middle 95 % of what comes out.
 */
import { Random } from '../random';
import { quantile } from '../trust/measures';

/** Times that the texts are drawn anew. */
export const RESAMPLES = 1000;

/** A figure over `n` texts with its 95 % interval. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/**
 * A mean. The same values and seed give the same interval.
 * @returns null where there is no value
 */
export function estimateMean(values: readonly number[], seed: number): Estimate | null {
  return estimateRatio(values, null, seed);
}

/**
 * A ratio of two means over the same texts, drawn together.
 * @param over one for each of `values`; null stands for ones
 * @returns null where there is no value, or nothing to divide by
 */
export function estimateRatio(
  values: readonly number[],
  over: readonly number[] | null,
  seed: number,
): Estimate | null {
  const n = values.length;
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const mean = sum(values) / (over ? sum(over) : n);
  if (!Number.isFinite(mean)) return null;
  const random = new Random(seed);
  const drawn = Array.from({ length: RESAMPLES }, () => {
    let above = 0;
    let below = 0;
    for (let k = 0; k < n; k++) {
      const one = random.integer(n);
      above += values[one]!;
      below += over ? over[one]! : 1;
    }
    return below > 0 ? above / below : mean;
  });
  return { mean, low: quantile(drawn, 0.025), high: quantile(drawn, 0.975), n };
}

/** Whether two intervals have nothing in common, and which lies above. */
export function apart(a: Estimate, b: Estimate): 'above' | 'below' | null {
  if (a.low > b.high) return 'above';
  return a.high < b.low ? 'below' : null;
}
