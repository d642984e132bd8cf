/**
 * Ties attention to what words do: log-weights are drawn towards the logarithms of the words' leave-one-out effects, up
 * to a constant of each text, which the softmax takes up. In logarithms, so that the order of all words counts and not
 * that of the largest alone.
 *
 *   tie = 1/B Σ_b 1/T_b Σ_t (d_t − mean of d)²,   d_t = ln(a_t + ε) − ln(|effect_t| / max |effect| + ε)
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Operations } from '../operations';
import type { TrainingBatch } from './batches';

/** Effects below this share of the largest are noise to each other. */
const EPSILON = 0.01;
/** Keeps the logarithm of a weight finite. */
const LEAST_WEIGHT = 1e-7;

/** @param weights (B, T); @returns null where no text of the batch has effects */
export function attentionTie(
  weights: tf.Tensor2D,
  { effects, lengths, batch, time }: TrainingBatch,
): tf.Scalar | null {
  if (!effects?.some((own) => own !== null)) return null;
  const wanted = new Float32Array(batch * time);
  const share = new Float32Array(batch * time); // 1 / (B·T_b) on words with an effect, else 0
  const ofText = new Float32Array(batch * time); // 1 / T_b likewise
  effects.forEach((own, row) => {
    if (!own) return;
    const words = lengths[row]!;
    const most = own.reduce((max, effect) => Math.max(max, Math.abs(effect)), 0);
    if (!(most > 0)) return;
    for (let t = 0; t < words; t++) {
      const at = row * time + t;
      wanted[at] = Math.log(Math.abs(own[t]!) / most + EPSILON);
      share[at] = 1 / (batch * words);
      ofText[at] = 1 / words;
    }
  });
  const shape: [number, number] = [batch, time];
  const difference = tf.sub(tf.log(tf.add(weights, LEAST_WEIGHT)), tf.tensor2d(wanted, shape));
  const mean = tf.sum(tf.mul(difference, tf.tensor2d(ofText, shape)), 1, true);
  return tf.sum(tf.mul(tf.square(tf.sub(difference, mean)), tf.tensor2d(share, shape)));
}

/**
 * What each state says of the classes, h·W of the decoder less its mean over the classes, is drawn towards what it said
 * when the text had more words: states that depend little on other words are ones that attention can speak for.
 *
 *   tie = 1/B Σ_b 1/T_b Σ_t Σ_c (evidence_tc − wanted_tc)²
 */
export function evidenceTie(
  directions: readonly tf.Tensor3D[],
  decoder: tf.Tensor2D,
  { evidence, lengths, batch, time }: TrainingBatch,
  operations: Pick<Operations, 'joinStates'>,
): tf.Scalar | null {
  if (!evidence?.some((own) => own !== null)) return null;
  const classes = decoder.shape[1];
  const wanted = new Float32Array(time * batch * classes);
  const share = new Float32Array(time * batch);
  evidence.forEach((own, row) => {
    if (!own) return;
    const words = lengths[row]!;
    for (let t = 0; t < words; t++) {
      const at = t * batch + row;
      share[at] = 1 / (batch * words);
      for (let c = 0; c < classes; c++) wanted[at * classes + c] = own[t * classes + c]!;
    }
  });
  const said = evidenceOf(directions, decoder, operations);
  const squares = tf.sum(tf.square(tf.sub(said, tf.tensor2d(wanted, [time * batch, classes]))), 1);
  return tf.sum(tf.mul(squares, tf.tensor1d(share)));
}

/** What each state says of the classes: (T·B, C), time-major. */
export function evidenceOf(
  directions: readonly tf.Tensor3D[],
  decoder: tf.Tensor2D,
  operations: Pick<Operations, 'joinStates'>,
): tf.Tensor2D {
  const states = operations.joinStates(directions);
  const [time, batch, width] = states.shape;
  const flat = tf.reshape(states, [time * batch, width]) as tf.Tensor2D;
  return tf.matMul(flat, tf.sub(decoder, tf.mean(decoder, 1, true)) as tf.Tensor2D);
}
