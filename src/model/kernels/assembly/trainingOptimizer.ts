/**
 * Adam (Kingma and Ba 2015) over rows of parameters, as TensorFlow.js's tf.train.adam computes it, in one pass:
 *
 *   m = β1·m + (1 − β1)·g,  v = β2·v + (1 − β2)·g²,  p −= rate·(m/(1 − β1^t)) / (sqrt(v/(1 − β2^t)) + epsilon)
 *
 * Rows of an embedding table that no word of the batch names have g = 0: their flags say so, and their gradient is
 * neither cleared nor read. Their m and v still fade and they still move, as with a dense gradient; rows that no batch
 * has named so far (m = v = 0) would stay where they are, so they are passed over.
 */
import { laneSum, madd } from './common';

/** Flags of a row; each shard has its own array, the first one's becomes the merged one. */
const NAMED: i32 = 1;
/** Only in the merged array: named by an earlier batch. */
const KNOWN: i32 = 2;

// @ts-ignore: decorator
@inline
function addRow(target: usize, source: usize, width: i32): void {
  let j = 0;
  for (; j + 4 <= width; j += 4) {
    v128.store(target, f32x4.add(v128.load(target), v128.load(source)));
    target += 16;
    source += 16;
  }
  for (; j < width; j++) {
    store<f32>(target, load<f32>(target) + load<f32>(source));
    target += 4;
    source += 4;
  }
}

// @ts-ignore: decorator
@inline
function sumOfSquares(row: usize, width: i32): f64 {
  let sum = f32x4.splat(0);
  let j = 0;
  for (; j + 4 <= width; j += 4) {
    const x = v128.load(row);
    sum = madd(x, x, sum);
    row += 16;
  }
  let rest: f64 = 0;
  for (; j < width; j++) {
    const x = <f64>load<f32>(row);
    rest += x * x;
    row += 4;
  }
  return <f64>laneSum(sum) + rest;
}

/**
 * Adds the shards' gradients of rows `first` to `last` (not included) into the first shard's, in the shards' order,
 * and returns the sum of their squares. `flags` 0: every row counts.
 */
export function mergeRows(
  first: i32,
  last: i32,
  width: i32,
  shards: i32,
  gradients: usize,
  gradientStride: usize,
  flags: usize,
  flagStride: usize,
): f64 {
  const bytes = (<usize>width) << 2;
  let squares: f64 = 0;
  for (let row = first; row < last; row++) {
    const target = gradients + <usize>row * bytes;
    const flag = flags + ((<usize>row) << 2);
    let named = flags == 0 || (load<i32>(flag) & NAMED) != 0;
    for (let shard = 1; shard < shards; shard++) {
      const source = target + <usize>shard * gradientStride;
      if (flags != 0) {
        const other = flag + <usize>shard * flagStride;
        if (load<i32>(other) == 0) continue;
        store<i32>(other, 0);
      }
      if (named) addRow(target, source, width);
      else memory.copy(target, source, bytes);
      named = true;
    }
    if (!named) continue;
    if (flags != 0) store<i32>(flag, NAMED | KNOWN);
    squares += sumOfSquares(target, width);
  }
  return squares;
}

/**
 * One step over rows `first` to `last` (not included); `clip` scales the gradients. Where it is `lazy`, rows that the
 * batch does not name stay as they are.
 */
export function adamRows(
  first: i32,
  last: i32,
  width: i32,
  parameters: usize,
  gradients: usize,
  firstMoments: usize,
  secondMoments: usize,
  flags: usize,
  clip: f32,
  rate: f32,
  beta1: f32,
  beta2: f32,
  correction1: f32, // 1 − β1^t
  correction2: f32, // 1 − β2^t
  epsilon: f32,
  lazy: bool,
): void {
  for (let row = first; row < last; row++) {
    const flag = flags + ((<usize>row) << 2);
    const state = flags == 0 ? NAMED | KNOWN : load<i32>(flag);
    if (state == 0) continue;
    if (flags != 0) store<i32>(flag, KNOWN);
    const named = (state & NAMED) != 0;
    if (lazy && !named) continue;
    const start = (<usize>row * <usize>width) << 2;
    for (let j = 0; j < width; j += 4) {
      const at = start + ((<usize>j) << 2);
      const lanes = min(4, width - j);
      const g = named ? f32x4.mul(loadLanes(gradients + at, lanes), f32x4.splat(clip)) : f32x4.splat(0);
      const m = f32x4.add(
        f32x4.mul(loadLanes(firstMoments + at, lanes), f32x4.splat(beta1)),
        f32x4.mul(g, f32x4.splat(<f32>1 - beta1)),
      );
      const v = f32x4.add(
        f32x4.mul(loadLanes(secondMoments + at, lanes), f32x4.splat(beta2)),
        f32x4.mul(f32x4.mul(g, g), f32x4.splat(<f32>1 - beta2)),
      );
      storeLanes(firstMoments + at, m, lanes);
      storeLanes(secondMoments + at, v, lanes);
      const root = f32x4.sqrt(f32x4.div(v, f32x4.splat(correction2)));
      const direction = f32x4.div(
        f32x4.div(m, f32x4.splat(correction1)),
        f32x4.add(root, f32x4.splat(epsilon)),
      );
      const change = f32x4.mul(direction, f32x4.splat(rate));
      storeLanes(parameters + at, f32x4.sub(loadLanes(parameters + at, lanes), change), lanes);
    }
  }
}

/** Up to 4 numbers, zeros beyond. */
// @ts-ignore: decorator
@inline
function loadLanes(at: usize, lanes: i32): v128 {
  if (lanes >= 4) return v128.load(at);
  let x = v128.load32_zero(at);
  if (lanes > 1) x = v128.load32_lane(at, x, 1, 4);
  if (lanes > 2) x = v128.load32_lane(at, x, 2, 8);
  return x;
}

// @ts-ignore: decorator
@inline
function storeLanes(at: usize, x: v128, lanes: i32): void {
  if (lanes >= 4) {
    v128.store(at, x);
    return;
  }
  v128.store32_lane(at, x, 0);
  if (lanes > 1) v128.store32_lane(at, x, 1, 4);
  if (lanes > 2) v128.store32_lane(at, x, 2, 8);
}

/** averages = decay·averages + (1 − decay)·parameters, over `count` numbers, a multiple of 4. */
export function average(count: i32, averages: usize, parameters: usize, decay: f32): void {
  const kept = f32x4.splat(decay);
  const added = f32x4.splat(<f32>1 - decay);
  for (let end = averages + ((<usize>count) << 2); averages < end; averages += 16) {
    const value = f32x4.add(f32x4.mul(v128.load(averages), kept), f32x4.mul(v128.load(parameters), added));
    v128.store(averages, value);
    parameters += 16;
  }
}
