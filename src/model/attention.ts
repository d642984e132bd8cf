/**
 * From the states of all words to one vector, with a weight for each word.
 *
 * Scores for both kinds of attention, over encoder states h_1 … h_T:
 *
 *   z_t = tanh(h_t·W + b),  e_t = z_t·v,  a = softmax(e)
 *
 * Bahdanau et al. 2015 and Yang et al. 2016: the score e is unbounded. Mohandas 2017 bounds it by a further tanh
 * (`scoreActivation: 'tanh'`), which keeps any weight within e² = 7.4 times any other. The simplest score (`'dot'`) is
 *
 *   e_t = h_t·v
 *
 * Where the softmax runs over N positions, as in the article, the N − T beyond the text are PADs with states of zero:
 * each has the score of such a state and takes its share of the attention, and none adds anything to c.
 *
 *   soft:            c = Σ a_t·h_t
 *   attention GRU:   see attentionGru.ts; with a vector gate v is a matrix, (A, H) or (S, H): each of the H units of
 *                    that recurrence has a score e_t and a softmax over the words of its own
 *   memory:          a context for each output step, scored with a memory s beside h: see alignment/memoryAttention.ts
 *   none:            c = h_T, read both ways [h_T forward, h_1 backward]: the last state of each direction
 *
 * Letters: T time steps, B batch, H hidden units, S width of the states, A attention units.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ScoreActivation } from './architecture';

export type { ScoreActivation } from './architecture';

export interface AttentionParameters {
  readonly kernel: tf.Tensor2D; // (S, A)
  readonly bias: tf.Tensor1D; // (A)
  readonly score: tf.Tensor2D; // (A, 1), (A, H) of a vector gate
}

/** Of scores that are h·v. */
export interface DotParameters {
  readonly score: tf.Tensor2D; // (S, 1), (S, H) of a vector gate
}

export type ScoreParameters = AttentionParameters | DotParameters;

export interface Attended {
  readonly context: tf.Tensor2D; // (B, S), (B, H) of the attention GRU
  readonly weights: tf.Tensor2D; // (B, T), each row sums to 1 over its true length and its PADs where seen, 0 beyond
}

/** Large enough that exp() of it is 0 in single precision, small enough not to overflow. */
const MASKED = -1e9;

/**
 * a of every word.
 * @param states (T, B, S)
 * @param mask (B, T), 1 within the true length, 0 on padding; masked before the softmax
 * @param pads how many PADs the softmax sees of each text (B); null for none
 * @returns (B, T)
 */
export function attentionWeights(
  states: tf.Tensor3D,
  mask: tf.Tensor2D,
  p: ScoreParameters,
  scoreActivation: ScoreActivation,
  pads: Float32Array | null = null,
): tf.Tensor2D {
  const [time, batch, width] = states.shape;
  const flat = tf.reshape(states, [time * batch, width]) as tf.Tensor2D;
  const scores = tf.reshape(scoresOf(flat, p, scoreActivation), [time, batch]);
  const perText = tf.transpose(scores) as tf.Tensor2D;
  if (pads === null) return maskedSoftmax(perText, mask);
  const ofPad = scoresOf(tf.zeros([1, width]), p, scoreActivation); // (1, 1)
  const column = tf.add(ofPad, tf.tensor2d(padShares(pads), [batch, 1]));
  const all = tf.concat([perText, column], 1) as tf.Tensor2D;
  const weights = maskedSoftmax(all, tf.concat([mask, tf.ones([batch, 1])], 1) as tf.Tensor2D);
  return tf.slice(weights, [0, 0], [batch, time]);
}

/**
 * a of every word for each unit of a vector gate, as attentionWeights of each column of the scores.
 * @returns (B, T, H)
 */
