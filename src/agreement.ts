/**
 * How far two models agree on which words matter more: Kendall's tau-b (Kendall 1945), which holds for any kind of
 * weights, since it looks at nothing but their order, and allows for ties. Pure.
 *
 *   tau-b = (C − D) / √((P − Ta)·(P − Tb))
 *
 * Letters: P = n(n−1)/2 pairs of words; C pairs that both put in the same order, D in opposite order; Ta, Tb pairs that
 * the first, or the second, holds equal.
 */

export interface Agreement {
  /** In [−1, 1]; null where one of the two holds all words equal. */
  readonly tau: number | null;
  /** C */
  readonly concordant: number;
  /** D */
  readonly discordant: number;
}

/** @param a, b values of the same words; of differing lengths only what both have counts */
export function agreementOf(a: readonly number[], b: readonly number[]): Agreement {
  const n = Math.min(a.length, b.length);
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[i]! - a[j]! || b[i]! - b[j]!);
  const pairs = (n * (n - 1)) / 2;
  const tiesA = tiedPairs(order, (i, j) => a[i] === a[j]);
  const tiesBoth = tiedPairs(order, (i, j) => a[i] === a[j] && b[i] === b[j]);
  const values = order.map((i) => b[i]!);
  // D: how many times neighbours have to change places until b rises too (Knight 1966). Leaves `values` rising.
  const discordant = inversions(values);
  const tiesB = tiedPairs(values, (x, y) => x === y);
  const concordant = pairs - tiesA - tiesB + tiesBoth - discordant;
  const scale = Math.sqrt((pairs - tiesA) * (pairs - tiesB));
  return { tau: scale > 0 ? (concordant - discordant) / scale : null, concordant, discordant };
}

/** Pairs within runs of equal neighbours. */
function tiedPairs(sorted: readonly number[], equal: (x: number, y: number) => boolean): number {
  let tied = 0;
  let run = 0;
  for (let i = 1; i < sorted.length; i++) {
    run = equal(sorted[i - 1]!, sorted[i]!) ? run + 1 : 0;
    tied += run;
  }
  return tied;
}

/** Pairs that stand in falling order; sorts the values by merging, from runs of 1 upwards. */
function inversions(values: number[]): number {
  const n = values.length;
  let count = 0;
  for (let width = 1; width < n; width *= 2) {
    for (let low = 0; low + width < n; low += 2 * width) {
      count += merge(values, low, low + width, Math.min(n, low + 2 * width));
    }
  }
  return count;
}

/** Merges two rising runs, [low, middle) and [middle, high); gives the pairs between them that stood in falling order. */
function merge(values: number[], low: number, middle: number, high: number): number {
  const left = values.slice(low, middle);
  let count = 0;
  let at = low;
  let i = 0;
  let j = middle;
  while (i < left.length && j < high) {
    if (left[i]! <= values[j]!) values[at++] = left[i++]!;
    else {
      count += left.length - i;
      values[at++] = values[j++]!;
    }
  }
  while (i < left.length) values[at++] = left[i++]!;
  return count;
}
