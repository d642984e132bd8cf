/**
 * Pretraining of an encoder as a language model (Dai and Le 2015; Howard and Ruder 2018): from the state at each word,
 * the next word is to be foreseen, and the previous one where the network also reads backward.
 */
import * as tf from '@tensorflow/tfjs-core';
import { complete, type Architecture } from '../architecture';
import { encode, padBatch, type Dropout, type Parameters } from '../network';
import { COMPOSED, type Operations } from '../operations';
import { Random } from '../random';
import { OUTPUT_TABLE } from './objective';
import { deal, type LanguageTask, type Sharding } from './tasks';

export interface TrainingOperations extends Operations {
  readonly sampledSoftmax: typeof sampledSoftmax;
}

export const COMPOSED_TRAINING: TrainingOperations = { ...COMPOSED, sampledSoftmax };

/**
 * Mean cross entropy of each word's target among itself and the drawn words (Jean et al. 2015), over the words that
 * have a target. Nothing makes up for how often a word is drawn: the output rows learn that offset.
 * @param states of each direction, (T, B, H) in the order of the words
 * @param rows output rows: of the targets of each direction, then of the drawn words
 */
export function sampledSoftmax(
  states: readonly tf.Tensor3D[],
  rows: tf.Tensor2D,
  targets: Int32Array,
  drawn: Int32Array,
): tf.Scalar {
  const width = rows.shape[1];
  const words = targets.length;
  const flat = tf.concat(
    states.map((s) => tf.reshape(s, [-1, width])),
    0,
  ) as tf.Tensor2D;
  const own = tf.sum(tf.mul(flat, tf.slice(rows, [0, 0], [words, width])), 1, true);
  const others = tf.matMul(flat, tf.slice(rows, [words, 0]) as tf.Tensor2D, false, true);
  const excluded = tf.mul(
    tf.cast(tf.equal(tf.tensor2d(targets, [words, 1]), tf.tensor2d(drawn, [1, drawn.length])), 'float32'),
    -1e9,
  );
  const logits = tf.concat([own, tf.add(others, excluded)], 1) as tf.Tensor2D;
  const losses = tf.sub(tf.logSumExp(logits, 1), tf.reshape(own, [words]));
  const counted = tf.tensor1d(Float32Array.from(targets, (id) => (id < 0 ? 0 : 1)));
  return tf.div(tf.sum(tf.mul(losses, counted)), tf.sum(counted)) as tf.Scalar;
}

/** Ids of the output rows that a task reads; any row for a word without target. */
export function outputRows({ targets, drawn }: LanguageTask): Int32Array {
  const ids = new Int32Array(targets.length + drawn.length);
  ids.set(targets.map((id) => Math.max(0, id)));
  ids.set(drawn, targets.length);
  return ids;
}

export function languageLoss(
  p: Parameters,
  architecture: Architecture,
  task: LanguageTask,
  dropout: Dropout,
  operations: TrainingOperations,
): tf.Scalar {
  const states = encode(p, complete(architecture), task.batch, dropout, operations);
  const table = (p as Readonly<Record<string, tf.Tensor>>)[OUTPUT_TABLE] as tf.Tensor2D;
  const rows = operations.embed(table, outputRows(task));
  return tf.mul(operations.sampledSoftmax(states, rows, task.targets, task.drawn), task.share);
}

export interface LanguageOptions extends Sharding {
  /** Words of a chunk, T. */
  readonly chunk: number;
  /** Words drawn for each shard of a step, K; the kernels take multiples of 8. */
  readonly drawn: number;
}

/** All texts one after the other in random order, cut in chunks of T + 1 words: the last of each is a target only. */
export function chunksOf(texts: readonly Int32Array[], chunk: number, random: Random): Int32Array[] {
  const order = random.shuffle([...texts]);
  const corpus = new Int32Array(order.reduce((sum, ids) => sum + ids.length, 0));
  let at = 0;
  for (const ids of order) {
    corpus.set(ids, at);
    at += ids.length;
  }
  const count = Math.floor(corpus.length / (chunk + 1));
  return Array.from({ length: count }, (_, i) => corpus.subarray(i * (chunk + 1), (i + 1) * (chunk + 1)));
}

/** Draws ids in proportion to count^0.75 (Mikolov et al. 2013). */
export function drawer(counts: ArrayLike<number>): (random: Random) => number {
  const sums = new Float64Array(counts.length);
  let total = 0;
  for (let id = 0; id < counts.length; id++) sums[id] = total += counts[id]! ** 0.75;
  return (random) => {
    const wanted = random.uniform() * total;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** Next words, and previous ones where `bothWays`; time-major. */
function targetsOf(chunks: readonly Int32Array[], time: number, bothWays: boolean): Int32Array {
  const batch = chunks.length;
  const targets = new Int32Array((bothWays ? 2 : 1) * time * batch);
  for (let t = 0; t < time; t++) {
    for (let b = 0; b < batch; b++) {
      targets[t * batch + b] = chunks[b]![t + 1]!;
      if (bothWays) targets[(time + t) * batch + b] = t > 0 ? chunks[b]![t - 1]! : -1;
    }
  }
  return targets;
}

/** The tasks of one step. */
export function languageTasks(
  chunks: readonly Int32Array[],
  bothWays: boolean,
  draw: (random: Random) => number,
  options: LanguageOptions,
  step: number,
): LanguageTask[] {
  return deal(chunks, options, step).map(({ own, ...part }) => {
    const random = new Random(~part.seed);
    return {
      kind: 'language',
      batch: padBatch(
        own.map((ids) => ids.subarray(0, options.chunk)),
        0,
      ),
      targets: targetsOf(own, options.chunk, bothWays),
      drawn: Int32Array.from({ length: options.drawn }, () => draw(random)),
      ...part,
    };
  });
}
