/** Which words are listed, in which order, and on which scales weights and effects are drawn. Pure. */
import type { DeletionCurve } from '../../protocol';

export const TRUST_ORDERS = ['reading', 'weight', 'effect'] as const;
export type TrustOrder = (typeof TRUST_ORDERS)[number];

/** Words that are listed until somebody wants all. */
export const LISTED = 12;

/** Share of the words whose loss is said in a sentence. */
const SAID_SHARE = 0.2;

/**
 * The words that stand at the top by weight or by the size of their effect, at most `most` of them, in reading order: the
 * first of the one, the first of the other, the second of the one, and so on; of equal ones the one read first.
 */
export function topWords(weights: readonly number[], effects: readonly number[], most = LISTED): number[] {
  const falling = (values: readonly number[]) =>
    values.map((_, word) => word).sort((a, b) => values[b]! - values[a]! || a - b);
  const [byWeight, byEffect] = [falling(weights), falling(effects.map(Math.abs))];
  const top = new Set<number>();
  for (let place = 0; place < weights.length && top.size < most; place++) {
    top.add(byWeight[place]!);
    if (top.size < most) top.add(byEffect[place]!);
  }
  return [...top].sort((a, b) => a - b);
}

/** The words in an order; by effect: from what speaks most for the verdict to what speaks most against it. */
export function ordered(
  words: readonly number[],
  order: TrustOrder,
  weights: readonly number[],
  effects: readonly number[],
): number[] {
  if (order === 'reading') return [...words].sort((a, b) => a - b);
  const values = order === 'weight' ? weights : effects;
  return [...words].sort((a, b) => values[b]! - values[a]! || a - b);
}

/** The largest size among the values, so that every bar is a part of it; 1 where all are 0. */
export function largestSize(values: readonly number[]): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest > 0 ? largest : 1;
}

/** A part of the whole, in [0, 1], as the stylesheet takes it. */
export function partOf(value: number, whole: number): string {
  return Math.min(1, Math.max(0, Math.abs(value) / whole)).toFixed(4);
}

/** The place on the curve that is nearest to a fifth of the words gone, never the first; null where there is no other. */
export function saidPlace({ shares }: Pick<DeletionCurve, 'shares'>): number | null {
  let nearest: number | null = null;
  for (let place = 0; place < shares.length; place++) {
    const share = shares[place]!;
    if (share <= 0) continue;
    if (nearest === null || Math.abs(share - SAID_SHARE) < Math.abs(shares[nearest]! - SAID_SHARE))
      nearest = place;
  }
  return nearest;
}

/**
 * Where labels go that would like to stand at these heights: in their order, none nearer to the next than `apart`, all
 * between `top` and `bottom` as far as there is room, and none moved further than it has to be. Pixels.
 */
export function spreadOut(
  heights: readonly number[],
  apart: number,
  [top, bottom]: readonly [number, number],
): number[] {
  const order = heights.map((_, index) => index).sort((a, b) => heights[a]! - heights[b]! || a - b);
  const placed = [...heights];
  let least = top;
  for (const index of order) {
    placed[index] = Math.max(least, heights[index]!);
    least = placed[index]! + apart;
  }
  let most = bottom;
  for (const index of order.reverse()) {
    placed[index] = Math.min(most, placed[index]!);
    most = placed[index]! - apart;
  }
  return placed;
}
