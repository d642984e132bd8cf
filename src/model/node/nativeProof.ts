/**
 * `node nativeProof.js FOLDER`: loads tfjs-node from a package folder and computes with it, in the main thread and in a
 * worker thread. A bundle of its own, run as a process of its own: a native library that does not fit may end both.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { Worker, isMainThread } from 'node:worker_threads';
import type * as Tensorflow from '@tensorflow/tfjs-core';
import { quietTensorFlow, restoreRemovedUtilities } from './nativeHelpers';

/** Of the last line printed when all is well. */
const PROVEN = 'native TensorFlow computes';

function prove(folder: string): void {
  quietTensorFlow();
  restoreRemovedUtilities();
  const tf = createRequire(path.join(folder, 'package.json'))(folder) as typeof Tensorflow;
  const matrix = tf.tensor2d([
    [1, 2],
    [3, 4],
  ]);
  const product = tf.matMul(matrix, matrix).dataSync().join();
  // TopK is one of the kernels that call a helper which newer Nodes lack.
  const largest = tf
    .topk(tf.tensor1d([3, 9, 5]), 2)
    .values.dataSync()
    .join();
  if (tf.getBackend() !== 'tensorflow' || product !== '7,10,15,22' || largest !== '9,5') {
    throw new Error(
      `backend ${tf.getBackend()} computed ${product} and ${largest}, expected 7,10,15,22 and 9,5`,
    );
  }
}

const folder = process.argv[2]!;
prove(folder);
if (isMainThread) {
  new Worker(__filename, { argv: [folder] }).on('exit', (code) => {
    if (code === 0) process.stdout.write(`${PROVEN}\n`);
    else process.exitCode = 1;
  });
}
