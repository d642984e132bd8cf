/**
 * The two recurrences over projected inputs: the layer-normalised GRU (equations in ../../gru.ts) and the attention GRU
 * (../../attentionGru.ts). The means that layer norm takes away are taken from the weights beforehand, so that only
 * the variance is left to compute.
 *
 * `units` is the number of hidden units padded to a multiple of 16; padding units have weights, gamma and beta of
 * zero, and so stay zero. Pointers and steps are in bytes.
 */
import { laneSum, madd, sigmoid4, tanh4 } from './common';
import { integerVectorProduct, rounded } from './integers';
import { vectorProduct } from './products';

const EPSILON: f32 = 1e-5;

/** What 1 is as a 16-bit state; states never leave [−1, 1]. */
const CODE_SCALE: f32 = 8192;

/** 1/sqrt(variance + epsilon) of `units` values of mean zero, of which `real` are no padding. */
function inverseDeviation(values: usize, units: i32, real: i32): v128 {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let p = values, end = values + (<usize>units << 2); p < end; p += 64) {
    let z = v128.load(p, 0);
    s0 = madd(z, z, s0);
    z = v128.load(p, 16);
    s1 = madd(z, z, s1);
    z = v128.load(p, 32);
    s2 = madd(z, z, s2);
    z = v128.load(p, 48);
    s3 = madd(z, z, s3);
  }
  const sum = laneSum(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
  return f32x4.splat(1 / sqrt<f32>(sum / <f32>real + EPSILON));
}

/** Layer norm of four values, given the inverse deviation of their gate. */
// @ts-expect-error: decorator
@inline
function normalized(value: usize, inverse: v128, gamma: usize, beta: usize): v128 {
  return madd(f32x4.mul(v128.load(value), inverse), v128.load(gamma), v128.load(beta));
}

/**
 * Reads `steps` words on from `hidden`.
 * @param projected x·W + b of the first word read: reset, update, candidate (3·units); `projectedStep` to the next one
 * @param gates,candidate packed recurrent weights, (units, 2·units) and (units, units)
 * @param gamma,beta (3·units)
 * @param hidden state before the first word (units)
 * @param states where the first new state goes; `statesStep` to the next one
 * @param scratch room for 4·units values
 */
export function recur(
  steps: i32,
  units: i32,
  real: i32,
  projected: usize,
  projectedStep: isize,
  gates: usize,
  candidate: usize,
  gamma: usize,
  beta: usize,
  hidden: usize,
  states: usize,
  statesStep: isize,
  scratch: usize,
): void {
  const size = <usize>units << 2;
  const update = scratch + size;
  const resetHidden = update + size;
  const pre = resetHidden + size;
  let h = hidden;
  let x = projected;
  let next = states;
  for (let step = 0; step < steps; step++) {
    vectorProduct(gates, units, 2 * units, h, x, scratch);
    const resetInverse = inverseDeviation(scratch, units, real);
    const updateInverse = inverseDeviation(update, units, real);
    for (let j: usize = 0; j < size; j += 16) {
      const r = sigmoid4(normalized(scratch + j, resetInverse, gamma + j, beta + j));
      const u = sigmoid4(normalized(update + j, updateInverse, gamma + size + j, beta + size + j));
      v128.store(resetHidden + j, f32x4.mul(r, v128.load(h + j)));
      v128.store(update + j, u);
    }
    vectorProduct(candidate, units, units, resetHidden, x + 2 * size, pre);
    const inverse = inverseDeviation(pre, units, real);
    for (let j: usize = 0; j < size; j += 16) {
      const c = tanh4(normalized(pre + j, inverse, gamma + 2 * size + j, beta + 2 * size + j));
      v128.store(next + j, madd(v128.load(update + j), f32x4.sub(v128.load(h + j), c), c));
    }
    h = next;
    x += projectedStep;
    next += statesStep;
  }
}

/**
 * `recur` with integer products. States are also given as 16-bit codes, which products read: `hiddenCodes` of the state
 * before the first word, `codes` where the first new one goes.
 * @param gateScales,candidateScales what a sum of each column is multiplied by
 */
