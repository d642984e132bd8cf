/**
 * Soft attention over encoder states:
 *
 *   z_t = tanh(h_t·W + b),  e_t = z_t·v,  a = softmax(e),  c = Σ a_t·h_t
 *
 * Bahdanau et al. 2015 and Yang et al. 2016: the score e is unbounded. Mohandas 2017 bounds it by a further tanh
 * (`scoreActivation: 'tanh'`), which keeps any weight within e² = 7.4 times any other.
 * Letters: T time steps, B batch, H hidden units, A attention units.
 */
import * as tf from '@tensorflow/tfjs-core';

export type ScoreActivation = 'linear' | 'tanh';

export interface AttentionParameters {
  readonly kernel: tf.Tensor2D; // (H, A)
  readonly bias: tf.Tensor1D; // (A)
  readonly score: tf.Tensor2D; // (A, 1)
}

export interface Attended {
  readonly context: tf.Tensor2D; // (B, H)
  readonly weights: tf.Tensor2D; // (B, T), each row sums to 1 over its true length, 0 beyond
}

/** Large enough that exp() of it is 0 in single precision, small enough not to overflow. */
const MASKED = -1e9;

/**
 * @param states (T, B, H)
 * @param mask (B, T), 1 within the true length, 0 on padding; masked before the softmax
 */
export function softAttention(
  states: tf.Tensor3D,
  mask: tf.Tensor2D,
  p: AttentionParameters,
  scoreActivation: ScoreActivation,
): Attended {
  const [time, batch, units] = states.shape;
  const flat = tf.reshape(states, [time * batch, units]) as tf.Tensor2D;
  const hidden = tf.tanh(tf.add(tf.matMul(flat, p.kernel), p.bias)) as tf.Tensor2D; // (TB, A)
  const raw = tf.reshape(tf.matMul(hidden, p.score), [time, batch]);
  const scores = scoreActivation === 'tanh' ? tf.tanh(raw) : raw;
  const masked = tf.add(tf.transpose(scores), tf.mul(tf.sub(1, mask), MASKED));
  const weights = tf.softmax(masked, 1) as tf.Tensor2D; // (B, T)
  const perText = tf.transpose(states, [1, 0, 2]) as tf.Tensor3D; // (B, T, H)
  const context = tf.reshape(tf.matMul(tf.reshape(weights, [batch, 1, time]) as tf.Tensor3D, perText), [
    batch,
    units,
  ]) as tf.Tensor2D;
  return { context, weights };
}
