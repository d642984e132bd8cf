/** Scores, softmax and weighted sum of soft attention (equations in ../../attention.ts), and the decoder. */
import { exponential, laneSum, madd, tanh1, tanh4 } from './common';
import { dot } from './integers';

/** e (rows) = states (rows, width)·v; width a multiple of 4. */
export function scoreStates(rows: i32, width: i32, states: usize, direction: usize, out: usize): void {
  const bytes = <usize>width << 2;
  for (let row = 0; row < rows; row++) {
    let sum = f32x4.splat(0);
    for (let j: usize = 0; j < bytes; j += 16) {
      sum = madd(v128.load(states + j), v128.load(direction + j), sum);
    }
    store<f32>(out + (<usize>row << 2), laneSum(sum));
    states += bytes;
  }
}

/** The four lane sums of four vectors, as one vector. */
// @ts-expect-error: decorator
@inline
function laneSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7));
  return f32x4.add(i32x4.shuffle(ab, cd, 0, 1, 4, 5), i32x4.shuffle(ab, cd, 2, 3, 6, 7));
}

/**
 * e (rows) = tanh(states (rows, width)·W + b)·v, before any bound. Rows are taken four at a time: states and out have
 * room for the next multiple of four.
 * @param weights panels of 8 attention units, each (width, 8)
 * @param units attention units, padded with zeros to a multiple of 8
 */
export function score(
  rows: i32,
  width: i32,
  units: i32,
  states: usize,
  weights: usize,
  bias: usize,
  direction: usize,
  out: usize,
): void {
  const rowBytes = <usize>width << 2;
  for (let row = 0; row < rows; row += 4) v128.store(out + (<usize>row << 2), f32x4.splat(0));
  for (let unit = 0; unit < units; unit += 8) {
    const panel = weights + (<usize>(unit * width) << 2);
    const at = <usize>unit << 2;
    const b0 = v128.load(bias + at, 0);
    const b1 = v128.load(bias + at, 16);
    const v0 = v128.load(direction + at, 0);
    const v1 = v128.load(direction + at, 16);
    for (let row = 0; row < rows; row += 4) {
      const x0 = states + <usize>row * rowBytes;
      const x1 = x0 + rowBytes;
      const x2 = x1 + rowBytes;
      const x3 = x2 + rowBytes;
      let a00 = b0, a01 = b1, a10 = b0, a11 = b1, a20 = b0, a21 = b1, a30 = b0, a31 = b1;
      let w = panel;
      for (let k: usize = 0; k < rowBytes; k += 4) {
        const w0 = v128.load(w, 0);
        const w1 = v128.load(w, 16);
        let z = v128.load32_splat(x0 + k);
        a00 = madd(z, w0, a00);
        a01 = madd(z, w1, a01);
        z = v128.load32_splat(x1 + k);
        a10 = madd(z, w0, a10);
        a11 = madd(z, w1, a11);
        z = v128.load32_splat(x2 + k);
        a20 = madd(z, w0, a20);
        a21 = madd(z, w1, a21);
        z = v128.load32_splat(x3 + k);
        a30 = madd(z, w0, a30);
        a31 = madd(z, w1, a31);
        w += 32;
      }
      const s0 = madd(tanh4(a00), v0, f32x4.mul(tanh4(a01), v1));
      const s1 = madd(tanh4(a10), v0, f32x4.mul(tanh4(a11), v1));
      const s2 = madd(tanh4(a20), v0, f32x4.mul(tanh4(a21), v1));
      const s3 = madd(tanh4(a30), v0, f32x4.mul(tanh4(a31), v1));
      const to = out + (<usize>row << 2);
      v128.store(to, f32x4.add(v128.load(to), laneSums(s0, s1, s2, s3)));
    }
  }
}

/**
 * `score` with integer products, of states as 16-bit codes.
 * @param weights panels of 8 attention units, each (width / 2, 8, 2)
 * @param scales what a sum of each unit is multiplied by
 */
