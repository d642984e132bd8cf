/**
 * The two products that a recurrent network is made of, over packed weights (see ../pack.ts).
 *
 * How far a loop is unrolled is what V8 likes best of what was measured: with too little unrolled the loop's own
 * arithmetic costs, with too much its register allocation spills. Without fused multiply-add it likes more.
 */
import { madd } from './common';

/** Columns of one panel of weights in `vectorProduct`, and of its narrower last one. */
const WIDE: i32 = 32;

/** Rows and columns of one tile of `blockedProduct`. */
const TILE_ROWS: i32 = 4;
const TILE_COLUMNS: i32 = 8;

/**
 * out (columns) = start (columns) + x (inputs)·W
 * @param weights panels of 32 columns, each (inputs, 32), and one of 16 at the end where 16 columns are left
 * @param inputs a multiple of 4
 * @param columns a multiple of 16
 */
export function vectorProduct(
  weights: usize,
  inputs: i32,
  columns: i32,
  x: usize,
  start: usize,
  out: usize,
): void {
  let w = weights;
  let from = start;
  let to = out;
  const end = x + (<usize>inputs << 2);
  const wideEnd = out + (<usize>(columns & ~(WIDE - 1)) << 2);
  while (to < wideEnd) {
    widePanel(w, x, end, from, to);
    w += <usize>(inputs * WIDE) << 2;
    from += WIDE << 2;
    to += WIDE << 2;
  }
  if (columns & (WIDE - 1)) narrowPanel(w, x, end, from, to);
}

// @ts-expect-error: decorator
@inline
function widePanel(weights: usize, x: usize, end: usize, from: usize, to: usize): void {
  let w = weights;
  let a0 = v128.load(from, 0);
  let a1 = v128.load(from, 16);
  let a2 = v128.load(from, 32);
  let a3 = v128.load(from, 48);
  let a4 = v128.load(from, 64);
  let a5 = v128.load(from, 80);
  let a6 = v128.load(from, 96);
  let a7 = v128.load(from, 112);
  for (let p = x; p < end; ) {
    let z = v128.load32_splat(p, 0);
    a0 = madd(z, v128.load(w, 0), a0);
    a1 = madd(z, v128.load(w, 16), a1);
    a2 = madd(z, v128.load(w, 32), a2);
    a3 = madd(z, v128.load(w, 48), a3);
    a4 = madd(z, v128.load(w, 64), a4);
    a5 = madd(z, v128.load(w, 80), a5);
    a6 = madd(z, v128.load(w, 96), a6);
    a7 = madd(z, v128.load(w, 112), a7);
    z = v128.load32_splat(p, 4);
    a0 = madd(z, v128.load(w, 128), a0);
    a1 = madd(z, v128.load(w, 144), a1);
    a2 = madd(z, v128.load(w, 160), a2);
    a3 = madd(z, v128.load(w, 176), a3);
    a4 = madd(z, v128.load(w, 192), a4);
    a5 = madd(z, v128.load(w, 208), a5);
    a6 = madd(z, v128.load(w, 224), a6);
    a7 = madd(z, v128.load(w, 240), a7);
    if (ASC_FEATURE_RELAXED_SIMD) {
      p += 8;
      w += 256;
    } else {
      z = v128.load32_splat(p, 8);
      a0 = madd(z, v128.load(w, 256), a0);
      a1 = madd(z, v128.load(w, 272), a1);
      a2 = madd(z, v128.load(w, 288), a2);
      a3 = madd(z, v128.load(w, 304), a3);
      a4 = madd(z, v128.load(w, 320), a4);
      a5 = madd(z, v128.load(w, 336), a5);
      a6 = madd(z, v128.load(w, 352), a6);
      a7 = madd(z, v128.load(w, 368), a7);
      z = v128.load32_splat(p, 12);
      a0 = madd(z, v128.load(w, 384), a0);
      a1 = madd(z, v128.load(w, 400), a1);
      a2 = madd(z, v128.load(w, 416), a2);
      a3 = madd(z, v128.load(w, 432), a3);
      a4 = madd(z, v128.load(w, 448), a4);
      a5 = madd(z, v128.load(w, 464), a5);
      a6 = madd(z, v128.load(w, 480), a6);
      a7 = madd(z, v128.load(w, 496), a7);
      p += 16;
      w += 512;
    }
  }
  v128.store(to, a0, 0);
  v128.store(to, a1, 16);
  v128.store(to, a2, 32);
  v128.store(to, a3, 48);
  v128.store(to, a4, 64);
  v128.store(to, a5, 80);
  v128.store(to, a6, 96);
  v128.store(to, a7, 112);
}

function narrowPanel(weights: usize, x: usize, end: usize, from: usize, to: usize): void {
  let w = weights;
  let a0 = v128.load(from, 0);
  let a1 = v128.load(from, 16);
  let a2 = v128.load(from, 32);
  let a3 = v128.load(from, 48);
  for (let p = x; p < end; p += 8) {
    let z = v128.load32_splat(p, 0);
    a0 = madd(z, v128.load(w, 0), a0);
    a1 = madd(z, v128.load(w, 16), a1);
    a2 = madd(z, v128.load(w, 32), a2);
    a3 = madd(z, v128.load(w, 48), a3);
    z = v128.load32_splat(p, 4);
    a0 = madd(z, v128.load(w, 64), a0);
    a1 = madd(z, v128.load(w, 80), a1);
    a2 = madd(z, v128.load(w, 96), a2);
    a3 = madd(z, v128.load(w, 112), a3);
    w += 128;
  }
  v128.store(to, a0, 0);
  v128.store(to, a1, 16);
  v128.store(to, a2, 32);
  v128.store(to, a3, 48);
}

/**
 * out (rows, columns) = x (rows, inputs)·W + bias. Rows are taken four at a time: x and out have room for the next
 * multiple of four, and what stands in the rows beyond has no effect on the others. A row's result does not depend on
 * which row of its tile it is.
 * @param weights panels of 8 columns, each (inputs, 8)
 * @param columns a multiple of 8
 */
export function blockedProduct(
  rows: i32,
  inputs: i32,
  columns: i32,
  x: usize,
  weights: usize,
  bias: usize,
  out: usize,
): void {
  const rowBytes = <usize>inputs << 2;
  const outBytes = <usize>columns << 2;
  for (let column = 0; column < columns; column += TILE_COLUMNS) {
    const panel = weights + (<usize>(column * inputs) << 2);
    const b0 = v128.load(bias + (<usize>column << 2), 0);
    const b1 = v128.load(bias + (<usize>column << 2), 16);
    for (let row = 0; row < rows; row += TILE_ROWS) {
      const x0 = x + <usize>row * rowBytes;
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
      const o0 = out + <usize>row * outBytes + (<usize>column << 2);
      const o1 = o0 + outBytes;
      const o2 = o1 + outBytes;
      const o3 = o2 + outBytes;
      v128.store(o0, a00, 0);
      v128.store(o0, a01, 16);
      v128.store(o1, a10, 0);
      v128.store(o1, a11, 16);
      v128.store(o2, a20, 0);
      v128.store(o2, a21, 16);
      v128.store(o3, a30, 0);
      v128.store(o3, a31, 16);
    }
  }
}
