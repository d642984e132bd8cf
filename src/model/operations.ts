/** The heavy operations that the network is composed of, in one place so that a trainer can put fused ones there. */
import * as tf from '@tensorflow/tfjs-core';
import { attentionGates, attentionWeights, softAttention } from './attention';
import { attentionGru } from './attentionGru';
import { gruForward, gruSequence, reverseRows } from './gru';

export interface Operations {
  /** Rows of a table (V, E) by their ids (N), to (N, E); differentiable with respect to the table. */
  readonly embed: (table: tf.Tensor2D, ids: Int32Array) => tf.Tensor2D;
  readonly gruForward: typeof gruForward;
  readonly gruSequence: typeof gruSequence;
  readonly reverseRows: typeof reverseRows;
  readonly joinStates: typeof joinStates;
  readonly softAttention: typeof softAttention;
  readonly attentionWeights: typeof attentionWeights;
  readonly attentionGates: typeof attentionGates;
  readonly attentionGru: typeof attentionGru;
  readonly drop: typeof drop;
  /** Runs a whole pass; nothing that it makes outlives it, so that what is wanted of its tensors is read inside. */
  readonly step: <T>(run: () => T) => T;
}

/** The states of all directions side by side: each (T, B, H) to (T, B, S). */
function joinStates(directions: readonly tf.Tensor3D[]): tf.Tensor3D {
  return directions.length === 1 ? directions[0]! : tf.concat([...directions], 2);
}

/** Zeroes a share `rate` of the values and scales the others by 1/(1 − rate). */
function drop<T extends tf.Tensor>(x: T, rate: number, uniform: () => number): T {
  if (rate === 0) return x;
  return tf.mul(x, tf.tensor(dropoutMask(new Float32Array(x.size), rate, uniform), x.shape));
}

/** Fills a mask, in order, with 0 for a share `rate` of the values and 1/(1 − rate) for the others. */
export function dropoutMask(mask: Float32Array, rate: number, uniform: () => number): Float32Array {
  const kept = 1 / (1 - rate);
  for (let i = 0; i < mask.length; i++) mask[i] = uniform() < rate ? 0 : kept;
  return mask;
}

function step<T>(run: () => T): T {
  let result: T | undefined;
  // Not returned through tidy, which would look for tensors in every number of an array.
  tf.tidy(() => {
    result = run();
  });
  return result as T;
}

export const COMPOSED: Operations = {
  embed: (table, ids) => tf.gather(table, tf.tensor1d(ids, 'int32')),
  gruForward,
  gruSequence,
  reverseRows,
  joinStates,
  softAttention,
  attentionWeights,
  attentionGates,
  attentionGru,
  drop,
  step,
};
