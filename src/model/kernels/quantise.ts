/**
 * Weights as 16-bit integers, one scale a column, for the integer products:
 *
 *   Σ_k x_k·W_kj ≈ (u·s_j)·Σ_k round(x_k/u)·round(W_kj/s_j)
 *
 * Inputs are whole multiples of a unit u of at most `most`. s_j is as small as it can be while the column fits 16 bits
 * and no sum over any inputs overflows 32: the integer sums are exact, and what is lost is the rounding alone.
 */
import { roundUp, type Matrix } from './pack';

/** How inputs become integers: to the nearest multiple of `unit`, none beyond `most` units. */
export interface InputScale {
  readonly unit: number;
  readonly most: number;
}

/** States lie in [−1, 1]; the kernels round them to 1/8192. */
export const STATE_SCALE: InputScale = { unit: 1 / 8192, most: 8192 };
/** 8-bit codes less 128 are read as they are. */
export const CODE_MOST = 128;
/** Inputs are padded to a multiple of this. */
export const INTEGER_STEP = 8;

const LARGEST_WEIGHT = 32_767;
const LARGEST_SUM = 2 ** 31 - 1;

export interface IntegerMatrix {
  /** In panels of columns, each in pairs of rows: of each column the even row's value and the odd one's. */
  readonly values: Int16Array;
  /** What a sum of each column is multiplied by: u·s_j. */
  readonly scales: Float32Array;
}

export function quantised(matrix: Matrix, panel: number, input: InputScale): IntegerMatrix {
  const { values, rows, columns } = matrix;
  const steps = columnSteps(matrix, input.most);
  const inverse = steps.map((step) => 1 / step);
  const paddedRows = roundUp(rows, INTEGER_STEP);
  const out = new Int16Array(paddedRows * columns);
  for (let from = 0; from < columns; from += panel) {
    const width = Math.min(panel, columns - from);
    for (let row = 0; row < rows; row++) {
      let to = from * paddedRows + (row >> 1) * 2 * width + (row & 1);
      for (let column = from, at = row * columns + from; column < from + width; column++, at++, to += 2) {
        const units = values[at]! * inverse[column]!;
        // Storing drops what is behind the point. This runs before the first text is read, hence the haste.
        out[to] = units < 0 ? units - 0.5 : units + 0.5;
      }
    }
  }
  return { values: out, scales: Float32Array.from(steps, (step) => step * input.unit) };
}

/** s of every column; 1 for a column of zeros. */
function columnSteps({ values, rows, columns }: Matrix, most: number): Float64Array {
  const largest = new Float64Array(columns);
  const sums = new Float64Array(columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const value = values[at]!;
      const size = value < 0 ? -value : value;
      if (size > largest[column]!) largest[column] = size;
      sums[column]! += size;
    }
  }
  // Rounding may lengthen each of the column's weights by a half.
  const room = LARGEST_SUM / most - rows / 2;
  return largest.map((size, column) => Math.max(size / LARGEST_WEIGHT, sums[column]! / room) || 1);
}