export function integerRecur(
  steps: i32,
  units: i32,
  real: i32,
  projected: usize,
  projectedStep: isize,
  gates: usize,
  gateScales: usize,
  candidate: usize,
  candidateScales: usize,
  gamma: usize,
  beta: usize,
  hidden: usize,
  hiddenCodes: usize,
  states: usize,
  codes: usize,
  statesStep: isize,
  scratch: usize,
): void {
  const size = <usize>units << 2;
  const update = scratch + size;
  const resetHidden = update + size;
  const pre = resetHidden + size;
  const scale = f32x4.splat(CODE_SCALE);
  let h = hidden;
  let hCodes = hiddenCodes;
  let x = projected;
  let next = states;
  let nextCodes = codes;
  for (let step = 0; step < steps; step++) {
    integerVectorProduct(gates, gateScales, units, 2 * units, hCodes, x, scratch);
    const resetInverse = inverseDeviation(scratch, units, real);
    const updateInverse = inverseDeviation(update, units, real);
    for (let j: usize = 0; j < size; j += 32) {
      const r0 = sigmoid4(normalized(scratch + j, resetInverse, gamma + j, beta + j));
      const r1 = sigmoid4(normalized(scratch + j + 16, resetInverse, gamma + j + 16, beta + j + 16));
      const gated0 = f32x4.mul(r0, v128.load(h + j, 0));
      const gated1 = f32x4.mul(r1, v128.load(h + j, 16));
      v128.store(resetHidden + (j >> 1), rounded(gated0, gated1, scale));
    }
    for (let j: usize = 0; j < size; j += 16) {
      const u = sigmoid4(normalized(update + j, updateInverse, gamma + size + j, beta + size + j));
      v128.store(update + j, u);
    }
    integerVectorProduct(candidate, candidateScales, units, units, resetHidden, x + 2 * size, pre);
    const inverse = inverseDeviation(pre, units, real);
    for (let j: usize = 0; j < size; j += 32) {
      const c0 = tanh4(normalized(pre + j, inverse, gamma + 2 * size + j, beta + 2 * size + j));
      const c1 = tanh4(normalized(pre + j + 16, inverse, gamma + 2 * size + j + 16, beta + 2 * size + j + 16));
      const n0 = madd(v128.load(update + j, 0), f32x4.sub(v128.load(h + j, 0), c0), c0);
      const n1 = madd(v128.load(update + j, 16), f32x4.sub(v128.load(h + j, 16), c1), c1);
      v128.store(next + j, n0, 0);
      v128.store(next + j, n1, 16);
      v128.store(nextCodes + (j >> 1), rounded(n0, n1, scale));
    }
    h = next;
    hCodes = nextCodes;
    x += projectedStep;
    next += statesStep;
    nextCodes += statesStep >> 1;
  }
}

/**
 * The attention GRU, on from the state in `hidden` (units), which it overwrites.
 * @param projected (steps, 2·units): reset, candidate
 * @param weights attention weight of each word (steps)
 * @param scratch room for 2·units values
 */
export function recurAttention(
  steps: i32,
  units: i32,
  real: i32,
  projected: usize,
  weights: usize,
  reset: usize,
  candidate: usize,
  gamma: usize,
  beta: usize,
  hidden: usize,
  scratch: usize,
): void {
  attentionSteps(steps, units, real, projected, weights, false, reset, candidate, gamma, beta, hidden, scratch);
}

/**
 * The same with a vector gate.
 * @param gates attention weight of each word for each unit (steps, units)
 */
export function recurGated(
  steps: i32,
  units: i32,
  real: i32,
  projected: usize,
  gates: usize,
  reset: usize,
  candidate: usize,
  gamma: usize,
  beta: usize,
  hidden: usize,
  scratch: usize,
): void {
  attentionSteps(steps, units, real, projected, gates, true, reset, candidate, gamma, beta, hidden, scratch);
}

/** @param perUnit whether a word has a weight for each unit */
// @ts-expect-error: decorator
@inline
function attentionSteps(
  steps: i32,
  units: i32,
  real: i32,
  projected: usize,
  weights: usize,
  perUnit: bool,
  reset: usize,
  candidate: usize,
  gamma: usize,
  beta: usize,
  hidden: usize,
  scratch: usize,
): void {
  const size = <usize>units << 2;
  const resetHidden = scratch + size;
  let x = projected;
  for (let step = 0; step < steps; step++) {
    vectorProduct(reset, units, units, hidden, x, scratch);
    let inverse = inverseDeviation(scratch, units, real);
    for (let j: usize = 0; j < size; j += 16) {
      const r = sigmoid4(normalized(scratch + j, inverse, gamma + j, beta + j));
      v128.store(resetHidden + j, f32x4.mul(r, v128.load(hidden + j)));
    }
    vectorProduct(candidate, units, units, resetHidden, x + size, scratch);
    inverse = inverseDeviation(scratch, units, real);
    const own = weights + <usize>step * (perUnit ? size : 4);
    let share = v128.load32_splat(own);
    for (let j: usize = 0; j < size; j += 16) {
      if (perUnit) share = v128.load(own + j);
      const c = tanh4(normalized(scratch + j, inverse, gamma + size + j, beta + size + j));
      const h = v128.load(hidden + j);
      v128.store(hidden + j, madd(share, f32x4.sub(c, h), h));
    }
    x += 2 * size;
  }
}
