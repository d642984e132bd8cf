/** Rows of plain arrays moved about: in plain JavaScript, TensorFlow.js's gather and concat move number by number. */

/** Row i of the result is row `order[i]` of the source. */
export function permuteRows(
  source: Float32Array,
  order: Int32Array,
  width: number,
  target: Float32Array,
): Float32Array {
  for (let i = 0; i < order.length; i++) {
    const from = order[i]! * width;
    const to = i * width;
    for (let k = 0; k < width; k++) target[to + k] = source[from + k]!;
  }
  return target;
}

/** Rows of several sources side by side. */
export function joinRows(
  sources: readonly Float32Array[],
  widths: readonly number[],
  target: Float32Array,
): Float32Array {
  const stride = widths.reduce((a, b) => a + b, 0);
  let offset = 0;
  sources.forEach((source, part) => {
    const width = widths[part]!;
    const rows = source.length / width;
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < width; k++) target[i * stride + offset + k] = source[i * width + k]!;
    }
    offset += width;
  });
  return target;
}

/** Columns `offset` to `offset + width` of rows of `stride` numbers. */
export function takeColumns(
  source: Float32Array,
  stride: number,
  offset: number,
  width: number,
  target: Float32Array,
): Float32Array {
  const rows = source.length / stride;
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < width; k++) target[i * width + k] = source[i * stride + offset + k]!;
  }
  return target;
}
