/**
 * Sampled softmax (Jean et al. 2015): cross entropy of each word's target among itself and words drawn for all.
 *
 *   p = softmax([s·o_target, s·o_1, …, s·o_K]),  loss = −ln p_target
 *
 * Whoever draws in proportion to q would subtract ln(K·q) from each product; here the output rows learn that offset.
 * Sizes: N words, K drawn words (a multiple of 4), H width of the states, padded to a multiple of 4 with zeros.
 */
import { at, exponential, laneSum, madd } from './common';

/** As `exponential` of ./common, of four numbers. */
// @ts-ignore: decorator
@inline
function exponential4(given: v128): v128 {
  const x = f32x4.pmax(f32x4.splat(-87), given);
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  const r = madd(n, f32x4.splat(2.1219444e-4), madd(n, f32x4.splat(-0.693359375), x));
  let p = madd(f32x4.splat(1.98756915e-4), r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(madd(f32x4.mul(p, r), r, r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize, bytes: usize): f32 {
  let sum = f32x4.splat(0);
  for (let j: usize = 0; j < bytes; j += 16) sum = madd(v128.load(a + j), v128.load(b + j), sum);
  return laneSum(sum);
}

/** target = factor·source */
// @ts-ignore: decorator
@inline
function scaled(source: usize, factor: f32, bytes: usize, target: usize): void {
  const f = f32x4.splat(factor);
  for (let j: usize = 0; j < bytes; j += 16) v128.store(target + j, f32x4.mul(v128.load(source + j), f));
}

/** Draws that are the target itself do not count; returns the largest product. */
// @ts-ignore: decorator
@inline
function maskTarget(logits: usize, drawn: usize, target: i32, count: i32, first: f32): f32 {
  const excluded = f32x4.splat(-1e9);
  const id = i32x4.splat(target);
  let largest = f32x4.splat(first);
  const end = (<usize>count) << 2;
  for (let k: usize = 0; k < end; k += 16) {
    const same = i32x4.eq(v128.load(drawn + k), id);
    const logit = v128.bitselect(excluded, v128.load(logits + k), same);
    v128.store(logits + k, logit);
    largest = f32x4.pmax(largest, logit);
  }
  const a = max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1));
  return max(a, max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)));
}

/**
 * @param states (N, H)
 * @param rows (N, H), the targets' output rows
 * @param logits (N, K): in, products of states and drawn rows; out, their gradient
 * @param targets N ids, −1 where a word has no target
 * @param drawn K ids
 * @param scale factor on the loss
 * @param dStates (N, H), out: the targets' share of the states' gradient
 * @param dRows (N, H), out: the gradient of `rows`
 * @returns the sum of the losses, not scaled
 */
export function sampledSoftmax(
  words: i32,
  count: i32,
  width: i32,
  states: usize,
  rows: usize,
  logits: usize,
  targets: usize,
  drawn: usize,
  scale: f32,
  dStates: usize,
  dRows: usize,
): f64 {
  const bytes = (<usize>width) << 2;
  const end = (<usize>count) << 2;
  let loss: f64 = 0;
  for (let i = 0; i < words; i++) {
    const target = load<i32>(at(targets, i));
    if (target < 0) {
      memory.fill(logits, 0, end);
      memory.fill(dStates, 0, bytes);
      memory.fill(dRows, 0, bytes);
    } else {
      const own = dot(states, rows, bytes);
      const largest = maskTarget(logits, drawn, target, count, own);
      const shift = f32x4.splat(largest);
      let sums = f32x4.splat(0);
      for (let k: usize = 0; k < end; k += 16) {
        const e = exponential4(f32x4.sub(v128.load(logits + k), shift));
        v128.store(logits + k, e);
        sums = f32x4.add(sums, e);
      }
      const e = exponential(own - largest);
      const total = laneSum(sums) + e;
      loss += <f64>NativeMathf.log(total) - <f64>(own - largest);
      scaled(logits, scale / total, end, logits);
      const error = scale * (e / total - 1);
      scaled(rows, error, bytes, dStates);
      scaled(states, error, bytes, dRows);
    }
    states += bytes;
    rows += bytes;
    logits += end;
    dStates += bytes;
    dRows += bytes;
  }
  return loss;
}
