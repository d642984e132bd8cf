/**
 * One word's step of either recurrence, and the softmax, in loops, as the equations stand in ../gru.ts, ../attention.ts
 * and ../attentionGru.ts. Sums are in double precision, states are rounded to single.
 */
import { LAYER_NORM_EPSILON } from '../architecture';

/** One for each word. */
export type Rows = readonly Float32Array[];

/** One recurrence; `gates` holds (H, 2H) of a GRU, (H, H) of the attention GRU. */
export interface Gru {
  readonly kernel: Float32Array;
  readonly gates: Float32Array;
  readonly candidate: Float32Array;
  readonly bias: Float32Array;
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
}

/** out += x·W, W in rows of `columns`; four rows at a time, so that `out` is gone through less often. */
export function addProduct(
  x: Float32Array,
  weights: Float32Array,
  columns: number,
  out: Float64Array,
  at = 0,
): void {
  const even = x.length & ~3;
  for (let k = 0; k < even; k += 4) {
    const [x0, x1, x2, x3] = [x[k]!, x[k + 1]!, x[k + 2]!, x[k + 3]!];
    const row = k * columns;
    for (let j = 0, w = row; j < columns; j++, w++) {
      out[at + j]! +=
        x0 * weights[w]! +
        x1 * weights[w + columns]! +
        x2 * weights[w + 2 * columns]! +
        x3 * weights[w + 3 * columns]!;
    }
  }
  for (let k = even; k < x.length; k++) {
    for (let j = 0; j < columns; j++) out[at + j]! += x[k]! * weights[k * columns + j]!;
  }
}

/** Layer norm of each group of `size` values, in place: gamma·(z − mean)/sqrt(var + epsilon) + beta. */
function layerNorm(z: Float64Array, size: number, from: number, to: number, { gamma, beta }: Gru): void {
  for (let g = from; g < to; g += size) {
    let mean = 0;
    for (let i = g; i < g + size; i++) mean += z[i]!;
    mean /= size;
    let variance = 0;
    for (let i = g; i < g + size; i++) variance += (z[i]! - mean) ** 2;
    const scale = 1 / Math.sqrt(variance / size + LAYER_NORM_EPSILON);
    for (let i = g; i < g + size; i++) z[i] = gamma[i]! * (z[i]! - mean) * scale + beta[i]!;
  }
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** h' of one word x from h: r, u = sigmoid(LN([x, h]·W + b)); c = tanh(LN([x, r∘h]·W + b)); h' = u∘h + (1 − u)∘c. */
export function gruStep(gru: Gru, x: Float32Array, h: Float32Array): Float32Array {
  const H = h.length;
  const z = Float64Array.from(gru.bias); // (3H): reset, update, candidate
  addProduct(x, gru.kernel, 3 * H, z);
  addProduct(h, gru.gates, 2 * H, z);
  layerNorm(z, H, 0, 2 * H, gru);
  const gated = h.map((value, i) => sigmoid(z[i]!) * value);
  addProduct(gated, gru.candidate, H, z, 2 * H);
  layerNorm(z, H, 2 * H, 3 * H, gru);
  return h.map((value, i) => {
    const update = sigmoid(z[H + i]!);
    return update * value + (1 - update) * Math.tanh(z[2 * H + i]!);
  });
}

/**
 * The same with the attention weight in the update gate's place: h' = a·c + (1 − a)·h.
 * @param shares a: one, or of a vector gate one for each unit
 */
export function attentionGruStep(
  gru: Gru,
  x: Float32Array,
  h: Float32Array,
  shares: readonly number[],
): Float32Array {
  const H = h.length;
  const z = Float64Array.from(gru.bias); // (2H): reset, candidate
  addProduct(x, gru.kernel, 2 * H, z);
  addProduct(h, gru.gates, H, z);
  layerNorm(z, H, 0, H, gru);
  const gated = h.map((value, i) => sigmoid(z[i]!) * value);
  addProduct(gated, gru.candidate, H, z, H);
  layerNorm(z, H, H, 2 * H, gru);
  return h.map((value, i) => {
    const share = shares.length === 1 ? shares[0]! : shares[i]!;
    return value + share * (Math.tanh(z[H + i]!) - value);
  });
}

/** Over words and `pads` positions of the same score; `padding` is what these get together. */
export function softmax(
  scores: readonly number[],
  pads: number,
  padScore: number,
): { weights: Float32Array; padding: number } {
  const most = scores.reduce((a, b) => Math.max(a, b), pads > 0 ? padScore : -Infinity);
  const powers = scores.map((score) => Math.exp(score - most));
  const ofPads = pads > 0 ? pads * Math.exp(padScore - most) : 0;
  const sum = powers.reduce((a, b) => a + b, ofPads);
  return { weights: Float32Array.from(powers, (power) => power / sum), padding: ofPads / sum };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

export function concatenated(a: Float32Array, b: Float32Array): Float32Array {
  const joined = new Float32Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
