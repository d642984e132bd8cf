/** `node prove.mjs FOLDER`: loads tfjs-node from a package folder and multiplies, here and in a worker thread. */
import { createRequire } from 'node:module';
import util from 'node:util';
import { fileURLToPath } from 'node:url';
import { Worker, isMainThread } from 'node:worker_threads';

const folder = /** @type {string} */ (process.argv[2]);
// Removed in Node 23, still called by tfjs-node 4.22.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
const tf = createRequire(import.meta.url)(folder);
const a = tf.tensor2d([
  [1, 2],
  [3, 4],
]);
const product = tf.matMul(a, a).dataSync().join();
// TopK is one of the kernels that call the removed helper.
const largest = tf
  .topk(tf.tensor1d([3, 9, 5]), 2)
  .values.dataSync()
  .join();
if (tf.getBackend() !== 'tensorflow' || product !== '7,10,15,22' || largest !== '9,5') {
  throw new Error(
    `backend ${tf.getBackend()} computed ${product} and ${largest}, expected 7,10,15,22 and 9,5`,
  );
}
if (isMainThread) new Worker(fileURLToPath(import.meta.url), { argv: [folder] });
