/** What a bag of words is fitted to: the distinct features of every text, and the objective over them. */
import { featuresOf } from '../linear/bagOfWords';
import { BigramIndex } from '../linear/bigrams';
import type { Vocab } from '../vocab';
import type { Objective } from './lbfgs';

/** One labelled text. */
export interface LabelledIds {
  readonly ids: Int32Array;
  readonly label: number;
}

/** Texts as rows of distinct features: those of text i stand from starts[i] to starts[i + 1]. F features, M texts. */
export interface Rows {
  readonly starts: Uint32Array; // (M + 1)
  readonly features: Int32Array;
  /** F: the words, then the pairs. */
  readonly size: number;
}

/** Pairs that stand in at least `least` texts, `<pad>` and `<unk>` in none of them. */
export function frequentPairs(texts: readonly LabelledIds[], vocab: Vocab, least: number): BigramIndex {
  const { padId, unknownId, size } = vocab;
  const counts = new Map<number, number>();
  const known = (id: number) => id !== padId && id !== unknownId;
  for (const { ids } of texts) {
    const distinct = new Set<number>();
    for (let t = 0; t + 1 < ids.length; t++) {
      if (known(ids[t]!) && known(ids[t + 1]!)) distinct.add(ids[t]! * size + ids[t + 1]!);
    }
    for (const pair of distinct) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const kept = [...counts].filter(([, count]) => count >= least).map(([pair]) => pair);
  return BigramIndex.fromPairs(Float64Array.from(kept).sort(), size);
}

/** `<pad>` and `<unk>` are no features: nothing is known of the words that they stand for. */
export function featureRows(texts: readonly LabelledIds[], vocab: Vocab, bigrams: BigramIndex): Rows {
  const starts = new Uint32Array(texts.length + 1);
  const distinct = texts.map(({ ids }, i) => {
    const { counts } = featuresOf(ids, vocab.size, bigrams);
    const row = Int32Array.from(counts.keys()).filter((f) => f !== vocab.padId && f !== vocab.unknownId);
    starts[i + 1] = starts[i]! + row.length;
    return row;
  });
  const features = new Int32Array(starts.at(-1)!);
  distinct.forEach((row, i) => features.set(row, starts[i]!));
  return { starts, features, size: vocab.size + bigrams.size };
}

/** How many texts each feature stands in (F). */
export function textCounts({ features, size }: Rows): Float64Array {
  const counts = new Float64Array(size);
  for (const feature of features) counts[feature]!++;
  return counts;
}

/**
 * The log of how much oftener a feature stands in the texts of a class than in the others, each measured against all
 * features there: ln(p/|p|) − ln(q/|q|), p = α + counts within, q = α + counts without (Wang and Manning 2012). 0 for
 * features in no text.
 * @param within 1 for the texts of the class, 0 for the others (M)
 */
export function naiveBayesRatios(rows: Rows, within: ArrayLike<number>, smoothing: number): Float64Array {
  const { starts, features, size } = rows;
  const p = new Float64Array(size).fill(smoothing);
  const q = new Float64Array(size).fill(smoothing);
  for (let i = 0; i + 1 < starts.length; i++) {
    const counts = within[i] ? p : q;
    for (let k = starts[i]!; k < starts[i + 1]!; k++) counts[features[k]!]!++;
  }
  const sum = (counts: Float64Array) => counts.reduce((a, b) => a + b, 0);
  const offset = Math.log(sum(q) / sum(p));
  return p.map((count, f) =>
    count === smoothing && q[f] === smoothing ? 0 : Math.log(count / q[f]!) + offset,
  );
}

/**
 * The log-odds of a class before anything is read: ln(texts within / texts without).
 * @throws RangeError where all texts are on one side
 */
export function priorLogOdds(within: ArrayLike<number>): number {
  const count = Array.from(within).filter(Boolean).length;
  if (count === 0 || count === within.length)
    throw new RangeError('Expected texts within the class and without');
  return Math.log(count / (within.length - count));
}

/**
 * L2-regularised logistic regression on scaled binary features, over w (F):
 *
 *   Σ_i ln(1 + exp(−y_i·z_i)) + λ/2·Σ_f w_f²,   z_i = b + Σ_{f in i} r_f·w_f,   y_i = ±1
 *
 * b is given. Fitted, it would make up for what the many words of a long text have in common, and a short text, which
 * has few of them, would be thrown to one side: on reviews it moves single sentences by 7 points of accuracy.
 */
export function logisticObjective(
  { starts, features, size }: Rows,
  within: ArrayLike<number>,
  ratios: Float64Array,
  lambda: number,
  bias: number,
): Objective {
  const weights = new Float64Array(size);
  const slopes = new Float64Array(size);
  return (w, gradient) => {
    for (let f = 0; f < size; f++) weights[f] = ratios[f]! * w[f]!;
    slopes.fill(0);
    let value = 0;
    for (let i = 0; i + 1 < starts.length; i++) {
      const [from, to] = [starts[i]!, starts[i + 1]!];
      let z = bias;
      for (let k = from; k < to; k++) z += weights[features[k]!]!;
      const y = within[i] ? 1 : -1;
      value += Math.log1p(Math.exp(-Math.abs(z))) + Math.max(0, -y * z);
      const slope = -y / (1 + Math.exp(y * z));
      for (let k = from; k < to; k++) slopes[features[k]!]! += slope;
    }
    for (let f = 0; f < size; f++) {
      value += (lambda / 2) * w[f]! * w[f]!;
      gradient[f] = ratios[f]! * slopes[f]! + lambda * w[f]!;
    }
    return value;
  };
}
