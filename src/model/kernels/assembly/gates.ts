/** Weights of the attention GRU's vector gate (equations in ../../attention.ts): a softmax for each hidden unit. */
import { exponential, tanh1, tanh4 } from './common';

/** tanh of `count` values, in place; count a multiple of 4. */
export function tanhAll(count: i32, values: usize): void {
  for (let p = values, end = values + (<usize>count << 2); p < end; p += 16) v128.store(p, tanh4(v128.load(p)));
}

/**
 * gates (rows, units) = softmax over the rows of each column of scores (rows, units), each bounded by tanh first where
 * `bounded`; rows ≥ 1. It also runs over `pads` positions of the scores `padScores` (units).
 * @param real units that are no padding
 * @param weights gets each row's mean over the real units (rows)
 * @returns what the pads get together, as such a mean
 */
export function softmaxColumns(
  rows: i32,
  units: i32,
  real: i32,
  scores: usize,
  bounded: bool,
  pads: i32,
  padScores: usize,
  gates: usize,
  weights: usize,
): f32 {
  const stride = <usize>units << 2;
  const size = <usize>rows * stride;
  memory.fill(weights, 0, <usize>rows << 2);
  let paddings: f64 = 0;
  for (let unit = 0; unit < units; unit++) {
    const column = <usize>unit << 2;
    const end = column + size;
    const padScore = load<f32>(padScores + column);
    const ofPad = bounded ? tanh1(padScore) : padScore;
    let most: f32 = pads > 0 ? ofPad : -Infinity;
    for (let i = column; i < end; i += stride) {
      const raw = load<f32>(scores + i);
      const e = bounded ? tanh1(raw) : raw;
      store<f32>(gates + i, e);
      most = max(most, e);
    }
    let sum: f64 = 0;
    for (let i = column; i < end; i += stride) {
      const power = exponential(load<f32>(gates + i) - most);
      store<f32>(gates + i, power);
      sum += power;
    }
    const padding: f64 = pads > 0 ? <f64>pads * exponential(ofPad - most) : 0;
    sum += padding;
    const scale = <f32>(1 / sum);
    const share: f32 = unit < real ? <f32>1 / <f32>real : 0;
    let weight = weights;
    for (let i = column; i < end; i += stride) {
      const gate = load<f32>(gates + i) * scale;
      store<f32>(gates + i, gate);
      store<f32>(weight, load<f32>(weight) + gate * share);
      weight += 4;
    }
    if (unit < real) paddings += padding / sum;
  }
  return <f32>(paddings / real);
}
