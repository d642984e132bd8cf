/** Leaves out the pairs of a bag of words that hardly matter. */
import type { BagOfWords } from '../linear/bagOfWords';
import { BigramIndex } from '../linear/bigrams';
import { roundedTo16Bits } from './linearStorage';

/** How a model does on the validation texts; the loss in nats, with the temperature that makes it least. */
export interface LinearScores {
  readonly accuracy: number;
  readonly loss: number;
  readonly temperature: number;
}

/** How much worse a smaller model may be: less than 0.1 points of accuracy, and a loss to match. */
const ALLOWED = { accuracy: 0.000_99, loss: 0.001 };

/**
 * Halves the number of pairs as long as the model stays as good as `full`. Those go first that move z least over the
 * training texts: the standard deviation of a rare feature's part in z is about |θ|·sqrt(texts it stands in).
 */
export function prune(
  full: BagOfWords,
  counts: Float64Array,
  { accuracy, loss }: LinearScores,
  most: number,
  judge: (model: BagOfWords) => LinearScores,
): { model: BagOfWords; steps: (LinearScores & { pairs: number })[] } {
  const { vocabulary: V, bigrams } = full;
  const K = full.bias.length;
  const importance = Float64Array.from({ length: bigrams.size }, (_, pair) => {
    const row = full.weights.subarray((V + pair) * K, (V + pair + 1) * K);
    return Math.sqrt(counts[V + pair]!) * Math.max(...row.map(Math.abs));
  });
  const order = Array.from(importance.keys()).sort((a, b) => importance[b]! - importance[a]! || a - b);
  let pairs = Math.min(most, order.length);
  let model = stored(withPairs(full, order.slice(0, pairs)));
  const steps = [{ pairs, ...judge(model) }];
  while (pairs > 0) {
    pairs >>= 1;
    const smaller = stored(withPairs(full, order.slice(0, pairs)));
    const step = { pairs, ...judge(smaller) };
    steps.push(step);
    if (accuracy - step.accuracy > ALLOWED.accuracy || step.loss - loss > ALLOWED.loss) break;
    model = smaller;
  }
  return { model, steps };
}

/** With only these pairs. */
function withPairs(model: BagOfWords, kept: readonly number[]): BagOfWords {
  const { vocabulary: V, bigrams, weights } = model;
  const K = model.bias.length;
  const ascending = Int32Array.from(kept).sort();
  const all = bigrams.pairs();
  const chosen = new Float32Array((V + ascending.length) * K);
  chosen.set(weights.subarray(0, V * K));
  ascending.forEach((pair, i) =>
    chosen.set(weights.subarray((V + pair) * K, (V + pair + 1) * K), (V + i) * K),
  );
  const index = BigramIndex.fromPairs(
    Float64Array.from(ascending, (pair) => all[pair]!),
    V,
  );
  return { ...model, bigrams: index, weights: chosen };
}

/** With the numbers that a model folder gives back. */
function stored(model: BagOfWords): BagOfWords {
  const words = model.vocabulary * model.bias.length;
  const weights = new Float32Array(model.weights.length);
  weights.set(roundedTo16Bits(model.weights.subarray(0, words)).values);
  weights.set(roundedTo16Bits(model.weights.subarray(words)).values, words);
  return { ...model, weights };
}
