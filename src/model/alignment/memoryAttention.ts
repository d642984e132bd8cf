/**
 * Memory-conditioned attention: a context for each step i of what is written, from all encoder states h_1 … h_T and the
 * memory s_{i−1}, which is the decoder's state before that step.
 *
 *   additive:  e_ij = tanh(h_j·W + s_{i−1}·U + b)·v        Bahdanau, Cho, Bengio 2015
 *   dot:       e_ij = h_j·s_{i−1}                          Luong, Pham, Manning 2015
 *   a_i = softmax over j of e_ij,  c_i = Σ_j a_ij·h_j
 *
 * With s = 0 the additive form is the soft attention of ../attention.ts. The rows a_i, one under the other, are the
 * alignment matrix: Figure 4 of Mohandas 2017.
 *
 * Letters: T time steps, B batch, S width of the states, M width of the memory, A attention units.
 */
import * as tf from '@tensorflow/tfjs-core';
import { maskedSoftmax, type Attended, type AttentionParameters } from '../attention';

export interface MemoryAttentionParameters extends AttentionParameters {
  readonly memory: tf.Tensor2D; // U (M, A)
}

/** Attention over states that stay the same while the memory (B, M) changes. */
export type MemoryAttention = (memory: tf.Tensor2D) => Attended;

/**
 * @param states (T, B, S)
 * @param mask (B, T), 1 within the true length, 0 on padding; masked before the softmax
 * @param p of the additive form; null for `dot`, where M = S
 */
export function memoryAttention(
  states: tf.Tensor3D,
  mask: tf.Tensor2D,
  p: MemoryAttentionParameters | null,
): MemoryAttention {
  const [time, batch, width] = states.shape;
  const perText = tf.transpose(states, [1, 0, 2]) as tf.Tensor3D; // (B, T, S)
  const score = p ? additive(perText, p) : dot(perText);
  return (memory) => {
    const weights = maskedSoftmax(score(memory), mask);
    const rows = tf.reshape(weights, [batch, 1, time]) as tf.Tensor3D;
    const context = tf.reshape(tf.matMul(rows, perText), [batch, width]) as tf.Tensor2D;
    return { context, weights };
  };
}

/** h·W + b is the same at every step: one product over all characters, before the first. */
function additive(perText: tf.Tensor3D, p: MemoryAttentionParameters): (memory: tf.Tensor2D) => tf.Tensor2D {
  const [batch, time, width] = perText.shape;
  const flat = tf.reshape(perText, [batch * time, width]) as tf.Tensor2D;
  const units = p.bias.shape[0];
  const keys = tf.reshape(tf.add(tf.matMul(flat, p.kernel), p.bias), [batch, time, units]);
  return (memory) => {
    const query = tf.reshape(tf.matMul(memory, p.memory), [batch, 1, units]);
    const hidden = tf.reshape(tf.tanh(tf.add(keys, query)), [batch * time, units]) as tf.Tensor2D;
    return tf.reshape(tf.matMul(hidden, p.score), [batch, time]) as tf.Tensor2D;
  };
}

function dot(perText: tf.Tensor3D): (memory: tf.Tensor2D) => tf.Tensor2D {
  const [batch, time, width] = perText.shape;
  return (memory) => {
    const column = tf.reshape(memory, [batch, width, 1]) as tf.Tensor3D;
    return tf.reshape(tf.matMul(perText, column), [batch, time]) as tf.Tensor2D;
  };
}
