/** Cross entropy over the characters to be written, each foreseen from the true ones before it. */
import * as tf from '@tensorflow/tfjs-core';
import type { AlignmentArchitecture } from '../../alignment/architecture';
import { alignmentForward, stepMajor, type AlignmentParameters } from '../../alignment/network';
import type { Operations } from '../../operations';
import type { AlignTask } from '../tasks';

/**
 * @returns the mean over all characters times the shard's share, and how many texts have every character right, which
 *   with greedy decoding means that they are written without a mistake
 */
export function alignmentLoss(
  p: AlignmentParameters,
  architecture: AlignmentArchitecture,
  { batch, share }: AlignTask,
  operations: Operations,
): { loss: tf.Scalar; correct: number } {
  const { logits } = alignmentForward(p, architecture, batch, operations);
  const { outputs } = architecture;
  const wanted = stepMajor(batch);
  const targets = new Float32Array(wanted.length * outputs);
  wanted.forEach((id, row) => (targets[row * outputs + id] = 1));
  const loss = tf.losses.softmaxCrossEntropy(tf.tensor2d(targets, logits.shape), logits);
  return {
    loss: tf.mul(loss, share) as tf.Scalar,
    correct: batch.batch - mistaken(logits.dataSync(), wanted, batch.batch, outputs).size,
  };
}

/** The texts of which another character than the wanted one is as probable at some step. */
function mistaken(
  logits: ArrayLike<number>,
  wanted: Int32Array,
  batch: number,
  outputs: number,
): Set<number> {
  const texts = new Set<number>();
  wanted.forEach((id, row) => {
    for (let k = 0; k < outputs; k++) {
      if (k !== id && logits[row * outputs + k]! >= logits[row * outputs + id]!) texts.add(row % batch);
    }
  });
  return texts;
}
