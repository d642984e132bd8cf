/** How sure a share, and a difference between two, can be. */

/** 97.5th percentile of the normal distribution: for intervals that hold the truth 95 times in 100. */
const Z = 1.959964;

export type Interval = readonly [low: number, high: number];

/**
 * The 95 % interval of a share (Wilson 1927), which stays within [0, 1] and is honest for few and for extreme ones.
 * @param right how many of n
 */
export function wilsonInterval(right: number, n: number): [low: number, high: number] {
  const share = right / n;
  const middle = (share + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = (Z / (1 + Z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** The 95 % interval of a mean of many numbers that are not negative, by the normal distribution. */
export function meanInterval(values: readonly number[]): Interval {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const variance = n > 1 ? values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1) : 0;
  const half = Z * Math.sqrt(variance / n);
  return [Math.max(0, mean - half), mean + half];
}

/**
 * McNemar's test (1947), exact: the probability that two equally good classifiers differ at least as much, from the
 * texts that only one of them is right about.
 * @param onlyFirst texts that only the first is right about, onlySecond those that only the second is
 * @returns the two-sided p-value, Σ of the binomial distribution with share ½
 */
export function mcnemar(onlyFirst: number, onlySecond: number): number {
  const n = onlyFirst + onlySecond;
  const least = Math.min(onlyFirst, onlySecond);
  // ln of (n over k)·½ⁿ, k by k: factorials would be beyond any number.
  let term = -n * Math.LN2;
  let sum = 0;
  for (let k = 0; k <= least; k++) {
    sum += Math.exp(term);
    term += Math.log((n - k) / (k + 1));
  }
  return Math.min(1, 2 * sum);
}
