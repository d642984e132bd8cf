/**
 * The products of products.ts over 16-bit integers, summed in 32 bits: eight products in two instructions where single
 * precision has four in one or two, and half the memory to read. Scales are chosen at load (../quantise.ts) such that no
 * sum can overflow, so the sums are exact; what is lost is the rounding of weights and inputs to some 13 bits.
 *
 * Weights stand in pairs of rows: of each column the value of the even row and that of the odd one after it.
 */
import { madd } from './common';

/** Columns of one panel of weights in `integerVectorProduct`, and of its narrower last one. */
const WIDE: i32 = 32;

/** Adding 1.5·2^23 leaves a rounded number in the lowest bits of a single-precision value. */
const ROUNDER: f32 = 12582912;

/** Eight values times `scale` as 16-bit integers, to the nearest. */
// @ts-expect-error: decorator
@inline
export function rounded(a: v128, b: v128, scale: v128): v128 {
  const rounder = f32x4.splat(ROUNDER);
  return i16x8.shuffle(madd(a, scale, rounder), madd(b, scale, rounder), 0, 2, 4, 6, 8, 10, 12, 14);
}

/** a + the four sums of two neighbouring products */
// @ts-expect-error: decorator
@inline
export function dot(x: v128, w: v128, a: v128): v128 {
  return i32x4.add(a, i32x4.dot_i16x8_s(x, w));
}

// @ts-expect-error: decorator
@inline
function finish(sum: v128, at: usize, from: usize, scales: usize, out: usize): void {
  v128.store(out + at, madd(f32x4.convert_i32x4_s(sum), v128.load(scales + at), v128.load(from + at)));
}

/**
 * out (columns) = start (columns) + scales (columns)∘(x (inputs)·W)
 * @param weights panels of 32 columns, each (inputs / 2, 32, 2), and one of 16 at the end where 16 columns are left
 * @param inputs a multiple of 4
 * @param columns a multiple of 16
 */
export function integerVectorProduct(
  weights: usize,
  scales: usize,
  inputs: i32,
  columns: i32,
  x: usize,
  start: usize,
  out: usize,
): void {
  const end = x + (<usize>inputs << 1);
  let w = weights;
  let at: usize = 0;
  const wideEnd = <usize>(columns & ~(WIDE - 1)) << 2;
  for (; at < wideEnd; at += 128) {
    let a0 = i32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0;
    for (let p = x; p < end; p += 8) {
      let z = v128.load32_splat(p, 0);
      a0 = dot(z, v128.load(w, 0), a0);
      a1 = dot(z, v128.load(w, 16), a1);
      a2 = dot(z, v128.load(w, 32), a2);
      a3 = dot(z, v128.load(w, 48), a3);
      a4 = dot(z, v128.load(w, 64), a4);
      a5 = dot(z, v128.load(w, 80), a5);
      a6 = dot(z, v128.load(w, 96), a6);
      a7 = dot(z, v128.load(w, 112), a7);
      z = v128.load32_splat(p, 4);
      a0 = dot(z, v128.load(w, 128), a0);
      a1 = dot(z, v128.load(w, 144), a1);
      a2 = dot(z, v128.load(w, 160), a2);
      a3 = dot(z, v128.load(w, 176), a3);
      a4 = dot(z, v128.load(w, 192), a4);
      a5 = dot(z, v128.load(w, 208), a5);
      a6 = dot(z, v128.load(w, 224), a6);
      a7 = dot(z, v128.load(w, 240), a7);
      w += 256;
    }
    finish(a0, at, start, scales, out);
    finish(a1, at + 16, start, scales, out);
    finish(a2, at + 32, start, scales, out);
    finish(a3, at + 48, start, scales, out);
    finish(a4, at + 64, start, scales, out);
    finish(a5, at + 80, start, scales, out);
    finish(a6, at + 96, start, scales, out);
    finish(a7, at + 112, start, scales, out);
  }
  if (columns & (WIDE - 1)) {
    let a0 = i32x4.splat(0), a1 = a0, a2 = a0, a3 = a0;
    for (let p = x; p < end; p += 4) {
      const z = v128.load32_splat(p);
      a0 = dot(z, v128.load(w, 0), a0);
      a1 = dot(z, v128.load(w, 16), a1);
      a2 = dot(z, v128.load(w, 32), a2);
      a3 = dot(z, v128.load(w, 48), a3);
      w += 64;
    }
    finish(a0, at, start, scales, out);
    finish(a1, at + 16, start, scales, out);
    finish(a2, at + 32, start, scales, out);
    finish(a3, at + 48, start, scales, out);
  }
}

/**
 * out (rows, columns) = scales∘(x (rows, inputs)·W) + bias; rows four at a time, as in `blockedProduct`.
 * @param weights panels of 8 columns, each (inputs / 2, 8, 2)
 * @param inputs a multiple of 2
 * @param columns a multiple of 8
 */
export function integerBlockedProduct(
  rows: i32,
  inputs: i32,
  columns: i32,
  x: usize,
  weights: usize,
  scales: usize,
  bias: usize,
  out: usize,
): void {
  const rowBytes = <usize>inputs << 1;
  const outBytes = <usize>columns << 2;
  for (let column = 0; column < columns; column += 8) {
    const panel = weights + (<usize>(column * inputs) << 1);
    const s0 = v128.load(scales + (<usize>column << 2), 0);
    const s1 = v128.load(scales + (<usize>column << 2), 16);
    const b0 = v128.load(bias + (<usize>column << 2), 0);
    const b1 = v128.load(bias + (<usize>column << 2), 16);
    for (let row = 0; row < rows; row += 4) {
      const x0 = x + <usize>row * rowBytes;
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
      const o0 = out + <usize>row * outBytes + (<usize>column << 2);
      const o1 = o0 + outBytes;
      const o2 = o1 + outBytes;
      const o3 = o2 + outBytes;
      v128.store(o0, madd(f32x4.convert_i32x4_s(a00), s0, b0), 0);
      v128.store(o0, madd(f32x4.convert_i32x4_s(a01), s1, b1), 16);
      v128.store(o1, madd(f32x4.convert_i32x4_s(a10), s0, b0), 0);
      v128.store(o1, madd(f32x4.convert_i32x4_s(a11), s1, b1), 16);
      v128.store(o2, madd(f32x4.convert_i32x4_s(a20), s0, b0), 0);
      v128.store(o2, madd(f32x4.convert_i32x4_s(a21), s1, b1), 16);
      v128.store(o3, madd(f32x4.convert_i32x4_s(a30), s0, b0), 0);
      v128.store(o3, madd(f32x4.convert_i32x4_s(a31), s1, b1), 16);
    }
  }
}
