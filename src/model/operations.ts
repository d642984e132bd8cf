/** The heavy operations that the network is composed of, in one place so that a trainer can put fused ones there. */
import * as tf from '@tensorflow/tfjs-core';
import { softAttention } from './attention';
import { gruForward, gruSequence } from './gru';

export interface Operations {
  /** Rows of a table (V, E) by their ids (N), to (N, E); differentiable with respect to the table. */
  readonly embed: (table: tf.Tensor2D, ids: Int32Array) => tf.Tensor2D;
  readonly gruForward: typeof gruForward;
  readonly gruSequence: typeof gruSequence;
  readonly softAttention: typeof softAttention;
}

export const COMPOSED: Operations = {
  embed: (table, ids) => tf.gather(table, tf.tensor1d(ids, 'int32')),
  gruForward,
  gruSequence,
  softAttention,
};
