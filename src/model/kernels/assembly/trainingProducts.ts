/**
 * Matrix products of the training module. All matrices are single precision; strides are bytes between rows.
 *
 * The right factor of `multiply` is packed once per step into panels of 8 columns, [columns/8][depth][8], so that the
 * innermost loop reads it in order. A tile of 4 rows by 8 columns stays in registers: 8 sums, 2 vectors of the panel
 * and 1 broadcast of the left factor, which is what 16 vector registers hold without spilling.
 */
import { madd } from './common';

const PANEL: i32 = 8;
/** Rows of the left factor that are used with one panel before the next: they stay in the first-level cache. */
const ROW_BLOCK: i32 = 32;
/** Rows that one pass of `multiplyTransposed` sums over. */
const DEPTH_BLOCK: i32 = 64;

/** C (rows, columns) += A (rows, depth) · B, B in panels; columns a multiple of 8. */
export function multiply(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  aStride: usize,
  panels: usize,
  c: usize,
  cStride: usize,
): void {
  const depthBytes = (<usize>depth) << 2;
  for (let block = 0; block < rows; block += ROW_BLOCK) {
    const end = min(block + ROW_BLOCK, rows);
    let panel = panels;
    for (let column = 0; column < columns; column += PANEL) {
      let row = block;
      let left = a + <usize>row * aStride;
      let sums = c + <usize>row * cStride + ((<usize>column) << 2);
      for (; row + 4 <= end; row += 4) {
        tile4(left, aStride, panel, depthBytes, sums, cStride);
        left += aStride << 2;
        sums += cStride << 2;
      }
      for (; row < end; row++) {
        tile1(left, panel, depthBytes, sums);
        left += aStride;
        sums += cStride;
      }
      panel += depthBytes << 3;
    }
  }
}

