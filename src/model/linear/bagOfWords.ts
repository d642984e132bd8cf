/**
 * A linear model of which words and which pairs of neighbouring words stand in a text, however often:
 *
 *   z_k = b_k + Σ_f θ_fk over the distinct features f of the text
 *
 * Two classes have one column, z, the log-odds of the second. More have one column each, the log-odds of that class
 * against all others (one against the rest); their probabilities sigmoid(z_k) are divided by their sum.
 *
 * How z is made up of the words: a feature's weight is divided evenly among the places where it stands, a pair's share
 * then between its two words. Taking the words for players who join the text in any order, these are their Shapley
 * values (Shapley 1953; Štrumbelj and Kononenko 2010), but for pairs that overlap, as in "very very very", whose middle
 * word would get somewhat more.
 *
 * Letters: V words, N pairs, K columns, T words of a text.
 */
import { classProbabilities } from '../classes';
import type { BigramIndex } from './bigrams';

export interface BagOfWords {
  readonly classes: number;
  readonly vocabulary: number; // V
  readonly bigrams: BigramIndex; // N
  /** θ (V + N, K) in rows: words by their ids, then pairs by their numbers. */
  readonly weights: Float32Array;
  readonly bias: Float32Array; // (K)
}

/** One column says it for two classes. */
export function columnsFor(classes: number): number {
  return classes === 2 ? 1 : classes;
}

/** The features of a text by place. */
export interface Features {
  /** Of each word (T); V where none is read. */
  readonly words: Int32Array;
  /** Of the pair that begins with each word (T); −1 where it is not known. */
  readonly pairs: Int32Array;
  /** How often each stands in the text. */
  readonly counts: ReadonlyMap<number, number>;
}

/** @param ids words of a text, each in [0, V]; V: none is read there */
export function featuresOf(ids: Int32Array, vocabulary: number, bigrams: BigramIndex): Features {
  const counts = new Map<number, number>();
  const add = (feature: number) => counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const pairs = new Int32Array(ids.length).fill(-1);
  for (let t = 0; t < ids.length; t++) {
    if (ids[t] === vocabulary) continue;
    add(ids[t]!);
    if (t + 1 === ids.length || ids[t + 1] === vocabulary) continue;
    const pair = bigrams.find(ids[t]!, ids[t + 1]!);
    if (pair < 0) continue;
    pairs[t] = vocabulary + pair;
    add(vocabulary + pair);
  }
  return { words: ids, pairs, counts };
}

/** z of every column (K). */
export function scores(model: BagOfWords, { counts }: Features): Float64Array {
  const z = Float64Array.from(model.bias);
  const columns = z.length;
  for (const feature of counts.keys()) {
    for (let k = 0; k < columns; k++) z[k]! += model.weights[feature * columns + k]!;
  }
  return z;
}

/** What each word brings to z of one column (T). */
export function contributions(model: BagOfWords, features: Features, column: number): Float64Array {
  const { words, pairs, counts } = features;
  const columns = model.bias.length;
  const share = (feature: number) => model.weights[feature * columns + column]! / counts.get(feature)!;
  const out = Float64Array.from(words, (word) => (word === model.vocabulary ? 0 : share(word)));
  pairs.forEach((pair, t) => {
    if (pair < 0) return;
    const half = share(pair) / 2;
    out[t]! += half;
    out[t + 1]! += half;
  });
  return out;
}

/** P of every class (C, sums to 1) from z of every column. */
export function probabilitiesOf(z: ArrayLike<number>): number[] {
  if (z.length === 1) {
    return [1 / (1 + Math.exp(z[0]!)), 1 / (1 + Math.exp(-z[0]!))];
  }
  // By ln sigmoid: a text that every column is sure to refuse does not divide zero by zero.
  const logs = Array.from(z, (value) => -Math.log1p(Math.exp(-Math.abs(value))) + Math.min(0, value));
  return classProbabilities(logs, 1);
}
