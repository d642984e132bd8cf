/**
 * From parameters in rows to what the kernels read: the mean that layer norm takes away is taken from the weights (a
 * linear map whose columns are centred within each gate has outputs of mean zero), sizes are padded with zeros to whole
 * vectors, and products find their weights in panels, in the order in which they read them.
 */

/** Hidden units are padded to a multiple of this, attention units to a multiple of ATTENTION_STEP. */
export const UNIT_STEP = 16;
export const ATTENTION_STEP = 8;
/** Columns of one panel of `blockedProduct`, and of one of `vectorProduct`, whose last one may be UNIT_STEP wide. */
export const BLOCK_PANEL = 8;
export const VECTOR_PANEL = 32;

export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/** Values in rows. */
export interface Matrix {
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/** Subtracts, in every row, the mean of each group of `size` columns; summed in double precision. */
export function centred({ values, rows, columns }: Matrix, size: number): Matrix {
  const out = new Float32Array(values.length);
  for (let from = 0; from < values.length; from += size) {
    let mean = 0;
    for (let i = from; i < from + size; i++) mean += values[i]!;
    mean /= size;
    for (let i = from; i < from + size; i++) out[i] = values[i]! - mean;
  }
  return { values: out, rows, columns };
}

/** Widens each group of `size` columns to `padded` columns, and each group of `rowSize` rows to `rowPadded`, by zeros. */
export function padded(
  { values, rows, columns }: Matrix,
  size: number,
  paddedSize: number,
  rowSize = rows,
  paddedRowSize = rows,
): Matrix {
  if (size === paddedSize && rowSize === paddedRowSize) return { values, rows, columns };
  const outRows = (rows / rowSize) * paddedRowSize;
  const outColumns = (columns / size) * paddedSize;
  const out = new Float32Array(outRows * outColumns);
  for (let row = 0; row < rows; row++) {
    const toRow = Math.floor(row / rowSize) * paddedRowSize + (row % rowSize);
    for (let group = 0; group < columns / size; group++) {
      const from = row * columns + group * size;
      out.set(values.subarray(from, from + size), toRow * outColumns + group * paddedSize);
    }
  }
  return { values: out, rows: outRows, columns: outColumns };
}

/** Panels of `width` columns, the last one narrower where columns are left, each in rows. */
export function inPanels({ values, rows, columns }: Matrix, width: number): Float32Array {
  const out = new Float32Array(values.length);
  let at = 0;
  for (let column = 0; column < columns; column += width) {
    const taken = Math.min(width, columns - column);
    for (let row = 0; row < rows; row++) {
      const from = row * columns + column;
      for (let i = 0; i < taken; i++) out[at++] = values[from + i]!;
    }
  }
  return out;
}

/** The columns one after the other. */
export function transposed({ values, rows, columns }: Matrix): Float32Array {
  const out = new Float32Array(values.length);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) out[column * rows + row] = values[at]!;
  }
  return out;
}
