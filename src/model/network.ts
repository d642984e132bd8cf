/**
 * The whole network: embedding, layer-normalised GRU, soft attention, decoder of two classes.
 *
 *   p = softmax((c·W + b) / temperature)
 *
 * Mohandas 2017; the temperature (Guo et al. 2017) is fitted on validation data and is 1 while training.
 */
import * as tf from '@tensorflow/tfjs-core';
import { softAttention, type ScoreActivation } from './attention';
import { gruForward, gruSequence, type GruParameters } from './gru';

export interface Architecture {
  readonly vocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly attention: number;
  readonly scoreActivation: ScoreActivation;
}

/** Parameter names and shapes, in the order of the weights file. */
export function parameterShapes(a: Architecture): Record<ParameterName, number[]> {
  return {
    'embedding/table': [a.vocabulary, a.embedding],
    'gru/kernel': [a.embedding, 3 * a.hidden],
    'gru/gates': [a.hidden, 2 * a.hidden],
    'gru/candidate': [a.hidden, a.hidden],
    'gru/bias': [3 * a.hidden],
    'gru/gamma': [3 * a.hidden],
    'gru/beta': [3 * a.hidden],
    'attention/kernel': [a.hidden, a.attention],
    'attention/bias': [a.attention],
    'attention/score': [a.attention, 1],
    'decoder/kernel': [a.hidden, 2],
    'decoder/bias': [2],
  };
}

export const PARAMETER_NAMES = [
  'embedding/table',
  'gru/kernel',
  'gru/gates',
  'gru/candidate',
  'gru/bias',
  'gru/gamma',
  'gru/beta',
  'attention/kernel',
  'attention/bias',
  'attention/score',
  'decoder/kernel',
  'decoder/bias',
] as const;
export type ParameterName = (typeof PARAMETER_NAMES)[number];
export type Parameters = Readonly<Record<ParameterName, tf.Tensor>>;

/** A padded batch: ids row by row, `<pad>` beyond each true length. */
export interface Batch {
  readonly ids: Int32Array; // (B, T) row-major
  readonly lengths: ArrayLike<number>; // B, each in 1..T
  readonly batch: number;
  readonly time: number;
}

/** Pads sequences of ids (each with at least one) to the longest of them. */
export function padBatch(sequences: readonly ArrayLike<number>[], padId: number): Batch {
  const batch = sequences.length;
  const lengths = sequences.map((s) => s.length);
  const time = Math.max(...lengths);
  const ids = new Int32Array(batch * time).fill(padId);
  sequences.forEach((sequence, row) => ids.set(Array.from(sequence), row * time));
  return { ids, lengths, batch, time };
}

/** Rates of the masks applied while training (Srivastava et al. 2014), and where their randomness comes from. */
export interface Dropout {
  readonly embedding: number;
  readonly context: number;
  readonly uniform: () => number;
}

/** Zeroes a share `rate` of the values and scales the others by 1/(1 − rate). */
function drop(x: tf.Tensor, rate: number, uniform: () => number): tf.Tensor {
  if (rate === 0) return x;
  const mask = new Float32Array(x.size);
  const kept = 1 / (1 - rate);
  for (let i = 0; i < mask.length; i++) mask[i] = uniform() < rate ? 0 : kept;
  return tf.mul(x, tf.tensor(mask, x.shape));
}

export interface Forward {
  readonly logits: tf.Tensor2D; // (B, 2): negative, positive
  readonly weights: tf.Tensor2D; // (B, T)
}

function gruParameters(p: Parameters): GruParameters {
  return {
    kernel: p['gru/kernel'] as tf.Tensor2D,
    gates: p['gru/gates'] as tf.Tensor2D,
    candidate: p['gru/candidate'] as tf.Tensor2D,
    bias: p['gru/bias'] as tf.Tensor1D,
    gamma: p['gru/gamma'] as tf.Tensor1D,
    beta: p['gru/beta'] as tf.Tensor1D,
  };
}

function lengthMask(batch: Batch): tf.Tensor2D {
  const mask = new Float32Array(batch.batch * batch.time);
  for (let b = 0; b < batch.batch; b++) {
    mask.fill(1, b * batch.time, b * batch.time + batch.lengths[b]!);
  }
  return tf.tensor2d(mask, [batch.batch, batch.time]);
}

/** Ids time-major, (T, B), so that a time step is contiguous. */
function timeMajor(batch: Batch): tf.Tensor1D {
  const ids = new Int32Array(batch.ids.length);
  for (let b = 0; b < batch.batch; b++) {
    for (let t = 0; t < batch.time; t++) ids[t * batch.batch + b] = batch.ids[b * batch.time + t]!;
  }
  return tf.tensor1d(ids, 'int32');
}

/**
 * Runs the network. With `dropout` it is differentiable with respect to every parameter (training); without, it
 * keeps nothing for a backward pass. Call inside `tf.tidy`.
 */
export function forward(p: Parameters, architecture: Architecture, batch: Batch, dropout?: Dropout): Forward {
  const gathered = tf.gather(p['embedding/table'], timeMajor(batch)); // (TB, E)
  const dropped = dropout ? drop(gathered, dropout.embedding, dropout.uniform) : gathered;
  const x = tf.reshape(dropped, [batch.time, batch.batch, architecture.embedding]) as tf.Tensor3D;
  const states = dropout ? gruSequence(x, gruParameters(p)) : gruForward(x, gruParameters(p));
  const { context, weights } = softAttention(
    states,
    lengthMask(batch),
    {
      kernel: p['attention/kernel'] as tf.Tensor2D,
      bias: p['attention/bias'] as tf.Tensor1D,
      score: p['attention/score'] as tf.Tensor2D,
    },
    architecture.scoreActivation,
  );
  const kept = dropout ? drop(context, dropout.context, dropout.uniform) : context;
  const logits = tf.add(
    tf.matMul(kept as tf.Tensor2D, p['decoder/kernel'] as tf.Tensor2D),
    p['decoder/bias'],
  ) as tf.Tensor2D;
  return { logits, weights };
}