export function integerScore(
  rows: i32,
  width: i32,
  units: i32,
  codes: usize,
  weights: usize,
  scales: usize,
  bias: usize,
  direction: usize,
  out: usize,
): void {
  const rowBytes = <usize>width << 1;
  for (let row = 0; row < rows; row += 4) v128.store(out + (<usize>row << 2), f32x4.splat(0));
  for (let unit = 0; unit < units; unit += 8) {
    const panel = weights + (<usize>(unit * width) << 1);
    const at = <usize>unit << 2;
    for (let row = 0; row < rows; row += 4) {
      const x0 = codes + <usize>row * rowBytes;
      const x1 = x0 + rowBytes;
      const x2 = x1 + rowBytes;
      const x3 = x2 + rowBytes;
      let a00 = i32x4.splat(0), a01 = a00, a10 = a00, a11 = a00, a20 = a00, a21 = a00, a30 = a00, a31 = a00;
      let w = panel;
      for (let k: usize = 0; k < rowBytes; k += 4) {
        const w0 = v128.load(w, 0);
        const w1 = v128.load(w, 16);
        let z = v128.load32_splat(x0 + k);
        a00 = dot(z, w0, a00);
        a01 = dot(z, w1, a01);
        z = v128.load32_splat(x1 + k);
        a10 = dot(z, w0, a10);
        a11 = dot(z, w1, a11);
        z = v128.load32_splat(x2 + k);
        a20 = dot(z, w0, a20);
        a21 = dot(z, w1, a21);
        z = v128.load32_splat(x3 + k);
        a30 = dot(z, w0, a30);
        a31 = dot(z, w1, a31);
        w += 32;
      }
      const s0 = scoreOf(a00, a01, scales + at, bias + at, direction + at);
      const s1 = scoreOf(a10, a11, scales + at, bias + at, direction + at);
      const s2 = scoreOf(a20, a21, scales + at, bias + at, direction + at);
      const s3 = scoreOf(a30, a31, scales + at, bias + at, direction + at);
      const to = out + (<usize>row << 2);
      v128.store(to, f32x4.add(v128.load(to), laneSums(s0, s1, s2, s3)));
    }
  }
}

/** The share of eight attention units in a score, from their sums. */
// @ts-expect-error: decorator
@inline
function scoreOf(a: v128, b: v128, scales: usize, bias: usize, direction: usize): v128 {
  const za = tanh4(madd(f32x4.convert_i32x4_s(a), v128.load(scales, 0), v128.load(bias, 0)));
  const zb = tanh4(madd(f32x4.convert_i32x4_s(b), v128.load(scales, 16), v128.load(bias, 16)));
  return madd(za, v128.load(direction, 0), f32x4.mul(zb, v128.load(direction, 16)));
}

/**
 * weights (count) = softmax of scores (count), each bounded by tanh first where `bounded`; count ≥ 1. It also runs over
 * `pads` positions of score `padScore`; returns what these get together.
 */
export function softmax(
  count: i32,
  scores: usize,
  bounded: bool,
  pads: i32,
  padScore: f32,
  weights: usize,
): f32 {
  const size = <usize>count << 2;
  const ofPad = bounded ? tanh1(padScore) : padScore;
  let most: f32 = pads > 0 ? ofPad : -Infinity;
  for (let i: usize = 0; i < size; i += 4) {
    const raw = load<f32>(scores + i);
    const e = bounded ? tanh1(raw) : raw;
    store<f32>(weights + i, e);
    most = max(most, e);
  }
  let sum: f64 = 0;
  for (let i: usize = 0; i < size; i += 4) {
    const power = exponential(load<f32>(weights + i) - most);
    store<f32>(weights + i, power);
    sum += power;
  }
  const padding: f64 = pads > 0 ? <f64>pads * exponential(ofPad - most) : 0;
  sum += padding;
  const scale = <f32>(1 / sum);
  for (let i: usize = 0; i < size; i += 4) store<f32>(weights + i, load<f32>(weights + i) * scale);
  return <f32>(padding / sum);
}

/** out (width) = Σ weights·states over `count` rows; width a multiple of 16. */
export function weightedSum(count: i32, width: i32, weights: usize, states: usize, out: usize): void {
  const rowBytes = <usize>width << 2;
  for (let j: usize = 0; j < rowBytes; j += 64) {
    let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0;
    let row = states + j;
    for (let p = weights, end = weights + (<usize>count << 2); p < end; p += 4) {
      const a = v128.load32_splat(p);
      c0 = madd(a, v128.load(row, 0), c0);
      c1 = madd(a, v128.load(row, 16), c1);
      c2 = madd(a, v128.load(row, 32), c2);
      c3 = madd(a, v128.load(row, 48), c3);
      row += rowBytes;
    }
    v128.store(out + j, c0, 0);
    v128.store(out + j, c1, 16);
    v128.store(out + j, c2, 32);
    v128.store(out + j, c3, 48);
  }
}

/**
 * logits (classes) = context (width)·W + b
 * @param weights (classes, width): the columns of W one after the other; width a multiple of 4
 */
export function decode(
  width: i32,
  classes: i32,
  context: usize,
  weights: usize,
  bias: usize,
  logits: usize,
): void {
  const size = <usize>width << 2;
  let column = weights;
  for (let at: usize = 0; at < <usize>classes << 2; at += 4) {
    let sums = f32x4.splat(0);
    for (let j: usize = 0; j < size; j += 16) sums = madd(v128.load(context + j), v128.load(column + j), sums);
    store<f32>(logits + at, load<f32>(bias + at) + laneSum(sums));
    column += size;
  }
}
