/**
 * Soft attention's softmax and weighted sum (equations in ../../attention.ts), forward and backward; scores are made in
 * trainingScores.ts. Time-major: the row of word t of text b is t·B + b. S is padded to multiples of 8 with zeros.
 *
 *   weights (T·B)     attention weights, 0 where the mask is 0
 *   scores  (T·B)     as the softmax gets them
 *   mask    (B, T)    as TensorFlow.js has it
 *
 * Where the softmax sees PADs, they are one further score, after the last word's, for all of them: their states are zero,
 * so their scores are the same. `pads` (B) says how often it counts in each text, `padding` (B) how much attention it got
 * there. It adds nothing to the context.
 */
import { at, exponential, laneSum, madd } from './common';

/** Softmax over the words of one text within its mask and over its PADs; returns what the PADs get. */
function softmax(
  text: i32,
  time: i32,
  batch: i32,
  scores: usize,
  mask: usize,
  pads: f32,
  weights: usize,
): f32 {
  const row = at(mask, text * time);
  const ofPad: f32 = pads > 0 ? load<f32>(at(scores, time * batch)) : -f32.MAX_VALUE;
  let largest = ofPad;
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
  const padding: f32 = pads > 0 ? pads * exponential(ofPad - largest) : 0;
  total += padding;
  for (let t = 0; t < time; t++) {
    const weight = at(weights, t * batch + text);
    store<f32>(weight, load<f32>(weight) / total);
  }
  return padding / total;
}

/** From scores to weights, padding and the context (B, S), which begins as zeros. */
export function attend(
  time: i32,
  batch: i32,
  width: i32, // S
  states: usize,
  scores: usize,
  mask: usize,
  pads: usize,
  weights: usize,
  padding: usize,
  context: usize,
): void {
  for (let b = 0; b < batch; b++) {
    const count = load<f32>(at(pads, b));
    store<f32>(at(padding, b), softmax(b, time, batch, scores, mask, count, weights));
  }
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
 * scores is added outside) and of the scores (`dScores`, a row for the PADs included), which begins with the gradient
 * that the weights have otherwise. `totals` (B) is room.
 */
export function attendBackward(
  time: i32,
  batch: i32,
  width: i32,
  states: usize,
  weights: usize,
  padding: usize,
  dContext: usize,
  dStates: usize,
  totals: usize,
  dScores: usize,
): void {
  const bytes = (<usize>width) << 2;
  memory.fill(totals, 0, (<usize>batch) << 2);
  for (let t = 0; t < time; t++) {
    for (let b = 0; b < batch; b++) {
      const i = t * batch + b;
      const weight = load<f32>(at(weights, i));
      const dot =
        load<f32>(at(dScores, i)) + weighState(bytes, weight, dContext + <usize>b * bytes, states, dStates);
      store<f32>(at(dScores, i), dot);
      store<f32>(at(totals, b), load<f32>(at(totals, b)) + dot * weight);
      states += bytes;
      dStates += bytes;
    }
  }
  for (let t = 0; t < time; t++) {
    for (let b = 0; b < batch; b++) {
      const d = at(dScores, t * batch + b);
      store<f32>(d, load<f32>(at(weights, t * batch + b)) * (load<f32>(d) - load<f32>(at(totals, b))));
    }
  }
  let ofPad: f32 = 0;
  for (let b = 0; b < batch; b++) ofPad -= load<f32>(at(padding, b)) * load<f32>(at(totals, b));
  store<f32>(at(dScores, time * batch), ofPad);
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
