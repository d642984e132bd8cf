/**
 * Attention GRU: a second recurrence over the encoder states, in which the attention weight of a word stands where the
 * update gate stood, so that the order of the words counts.
 *
 *   r_t = sigmoid(LN([x_t, h_{t−1}]·W + b))          x_t: encoder state of word t
 *   c_t = tanh(LN([x_t, r_t∘h_{t−1}]·W + b))
 *   h_t = a_t·c_t + (1 − a_t)·h_{t−1},  h_0 = 0      a = softmax of the scores of all words (attention.ts)
 *
 * Its last state is the context. Xiong, Merity, Socher 2016 (equations 10 and 11), with layer norm as in gru.ts.
 * The update gate may also be a vector: a_t has a weight for each hidden unit, and multiplies unit by unit.
 *
 * Letters: T time steps, B batch, S width of the encoder states, H hidden units.
 */
import * as tf from '@tensorflow/tfjs-core';
import { centre, normalize, timeSlices } from './gru';

export interface AttentionGruParameters {
  readonly kernel: tf.Tensor2D; // (S, 2H): reset, candidate
  readonly reset: tf.Tensor2D; // (H, H)
  readonly candidate: tf.Tensor2D; // (H, H)
  readonly bias: tf.Tensor1D; // (2H)
  readonly gamma: tf.Tensor1D; // (2H)
  readonly beta: tf.Tensor1D; // (2H)
}

/**
 * @param states (T, B, S)
 * @param weights (B, T), or (B, T, H) of a vector gate; 0 on padding, which leaves the state as it is
 * @param differentiable whether a gradient may be taken; without one, memory stays flat in T
 * @returns (B, H)
 */
export function attentionGru(
  states: tf.Tensor3D,
  weights: tf.Tensor2D | tf.Tensor3D,
  p: AttentionGruParameters,
  differentiable: boolean,
): tf.Tensor2D {
  const [time, batch, width] = states.shape;
  const units = p.candidate.shape[0];
  const flat = tf.reshape(states, [time * batch, width]) as tf.Tensor2D;
  const bias = tf.reshape(centre(p.bias, units), [2 * units]);
  const projected = tf.add(tf.matMul(flat, centre(p.kernel, units)), bias); // (TB, 2H)
  // The gradient of unstack fails for a single slice.
  const divided = (x: tf.Tensor3D) => (time > 1 ? tf.unstack(x) : [tf.squeeze(x, [0])]);
  const slices = differentiable ? divided : timeSlices;
  const inputs = slices(tf.reshape(projected, [time, batch, 2 * units]) as tf.Tensor3D);
  const shares = slices(byTime(weights));
  const reset = centre(p.reset, units);
  const candidate = centre(p.candidate, units);
  const [resetGamma, candidateGamma] = tf.split(p.gamma, 2) as [tf.Tensor, tf.Tensor];
  const [resetBeta, candidateBeta] = tf.split(p.beta, 2) as [tf.Tensor, tf.Tensor];
  let hidden: tf.Tensor = tf.zeros([batch, units]);
  for (let t = 0; t < time; t++) {
    const step = () => {
      const [inputReset, inputCandidate] = tf.split(inputs[t]!, 2, 1) as [tf.Tensor, tf.Tensor];
      const preReset = tf.add(tf.matMul(hidden as tf.Tensor2D, reset), inputReset);
      const r = tf.sigmoid(tf.add(tf.mul(normalize(preReset).hat, resetGamma), resetBeta));
      const gated = tf.mul(r, hidden) as tf.Tensor2D;
      const preCandidate = tf.add(tf.matMul(gated, candidate), inputCandidate);
      const c = tf.tanh(tf.add(tf.mul(normalize(preCandidate).hat, candidateGamma), candidateBeta));
      return tf.add(hidden, tf.mul(shares[t]!, tf.sub(c, hidden)));
    };
    hidden = differentiable ? step() : tf.tidy(step);
  }
  return hidden as tf.Tensor2D;
}

/** (B, T) to (T, B, 1), (B, T, H) to (T, B, H). */
function byTime(weights: tf.Tensor2D | tf.Tensor3D): tf.Tensor3D {
  if (weights.rank === 3) return tf.transpose(weights, [1, 0, 2]) as tf.Tensor3D;
  const [batch, time] = weights.shape;
  return tf.reshape(tf.transpose(weights), [time, batch, 1]) as tf.Tensor3D;
}
