/**
 * How far weights agree with what words do to a verdict, as numbers and as one word. Pure.
 *
 * Comprehensiveness, sufficiency and their mean over shares of the words (AOPC): DeYoung et al. 2020, "ERASER: a benchmark
 * to evaluate rationalized NLP models". Kendall's τ between attention and the effect of leaving words out, and what it
 * does not show: Jain, Wallace 2019; Wiegreffe, Pinter 2019.
 *
 * Orders are arrays of word indices, most important first. Letters: n words of a text.
 */
import { agreementOf } from '../../agreement';
import { Random } from '../random';
import type { Faithfulness, Spread, TrustVerdict } from './types';

/** Shares of the words that are taken out, or left alone, in per cent. */
export const PERCENTS = [1, 5, 10, 20, 50] as const;
/** How many of the words with most weight are compared with those of the largest effect. */
const OVERLAPS = [5, 10, 20];

/** How many words each of PERCENTS is: rounded up. */
export function countsOf(n: number): number[] {
  return PERCENTS.map((percent) => Math.ceil((percent * n) / 100));
}

/** Words by falling value; of equal ones the earlier word first. */
export function byFalling(values: ArrayLike<number>): number[] {
  return Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[b]! - values[a]! || a - b);
}

/** Orders drawn at random, always the same ones for the same words. */
export function randomOrders(ids: Int32Array, count: number): number[][] {
  // FNV-1a
  const seed = ids.reduce((hash, id) => Math.imul(hash ^ id, 0x01000193), 0x811c9dc5);
  const random = new Random(seed);
  return Array.from({ length: count }, () => random.shuffle(Array.from(ids, (_, i) => i)));
}

/** The number below which this share of the values lies, between two of them in proportion; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const rising = [...values].sort((a, b) => a - b);
  const at = share * (rising.length - 1);
  const low = Math.floor(at);
  return rising[low]! + (at - low) * ((rising[low + 1] ?? rising[low]!) - rising[low]!);
}

export function spreadOf(values: readonly number[]): Spread {
  return { mean: meanOf(values), low: quantile(values, 0.05), high: quantile(values, 0.95) };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean fall from the whole text's probability to those of PERCENTS. */
export function meanFall(whole: number, probabilities: readonly number[]): number {
  return whole - meanOf(probabilities);
}

export function magnitudes(effects: readonly number[]): number[] {
  return effects.map(Math.abs);
}

/** Kendall's τ-b of weights and |effects|; null where either holds all words equal. */
export function tauOf(weights: readonly number[], effects: readonly number[]): number | null {
  return agreementOf(weights, magnitudes(effects)).tau;
}

/** The same of orders that know nothing of the words; 0 throughout where all effects are equal. */
export function tauOfOrders(orders: readonly (readonly number[])[], effects: readonly number[]): Spread {
  const sizes = magnitudes(effects);
  const taus = orders.map((order) => {
    const ranks = new Array<number>(order.length);
    order.forEach((word, rank) => (ranks[word] = -rank));
    return agreementOf(ranks, sizes).tau ?? 0;
  });
  return spreadOf(taus);
}

/** For each k below n: the share of the k words with most weight that are among the k with the largest |effect|. */
export function overlapOf(weights: readonly number[], effects: readonly number[]): Faithfulness['overlap'] {
  const n = weights.length;
  const byWeight = byFalling(weights);
  const byEffect = byFalling(magnitudes(effects));
  return OVERLAPS.filter((k) => k < n).map((k) => {
    const largest = new Set(byEffect.slice(0, k));
    const shared = byWeight.slice(0, k).filter((word) => largest.has(word)).length;
    return { k, share: shared / k, chance: k / n };
  });
}

/**
 * What `verdictOf` decides by. Chosen on 200 validation reviews (`npm run trust-thresholds`) with three kinds of weights:
 * a bag of words' contributions, which its verdict is the sum of; the default model's attention; and that of a network
 * after the article, which is no better than random order by any measure. Orders drawn at random pass the 95th percentile
 * of such by definition in some 5 % of the texts, whatever the network.
 */
export const THRESHOLDS = {
  /** Of fewer words nothing is said: a share of 1 % and one of 10 % are the same word. */
  words: 8,
  /**
   * Of what taking out the most effective words does, the share that those with most weight must do as well. Weights have
   * no sign: those of the words that speak against the verdict are large too, so that even the contributions reach a half
   * in the median. From 0.3 on they agree in 82 % of the texts, the default's attention in 30 %, the article's in 7 %.
   */
  reached: 0.3,
  /**
   * Kendall's τ from which weights are not said to differ although taking words out shows nothing: what is taken out may
   * speak for and against. The contributions have 0.55 or more in 95 % of the texts, the attention of the default 0.33 or
   * less and of the article's network 0.25 or less.
   */
  ordered: 0.4,
} as const;

export type Thresholds = { readonly [Name in keyof typeof THRESHOLDS]: number };

export interface VerdictFacts extends Pick<Faithfulness, 'tau' | 'comprehensiveness'> {
  readonly words: number;
}

/**
 * `agrees`: taking out the words with most weight does more than 95 % of random orders do, and a good part of what could be
 * reached. `differs`: it does not do more than those, and τ is low. `partly`: all else.
 */
export function verdictOf(
  { words, tau, comprehensiveness }: VerdictFacts,
  thresholds: Thresholds = THRESHOLDS,
): TrustVerdict {
  if (words < thresholds.words) return 'short';
  const { attention, effect, random } = comprehensiveness;
  const above = attention > random.high;
  if (above && attention >= thresholds.reached * effect) return 'agrees';
  return above || (tau ?? 0) >= thresholds.ordered ? 'partly' : 'differs';
}
