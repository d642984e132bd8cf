/**
 * What both recurrences share: layer norm of rows whose mean is zero already (their weights are centred, see
 * ../../gru.ts), and the reset gate's way back.
 */
import { laneSum, madd } from './common';

const EPSILON: f32 = 1e-5;

/** Scales a row of mean zero to variance 1 over `units` true columns; returns the scale. */
// @ts-ignore: decorator
@inline
export function normalize(row: usize, bytes: usize, units: f32): f32 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  for (let j: usize = 0; j < bytes; j += 32) {
    const x = v128.load(row + j);
    const y = v128.load(row + j, 16);
    s0 = madd(x, x, s0);
    s1 = madd(y, y, s1);
  }
  const scale: f32 = <f32>1 / sqrt<f32>(laneSum(f32x4.add(s0, s1)) / units + EPSILON);
  const scales = f32x4.splat(scale);
  for (let j: usize = 0; j < bytes; j += 16) v128.store(row + j, f32x4.mul(v128.load(row + j), scales));
  return scale;
}

/**
 * Turns, in place, the gradient after layer norm into the one before, and adds to those of gamma and beta:
 * d = scale·(g − hat·mean(g∘hat)), g = d∘gamma.
 */
// @ts-ignore: decorator
@inline
export function normalizeBackward(
  d: usize,
  hat: usize,
  bytes: usize,
  units: f32,
  scale: f32,
  gamma: usize,
  dGamma: usize,
  dBeta: usize,
): void {
  let sum = f32x4.splat(0);
  for (let j: usize = 0; j < bytes; j += 16) {
    const dy = v128.load(d + j);
    const x = v128.load(hat + j);
    v128.store(dGamma + j, madd(dy, x, v128.load(dGamma + j)));
    v128.store(dBeta + j, f32x4.add(dy, v128.load(dBeta + j)));
    const g = f32x4.mul(dy, v128.load(gamma + j));
    v128.store(d + j, g);
    sum = madd(g, x, sum);
  }
  const projection = f32x4.splat(-laneSum(sum) / units);
  const scales = f32x4.splat(scale);
  for (let j: usize = 0; j < bytes; j += 16) {
    v128.store(d + j, f32x4.mul(scales, madd(v128.load(hat + j), projection, v128.load(d + j))));
  }
}

/** Through r∘h: in place of r the gradient of its input, and h's share into `carry`. */
export function closeReset(d: usize, state: usize, dGated: usize, carry: usize, bytes: usize): void {
  const one = f32x4.splat(1);
  for (let j: usize = 0; j < bytes; j += 16) {
    const reset = v128.load(d + j);
    const gated = f32x4.mul(v128.load(dGated + j), reset);
    v128.store(carry + j, f32x4.add(v128.load(carry + j), gated));
    v128.store(d + j, f32x4.mul(f32x4.mul(gated, v128.load(state + j)), f32x4.sub(one, reset)));
  }
}