export function attentionGates(
  states: tf.Tensor3D,
  mask: tf.Tensor2D,
  p: ScoreParameters,
  scoreActivation: ScoreActivation,
  pads: Float32Array | null = null,
): tf.Tensor3D {
  const [time, batch, width] = states.shape;
  const units = p.score.shape[1];
  const flat = tf.reshape(states, [time * batch, width]) as tf.Tensor2D;
  const scores = tf.reshape(scoresOf(flat, p, scoreActivation), [time, batch, units]);
  const perUnit = tf.transpose(scores, [1, 2, 0]); // (B, H, T)
  const hidden = tf.reshape(tf.mul(tf.sub(1, mask), MASKED), [batch, 1, time]);
  let all = tf.add(perUnit, hidden);
  if (pads !== null) {
    const ofPad = tf.reshape(scoresOf(tf.zeros([1, width]), p, scoreActivation), [1, units, 1]);
    all = tf.concat([all, tf.add(ofPad, tf.tensor3d(padShares(pads), [batch, 1, 1]))], 2);
  }
  const gates = tf.slice(tf.softmax(all), [0, 0, 0], [batch, units, time]);
  return tf.transpose(gates, [0, 2, 1]) as tf.Tensor3D;
}

/** e of rows of states: (N, S) to (N, 1), or (N, H) of a vector gate. */
function scoresOf(states: tf.Tensor2D, p: ScoreParameters, scoreActivation: ScoreActivation): tf.Tensor2D {
  if (!('kernel' in p)) return tf.matMul(states, p.score);
  const hidden = tf.tanh(tf.add(tf.matMul(states, p.kernel), p.bias)) as tf.Tensor2D; // (N, A)
  const raw = tf.matMul(hidden, p.score) as tf.Tensor2D;
  return scoreActivation === 'tanh' ? tf.tanh(raw) : raw;
}

/** What makes one score count as often as there are PADs: n·exp(e) = exp(e + ln n). */
function padShares(pads: Float32Array): Float32Array {
  return pads.map((count) => (count > 0 ? Math.log(count) : MASKED));
}

/** Each row's softmax over its true length, 0 beyond: scores and mask (B, T) to (B, T). */
export function maskedSoftmax(scores: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor2D {
  return tf.softmax(tf.add(scores, tf.mul(tf.sub(1, mask), MASKED)), 1) as tf.Tensor2D;
}

/** Σ over time of weights·states: (T, B, S) and (B, T) to (B, S). */
export function weightedSum(states: tf.Tensor3D, weights: tf.Tensor2D): tf.Tensor2D {
  const [time, batch, width] = states.shape;
  const perText = tf.transpose(states, [1, 0, 2]) as tf.Tensor3D; // (B, T, S)
  const rows = tf.reshape(weights, [batch, 1, time]) as tf.Tensor3D;
  return tf.reshape(tf.matMul(rows, perText), [batch, width]) as tf.Tensor2D;
}

/** Soft attention: (T, B, S) to (B, S). */
export function softAttention(
  states: tf.Tensor3D,
  mask: tf.Tensor2D,
  p: ScoreParameters,
  scoreActivation: ScoreActivation,
  pads: Float32Array | null = null,
): Attended {
  const weights = attentionWeights(states, mask, p, scoreActivation, pads);
  return { context: weightedSum(states, weights), weights };
}

/** (B, T) with 1 at one word of each row. */
function oneHot(words: readonly number[], time: number): tf.Tensor2D {
  const values = new Float32Array(words.length * time);
  words.forEach((word, row) => (values[row * time + word] = 1));
  return tf.tensor2d(values, [words.length, time]);
}

/**
 * No attention: the last state of each direction, which forward is the one at the row's true end, backward the one at
 * its first word. The weights say which words' states were read: all on the last word, or half each on last and first.
 * @param directions per direction (T, B, H), forward first
 * @param lengths B true lengths, each at least 1
 */
export function lastStates(directions: readonly tf.Tensor3D[], lengths: ArrayLike<number>): Attended {
  const time = directions[0]!.shape[0];
  const ends = Array.from(lengths, (length) => length - 1);
  const chosen = [ends, ends.map(() => 0)].slice(0, directions.length).map((words) => oneHot(words, time));
  const context = tf.concat(
    directions.map((states, d) => weightedSum(states, chosen[d]!)),
    1,
  );
  return { context, weights: tf.div(tf.addN(chosen), directions.length) };
}
