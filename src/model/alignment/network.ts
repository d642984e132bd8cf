/**
 * The whole network composed of TensorFlow.js operations, for training: what is to be written is given, and every
 * character is predicted from the true ones before it (teacher forcing; Williams and Zipser 1989).
 *
 *   h = [GRU forward, GRU backward](embedded characters)           encoder
 *   s_0 = tanh(backward h_1·W + b)
 *   c_i = attention over h, given s_{i−1}                          memoryAttention.ts
 *   s_i = GRU([embedded y_{i−1}, c_i], s_{i−1})                    y_0: the boundary
 *   p(y_i) = softmax([s_i, c_i]·W + b)                             the boundary ends the writing
 *
 * Bahdanau, Cho, Bengio 2015, with the layer-normalised GRU of ../gru.ts. Letters as in architecture.ts; T characters
 * read, N written, B batch.
 */
import * as tf from '@tensorflow/tfjs-core';
import { centre, normalize, type GruParameters } from '../gru';
import { group, lengthMask, timeMajor, type Batch } from '../network';
import { COMPOSED, type Operations } from '../operations';
import { BOUNDARY, type AlignmentArchitecture } from './architecture';
import { memoryAttention, type MemoryAttentionParameters } from './memoryAttention';

export type AlignmentParameters = Readonly<Record<string, tf.Tensor>>;

/** What is read, and what is to be written of it. */
export interface AlignmentBatch extends Batch {
  readonly targets: Int32Array; // (B, N) row-major, ending in the boundary
}

export interface AlignmentForward {
  readonly logits: tf.Tensor2D; // (N·B, O), step by step
  readonly weights: readonly tf.Tensor2D[]; // N of (B, T), each row sums to 1 over its true length
}

/** One step of ../gru.ts from any state, differentiable: x (B, E) and h (B, H) to the next h. */
export function gruCell(p: GruParameters): (x: tf.Tensor2D, h: tf.Tensor2D) => tf.Tensor2D {
  const units = p.candidate.shape[0];
  const input = centre(p.kernel, units);
  const bias = tf.reshape(centre(p.bias, units), [3 * units]);
  const gates = centre(p.gates, units);
  const candidate = centre(p.candidate, units);
  const [gatesGamma, candidateGamma] = tf.split(p.gamma, [2 * units, units]) as [tf.Tensor, tf.Tensor];
  const [gatesBeta, candidateBeta] = tf.split(p.beta, [2 * units, units]) as [tf.Tensor, tf.Tensor];
  const perGate = (x: tf.Tensor) => tf.reshape(x, [-1, 2, units]);
  const [scales, shifts] = [perGate(gatesGamma), perGate(gatesBeta)];
  return (x, h) => {
    const projected = tf.add(tf.matMul(x, input), bias);
    const [inputGates, inputCandidate] = tf.split(projected, [2 * units, units], 1) as [tf.Tensor, tf.Tensor];
    const preGates = perGate(tf.add(inputGates, tf.matMul(h, gates)));
    const opened = tf.sigmoid(tf.add(tf.mul(normalize(preGates).hat, scales), shifts)); // (B, 2, H)
    const [reset, update] = tf.split(tf.reshape(opened, [-1, 2 * units]), 2, 1) as [tf.Tensor, tf.Tensor];
    const gated = tf.matMul(tf.mul(reset, h) as tf.Tensor2D, candidate);
    const { hat } = normalize(tf.add(inputCandidate, gated));
    const next = tf.tanh(tf.add(tf.mul(hat, candidateGamma), candidateBeta));
    return tf.add(next, tf.mul(update, tf.sub(h, next)));
  };
}

/** The states (T, B, S) of all characters and the first memory (B, M). */
function encode(
  p: AlignmentParameters,
  architecture: AlignmentArchitecture,
  batch: Batch,
  operations: Operations,
): { states: tf.Tensor3D; memory: tf.Tensor2D } {
  const rows = operations.embed(p['embedding/table'] as tf.Tensor2D, timeMajor(batch)); // (TB, E)
  const input = tf.reshape(rows, [batch.time, batch.batch, architecture.embedding]) as tf.Tensor3D;
  const forward = operations.gruSequence(input, group<GruParameters>(p, 'gru'));
  const turned = operations.gruSequence(
    operations.reverseRows(input, batch.lengths),
    group<GruParameters>(p, 'gru/backward'),
  );
  const backward = operations.reverseRows(turned, batch.lengths);
  const first = tf.reshape(tf.slice(backward, 0, 1), [batch.batch, architecture.hidden]) as tf.Tensor2D;
  const memory = tf.tanh(tf.add(tf.matMul(first, p['memory/kernel'] as tf.Tensor2D), p['memory/bias']!));
  return { states: operations.joinStates([forward, backward]), memory: memory as tf.Tensor2D };
}

/** What stands before each character to write, step by step (N·B): the boundary, then the targets but the last. */
export function precedingCharacters({ targets, batch }: AlignmentBatch): Int32Array {
  const steps = targets.length / batch;
  return Int32Array.from({ length: steps * batch }, (_, i) => {
    const step = Math.floor(i / batch);
    return step === 0 ? BOUNDARY : targets[(i % batch) * steps + step - 1]!;
  });
}

/** Targets step by step, (N·B), as the logits stand. */
export function stepMajor({ targets, batch }: AlignmentBatch): Int32Array {
  const steps = targets.length / batch;
  return targets.map((_, i) => targets[(i % batch) * steps + Math.floor(i / batch)]!);
}

/** Runs the network, differentiable with respect to every parameter. Call inside `tf.tidy`. */
export function alignmentForward(
  p: AlignmentParameters,
  architecture: AlignmentArchitecture,
  batch: AlignmentBatch,
  operations = COMPOSED,
): AlignmentForward {
  const encoded = encode(p, architecture, batch, operations);
  const scoring = architecture.score === 'dot' ? null : group<MemoryAttentionParameters>(p, 'attention');
  const attend = memoryAttention(encoded.states, lengthMask(batch), scoring);
  const cell = gruCell(group<GruParameters>(p, 'decoder/gru'));
  const steps = batch.targets.length / batch.batch;
  const before = operations.embed(p['output/table'] as tf.Tensor2D, precedingCharacters(batch)); // (NB, F)
  const inputs = tf.split(before, steps);
  let { memory } = encoded;
  const read: tf.Tensor2D[] = [];
  const weights = inputs.map((input) => {
    const attended = attend(memory);
    memory = cell(tf.concat([input, attended.context], 1) as tf.Tensor2D, memory);
    read.push(tf.concat([memory, attended.context], 1) as tf.Tensor2D);
    return attended.weights;
  });
  const logits = tf.add(
    tf.matMul(tf.concat(read, 0), p['decoder/kernel'] as tf.Tensor2D),
    p['decoder/bias']!,
  );
  return { logits: logits as tf.Tensor2D, weights };
}
