/**
 * Soft attention (equations in ../../attention.ts), forward and backward. Time-major: the row of word t of text b is
 * t·B + b. S and A are padded to multiples of 8 with zeros. The products with the attention's kernel are made outside.
 *
 *   hidden  (T·B, A)  in: h·W + b; out: z = tanh of it; backward replaces it by the gradient of h·W + b
 *   weights (T·B)     attention weights, 0 where the mask is 0
 *   scores  (T·B)     scores as the softmax got them, for the bounded form's derivative
 *   mask    (B, T)    as TensorFlow.js has it
 */
import { exponential, laneSum, madd, tanh1, tanh4 } from './common';

// @ts-ignore: decorator
@inline
function at(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}

/** z and e of every word. */
function scoreWords(words: i32, bytes: usize, hidden: usize, score: usize, bounded: bool, scores: usize): void {
  for (let i = 0; i < words; i++) {
    let sum = f32x4.splat(0);
    for (let j: usize = 0; j < bytes; j += 16) {
      const z = tanh4(v128.load(hidden + j));
      v128.store(hidden + j, z);
      sum = madd(z, v128.load(score + j), sum);
    }
    const e = laneSum(sum);
    store<f32>(at(scores, i), bounded ? tanh1(e) : e);
    hidden += bytes;
  }
}

/** Softmax over the words of one text within its mask. */
function softmax(text: i32, time: i32, batch: i32, scores: usize, mask: usize, weights: usize): void {
  const row = at(mask, text * time);
  let largest: f32 = -f32.MAX_VALUE;
  for (let t = 0; t < time; t++) {
    if (load<f32>(at(row, t)) != 0) largest = max(largest, load<f32>(at(scores, t * batch + text)));
  }
  let total: f32 = 0;
  for (let t = 0; t < time; t++) {
    const i = t * batch + text;
    const e: f32 = load<f32>(at(row, t)) != 0 ? exponential(load<f32>(at(scores, i)) - largest) : 0;
    store<f32>(at(weights, i), e);
    total += e;
  }
  for (let t = 0; t < time; t++) {
    const weight = at(weights, t * batch + text);
    store<f32>(weight, load<f32>(weight) / total);
  }
}

/** `context` (B, S) begins as zeros. */
export function attentionForward(
  time: i32,
  batch: i32,
  width: i32, // S
  units: i32, // A
  states: usize,
  hidden: usize,
  score: usize,
  bounded: bool,
  mask: usize,
  scores: usize,
  weights: usize,
  context: usize,
): void {
  scoreWords(time * batch, (<usize>units) << 2, hidden, score, bounded, scores);
  for (let b = 0; b < batch; b++) softmax(b, time, batch, scores, mask, weights);
  const bytes = (<usize>width) << 2;
  for (let t = 0; t < time; t++) {
    for (let b = 0; b < batch; b++) {
      const weight = f32x4.splat(load<f32>(at(weights, t * batch + b)));
      const sum = context + <usize>b * bytes;
      for (let j: usize = 0; j < bytes; j += 16) {
        v128.store(sum + j, madd(weight, v128.load(states + j), v128.load(sum + j)));
      }
      states += bytes;
    }
  }
}

/**
 * From dL/dc (B, S) to the gradient of the states through the weighted sum (`dStates`, (T·B, S), the share through the
 * scores is added outside), of h·W + b (in `hidden`) and of the score vector (added to). `dots` (T·B) begins with the
 * gradient that the weights have otherwise; `totals` (B) is room.
 */
export function attentionBackward(
  time: i32,
  batch: i32,
  width: i32,
  units: i32,
  states: usize,
  hidden: usize,
  score: usize,
  bounded: bool,
  scores: usize,
  weights: usize,
  dContext: usize,
  dStates: usize,
  dScore: usize,
  totals: usize,
  dots: usize,
): void {
  const bytes = (<usize>width) << 2;
  memory.fill(totals, 0, (<usize>batch) << 2);
  for (let t = 0; t < time; t++) {
    for (let b = 0; b < batch; b++) {
      const i = t * batch + b;
      const weight = load<f32>(at(weights, i));
      const dot =
        load<f32>(at(dots, i)) + weighState(bytes, weight, dContext + <usize>b * bytes, states, dStates);
      store<f32>(at(dots, i), dot);
      store<f32>(at(totals, b), load<f32>(at(totals, b)) + dot * weight);
      states += bytes;
      dStates += bytes;
    }
  }
  const hiddenBytes = (<usize>units) << 2;
  for (let t = 0; t < time; t++) {
    for (let b = 0; b < batch; b++) {
      const i = t * batch + b;
      let d = load<f32>(at(weights, i)) * (load<f32>(at(dots, i)) - load<f32>(at(totals, b)));
      if (bounded) {
        const e = load<f32>(at(scores, i));
        d *= <f32>1 - e * e;
      }
      closeScore(hiddenBytes, d, hidden, score, dScore);
      hidden += hiddenBytes;
    }
  }
}

/** dStates row = weight·dContext; returns dContext · state, the gradient of the weight. */
function weighState(bytes: usize, weight: f32, dContext: usize, state: usize, dState: usize): f32 {
  const weights = f32x4.splat(weight);
  let sum = f32x4.splat(0);
  for (let j: usize = 0; j < bytes; j += 16) {
    const d = v128.load(dContext + j);
    sum = madd(d, v128.load(state + j), sum);
    v128.store(dState + j, f32x4.mul(weights, d));
  }
  return laneSum(sum);
}

/** Through e = z·v and z = tanh: dv += d·z, and in place of z the gradient of its input. */
function closeScore(bytes: usize, d: f32, hidden: usize, score: usize, dScore: usize): void {
  const one = f32x4.splat(1);
  const ds = f32x4.splat(d);
  for (let j: usize = 0; j < bytes; j += 16) {
    const z = v128.load(hidden + j);
    v128.store(dScore + j, madd(ds, z, v128.load(dScore + j)));
    const dz = f32x4.mul(ds, v128.load(score + j));
    v128.store(hidden + j, f32x4.mul(dz, f32x4.sub(one, f32x4.mul(z, z))));
  }
}
