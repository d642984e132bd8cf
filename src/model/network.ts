/**
 * The whole network composed of TensorFlow.js operations: embedding, layer-normalised GRU (one or more layers, one or
 * both directions), attention, decoder of C classes over the context c.
 *
 *   p = softmax((c·W + b) / temperature)
 *
 * Mohandas 2017; the temperature (Guo et al. 2017) is fitted on validation data and is 1 while training.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  complete,
  gruPrefix,
  hasVectorGate,
  restartsIn,
  type Architecture,
  type ParameterName,
} from './architecture';
import { lastStates, type Attended, type ScoreParameters } from './attention';
import type { AttentionGruParameters } from './attentionGru';
import { reversedOrder, type GruParameters } from './gru';
import { COMPOSED, type Operations } from './operations';

export { PARAMETER_NAMES, parameterNames, parameterShapes } from './architecture';
export type { Architecture, ParameterName } from './architecture';

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
  /** On the states that leave each layer; 0 where not given. */
  readonly states?: number;
  readonly uniform: () => number;
}

export interface Forward {
  readonly logits: tf.Tensor2D; // (B, C)
  readonly weights: tf.Tensor2D; // (B, T)
  /** Per direction (T, B, H). */
  readonly directions: readonly tf.Tensor3D[];
}

/** The parameters whose names begin so, by the last part of their names. */
export function group<T>(p: Readonly<Record<string, tf.Tensor>>, prefix: string): T {
  const entries = Object.entries(p).filter(([name]) => name.slice(0, name.lastIndexOf('/')) === prefix);
  return Object.fromEntries(entries.map(([name, tensor]) => [name.slice(prefix.length + 1), tensor])) as T;
}

/** (B, T), 1 within the true length, 0 on padding. */
export function lengthMask(batch: Batch): tf.Tensor2D {
  const mask = new Float32Array(batch.batch * batch.time);
  for (let b = 0; b < batch.batch; b++) {
    mask.fill(1, b * batch.time, b * batch.time + batch.lengths[b]!);
  }
  return tf.tensor2d(mask, [batch.batch, batch.time]);
}

/** How many of the positions are left for PADs by each text (B). */
function padsOf(batch: Batch, positions: number): Float32Array {
  return Float32Array.from(batch.lengths, (length) => Math.max(0, positions - length));
}

/** Ids time-major, (T, B), so that a time step is contiguous. */
export function timeMajor(batch: Batch): Int32Array {
  const ids = new Int32Array(batch.ids.length);
  for (let b = 0; b < batch.batch; b++) {
    for (let t = 0; t < batch.time; t++) ids[t * batch.batch + b] = batch.ids[b * batch.time + t]!;
  }
  return ids;
}

/** The states of each direction of the last layer, forward first; each (T, B, H) and in the order of the words. */
export function encode(
  p: Parameters,
  architecture: Required<Architecture>,
  batch: Batch,
  dropout: Dropout | undefined,
  operations: Operations,
): tf.Tensor3D[] {
  const ids = timeMajor(batch);
  const restarts = restartsIn(architecture, ids, batch.batch);
  const anewBackward =
    restarts &&
    Uint8Array.from(reversedOrder(batch.time, batch.batch, batch.lengths), (row) => restarts.backward[row]!);
  const gathered = operations.embed(p['embedding/table'] as tf.Tensor2D, ids); // (TB, E)
  const dropped = dropout ? operations.drop(gathered, dropout.embedding, dropout.uniform) : gathered;
  let input = tf.reshape(dropped, [batch.time, batch.batch, architecture.embedding]) as tf.Tensor3D;
  const gru = dropout ? operations.gruSequence : operations.gruForward;
  let directions: tf.Tensor3D[] = [];
  for (let layer = 0; layer < architecture.layers; layer++) {
    if (layer > 0) input = operations.joinStates(directions);
    directions = [gru(input, group<GruParameters>(p, gruPrefix(layer, false)), restarts?.forward ?? null)];
    if (architecture.bidirectional) {
      const reversed = operations.reverseRows(input, batch.lengths);
      const turned = gru(reversed, group(p, gruPrefix(layer, true)), anewBackward);
      directions.push(operations.reverseRows(turned, batch.lengths));
    }
    if (dropout?.states) {
      const { states, uniform } = dropout;
      directions = directions.map((d) => operations.drop(d, states, uniform));
    }
  }
  return directions;
}

/** One vector of each text, and the weight of each of its words. */
function attend(
  p: Parameters,
  architecture: Required<Architecture>,
  batch: Batch,
  directions: readonly tf.Tensor3D[],
  differentiable: boolean,
  operations: Operations,
): Attended {
  const { attentionKind, scoreActivation, positions } = architecture;
  if (attentionKind === 'none') return lastStates(directions, batch.lengths);
  const states = operations.joinStates(directions);
  const scoring = group<ScoreParameters>(p, 'attention');
  const pads = positions > 0 ? padsOf(batch, positions) : null;
  if (attentionKind === 'soft') {
    return operations.softAttention(states, lengthMask(batch), scoring, scoreActivation, pads);
  }
  const recurrence = group<AttentionGruParameters>(p, 'attention/gru');
  if (hasVectorGate(architecture)) {
    const gates = operations.attentionGates(states, lengthMask(batch), scoring, scoreActivation, pads);
    const context = operations.attentionGru(states, gates, recurrence, differentiable);
    return { context, weights: tf.mean(gates, 2) };
  }
  const weights = operations.attentionWeights(states, lengthMask(batch), scoring, scoreActivation, pads);
  return { context: operations.attentionGru(states, weights, recurrence, differentiable), weights };
}

/**
 * Runs the network. With `dropout` it is differentiable with respect to every parameter (training); without, it
 * keeps nothing for a backward pass. Call inside `tf.tidy`.
 */
export function forward(
  p: Parameters,
  architecture: Architecture,
  batch: Batch,
  dropout?: Dropout,
  operations = COMPOSED,
): Forward {
  const completed = complete(architecture);
  const directions = encode(p, completed, batch, dropout, operations);
  const { context, weights } = attend(p, completed, batch, directions, dropout !== undefined, operations);
  const kept = dropout ? operations.drop(context, dropout.context, dropout.uniform) : context;
  const logits = tf.add(
    tf.matMul(kept, p['decoder/kernel'] as tf.Tensor2D),
    p['decoder/bias'],
  ) as tf.Tensor2D;
  return { logits, weights, directions };
}
