/** Loss and gradients of one batch, or of a share of one, in ordinary TensorFlow.js. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { forward, padBatch, type Architecture, type Dropout, type ParameterName } from '../network';
import type { Operations } from '../operations';
import { Random } from '../random';
import type { TrainingBatch } from './batches';

export interface DropoutRates {
  readonly embeddingDropout: number;
  readonly contextDropout: number;
}

/** The part of a step that one shard computes. */
export interface ShardTask {
  readonly batch: TrainingBatch;
  /** Its texts' share of the whole batch. */
  readonly share: number;
  /** Of the dropout masks. */
  readonly seed: number;
}

export interface ShardLoss {
  /** Mean cross entropy over the shard's texts, times its share. */
  readonly loss: number;
  /** How many texts were classified right. */
  readonly correct: number;
}

/**
 * Every `shards`-th text each, so that the shards' lengths are alike; each is padded to its own longest text. The
 * masks depend on the seed, the step and the shard only: not on who computes them, nor on when.
 */
export function shardTasks(
  batch: TrainingBatch,
  shards: number,
  padId: number,
  seed: number,
  step: number,
): ShardTask[] {
  return Array.from({ length: Math.min(shards, batch.batch) }, (_, shard) => {
    const rows = Array.from({ length: batch.batch }, (_row, i) => i).filter((i) => i % shards === shard);
    const texts = rows.map((i) => batch.ids.subarray(i * batch.time, i * batch.time + batch.lengths[i]!));
    return {
      batch: { ...padBatch(texts, padId), labels: Int32Array.from(rows, (i) => batch.labels[i]!) },
      share: rows.length / batch.batch,
      seed: Math.imul(Math.imul(seed, 0x9e3779b1) ^ step, 0x85ebca6b) ^ Math.imul(shard + 1, 0xc2b2ae35),
    };
  });
}

export interface Gradients extends ShardLoss {
  /** In the order of the given parameters; the caller's to dispose. */
  readonly gradients: tf.Tensor[];
}

/** @param parameters in the order of `names` */
export function gradientsOf(
  names: readonly ParameterName[],
  parameters: readonly tf.Tensor[],
  architecture: Architecture,
  task: ShardTask,
  rates: DropoutRates,
  operations: Operations,
): Gradients {
  const { batch } = task;
  const random = new Random(task.seed);
  const dropout: Dropout = {
    embedding: rates.embeddingDropout,
    context: rates.contextDropout,
    uniform: () => random.uniform(),
  };
  let correct = 0;
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
    const named = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
    const p = named as Record<ParameterName, tf.Tensor>;
    const { logits } = forward(p, architecture, batch, dropout, operations);
    correct = hits(logits.dataSync(), batch.labels);
    const labels = tf.oneHot(tf.tensor1d(batch.labels, 'int32'), 2);
    return tf.mul(tf.losses.softmaxCrossEntropy(labels, logits), task.share);
  })([...parameters]);
  const loss = value.dataSync()[0]!;
  value.dispose();
  return { loss, correct, gradients: grads };
}

/** How many rows of logits (B, 2) are larger at their label. */
function hits(logits: ArrayLike<number>, labels: Int32Array): number {
  return labels.reduce((n, label, i) => n + Number(Number(logits[2 * i + 1]! > logits[2 * i]!) === label), 0);
}