/** 4 rows by 8 columns of `multiply`. */
// @ts-ignore: decorator
@inline
function tile4(a: usize, aStride: usize, panel: usize, depthBytes: usize, c: usize, cStride: usize): void {
  const a1 = a + aStride;
  const a2 = a1 + aStride;
  const a3 = a2 + aStride;
  const c1 = c + cStride;
  const c2 = c1 + cStride;
  const c3 = c2 + cStride;
  let s00 = v128.load(c);
  let s01 = v128.load(c, 16);
  let s10 = v128.load(c1);
  let s11 = v128.load(c1, 16);
  let s20 = v128.load(c2);
  let s21 = v128.load(c2, 16);
  let s30 = v128.load(c3);
  let s31 = v128.load(c3, 16);
  let w = panel;
  for (let k: usize = 0; k < depthBytes; k += 4) {
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    let x = v128.load32_splat(a + k);
    s00 = madd(x, w0, s00);
    s01 = madd(x, w1, s01);
    x = v128.load32_splat(a1 + k);
    s10 = madd(x, w0, s10);
    s11 = madd(x, w1, s11);
    x = v128.load32_splat(a2 + k);
    s20 = madd(x, w0, s20);
    s21 = madd(x, w1, s21);
    x = v128.load32_splat(a3 + k);
    s30 = madd(x, w0, s30);
    s31 = madd(x, w1, s31);
    w += 32;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}

/** 1 row by 8 columns of `multiply`: the rows that are left over when their number is no multiple of 4. */
// @ts-ignore: decorator
@inline
function tile1(a: usize, panel: usize, depthBytes: usize, c: usize): void {
  let s0 = v128.load(c);
  let s1 = v128.load(c, 16);
  let w = panel;
  for (let k: usize = 0; k < depthBytes; k += 4) {
    const x = v128.load32_splat(a + k);
    s0 = madd(x, v128.load(w), s0);
    s1 = madd(x, v128.load(w, 16), s1);
    w += 32;
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
}

/**
 * C (m, n) += Aᵀ·B for A (depth, m) and B (depth, n): the gradient of a weight, summed over all words at once.
 * m and n are multiples of 8. `scratch` holds 64·(m + 8) numbers: a block of A as [m/4][block][4], a panel of B.
 */
export function multiplyTransposed(
  m: i32,
  n: i32,
  depth: i32,
  a: usize,
  aStride: usize,
  b: usize,
  bStride: usize,
  c: usize,
  cStride: usize,
  scratch: usize,
): void {
  const panel = scratch + (<usize>m) * (DEPTH_BLOCK << 2);
  for (let start = 0; start < depth; start += DEPTH_BLOCK) {
    const count = <usize>min(DEPTH_BLOCK, depth - start);
    gatherColumns(m, count, a + <usize>start * aStride, aStride, scratch);
    for (let column = 0; column < n; column += PANEL) {
      copyPanel(count, b + <usize>start * bStride + ((<usize>column) << 2), bStride, panel);
      let sums = c + ((<usize>column) << 2);
      let left = scratch;
      for (let row = 0; row < m; row += 4) {
        tileTransposed(left, panel, count << 5, sums, cStride);
        left += count << 4;
        sums += cStride << 2;
      }
    }
  }
}

/** `count` rows of A, column by column in groups of 4. */
function gatherColumns(m: i32, count: usize, a: usize, aStride: usize, target: usize): void {
  for (let row = 0; row < m; row += 4) {
    let source = a + ((<usize>row) << 2);
    for (let k: usize = 0; k < count; k++) {
      v128.store(target, v128.load(source));
      target += 16;
      source += aStride;
    }
  }
}

/** 8 columns of `count` rows of B. */
function copyPanel(count: usize, b: usize, bStride: usize, target: usize): void {
  for (let k: usize = 0; k < count; k++) {
    v128.store(target, v128.load(b));
    v128.store(target, v128.load(b, 16), 16);
    target += 32;
    b += bStride;
  }
}

/** 4 rows by 8 columns of `multiplyTransposed`. */
// @ts-ignore: decorator
@inline
function tileTransposed(a: usize, panel: usize, panelBytes: usize, c: usize, cStride: usize): void {
  const c1 = c + cStride;
  const c2 = c1 + cStride;
  const c3 = c2 + cStride;
  let s00 = v128.load(c);
  let s01 = v128.load(c, 16);
  let s10 = v128.load(c1);
  let s11 = v128.load(c1, 16);
  let s20 = v128.load(c2);
  let s21 = v128.load(c2, 16);
  let s30 = v128.load(c3);
  let s31 = v128.load(c3, 16);
  for (let w = panel, end = panel + panelBytes; w < end; w += 32) {
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    let x = v128.load32_splat(a);
    s00 = madd(x, w0, s00);
    s01 = madd(x, w1, s01);
    x = v128.load32_splat(a, 4);
    s10 = madd(x, w0, s10);
    s11 = madd(x, w1, s11);
    x = v128.load32_splat(a, 8);
    s20 = madd(x, w0, s20);
    s21 = madd(x, w1, s21);
    x = v128.load32_splat(a, 12);
    s30 = madd(x, w0, s30);
    s31 = madd(x, w1, s31);
    a += 16;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}

/** B (depth, columns), row by row without gaps, into panels; columns a multiple of 8. */
export function pack(depth: i32, columns: i32, b: usize, panels: usize): void {
  const stride = (<usize>columns) << 2;
  for (let column = 0; column < columns; column += PANEL) {
    copyPanel(depth, b + ((<usize>column) << 2), stride, panels);
    panels += (<usize>depth) << 5;
  }
}

/** Bᵀ of B (rows, columns) into panels: depth is columns, rows a multiple of 8. */
export function packTransposed(rows: i32, columns: i32, b: usize, panels: usize): void {
  const stride = (<usize>columns) << 2;
  for (let row = 0; row < rows; row += PANEL) {
    for (let column = 0; column < columns; column++) {
      const source = b + <usize>row * stride + ((<usize>column) << 2);
      for (let i: usize = 0; i < 8; i++) store<f32>(panels + (i << 2), load<f32>(source + i * stride));
      panels += 32;
    }
  }
}

/** Every row of C (rows, columns), without gaps, becomes `row`. */
export function fillRows(rows: i32, columns: i32, row: usize, c: usize): void {
  const bytes = (<usize>columns) << 2;
  for (let i = 0; i < rows; i++) {
    memory.copy(c, row, bytes);
    c += bytes;
  }
}

/** sums (columns) += the rows of A (rows, columns), without gaps; columns a multiple of 4. */
export function sumRows(rows: i32, columns: i32, a: usize, sums: usize): void {
  const bytes = (<usize>columns) << 2;
  for (let i = 0; i < rows; i++) {
    for (let j: usize = 0; j < bytes; j += 16) {
      v128.store(sums + j, f32x4.add(v128.load(sums + j), v128.load(a + j)));
    }
    a += bytes;
  }
}
