/** Rows of an embedding table by their ids, with a gradient that costs the words read and not the vocabulary. */
import * as tf from '@tensorflow/tfjs-core';

/** Adds rows to the rows of a table that their ids name, in their order. */
export function scatterRows(rows: Float32Array, ids: Int32Array, width: number, table: Float32Array): void {
  for (let i = 0; i < ids.length; i++) {
    const to = ids[i]! * width;
    for (let k = 0; k < width; k++) table[to + k] = table[to + k]! + rows[i * width + k]!;
  }
}

/**
 * As tf.gather over the rows of a table (V, E) to (N, E). The gradient of TensorFlow.js's own is not there on
 * WebAssembly, and in plain JavaScript goes through all words once per row of the table.
 */
export function embed(
  table: tf.Tensor2D,
  ids: Int32Array,
  gather = (source: tf.Tensor2D) => tf.gather(source, tf.tensor1d(ids, 'int32')),
): tf.Tensor2D {
  const operation = tf.customGrad((...inputs: unknown[]) => {
    const source = inputs[0] as tf.Tensor2D;
    const [, width] = source.shape;
    return {
      value: gather(source),
      gradFunc: (dRows: tf.Tensor) => {
        const sums = new Float32Array(source.size);
        scatterRows(dRows.dataSync() as Float32Array, ids, width, sums);
        return tf.tensor2d(sums, source.shape);
      },
    };
  });
  return operation(table) as tf.Tensor2D;
}
