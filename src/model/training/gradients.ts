/** Loss and gradients of one batch, or of a share of one, in ordinary TensorFlow.js. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import type { AlignmentArchitecture } from '../alignment/architecture';
import { precedingCharacters } from '../alignment/network';
import { forward, timeMajor, type Architecture, type Dropout, type Parameters } from '../network';
import { Random } from '../random';
import { alignmentLoss } from './alignment/loss';
import { languageLoss, outputRows, type TrainingOperations } from './language';
import { OUTPUT_TABLE, type AnyArchitecture } from './objective';
import type { ClassifyTask, ShardTask } from './tasks';
import { attentionTie, evidenceTie } from './tie';

export interface DropoutRates {
  readonly embeddingDropout: number;
  readonly contextDropout: number;
  /** On the states that leave each layer; 0 where not given. */
  readonly stateDropout?: number;
  /** Weight of `attentionTie` beside the cross entropy; 0 where not given. */
  readonly attentionTie?: number;
  /** Weight of `evidenceTie`; 0 where not given. */
  readonly evidenceTie?: number;
}

export interface ShardLoss {
  /** Mean cross entropy over the shard's texts, or over what they are to foresee, times its share. */
  readonly loss: number;
  /** How many texts were classified right, or written right to the last character. */
  readonly correct: number;
}

export interface Gradients extends ShardLoss {
  /** In the order of the given parameters; the caller's to dispose. */
  readonly gradients: tf.Tensor[];
}

/** Ids of the rows of each table that a task reads, in the order in which it embeds them. */
export function rowsRead(task: ShardTask): Readonly<Record<string, Int32Array>> {
  const embedding = { 'embedding/table': timeMajor(task.batch) };
  switch (task.kind) {
    case 'classify':
      return embedding;
    case 'language':
      return { ...embedding, [OUTPUT_TABLE]: outputRows(task) };
    case 'align':
      return { ...embedding, 'output/table': precedingCharacters(task.batch) };
    default:
      return task satisfies never;
  }
}

/** @param parameters in the order of `names` */
export function gradientsOf(
  names: readonly string[],
  parameters: readonly tf.Tensor[],
  architecture: AnyArchitecture,
  task: ShardTask,
  rates: DropoutRates,
  operations: TrainingOperations,
): Gradients {
  const random = new Random(task.seed);
  const dropout: Dropout = {
    embedding: rates.embeddingDropout,
    context: rates.contextDropout,
    states: rates.stateDropout ?? 0,
    uniform: () => random.uniform(),
  };
  let correct = 0;
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
    const p = Object.fromEntries(names.map((name, i) => [name, tensors[i]!])) as Parameters;
    if (task.kind === 'align') {
      const found = alignmentLoss(p, architecture as AlignmentArchitecture, task, operations);
      correct = found.correct;
      return found.loss;
    }
    const network = architecture as Architecture;
    if (task.kind === 'language') return languageLoss(p, network, task, dropout, operations);
    const { logits, weights, directions } = forward(p, network, task.batch, dropout, operations);
    correct = hits(logits.dataSync(), task);
    const targets = tf.tensor2d(task.batch.targets, logits.shape);
    const entropy = tf.losses.softmaxCrossEntropy(targets, logits);
    const parts: tf.Tensor[] = [entropy];
    const add = (rate: number | undefined, tie: () => tf.Scalar | null) => {
      const value = rate ? tie() : null;
      if (value) parts.push(tf.mul(value, rate!));
    };
    add(rates.attentionTie, () => attentionTie(weights, task.batch));
    add(rates.evidenceTie, () =>
      evidenceTie(directions, p['decoder/kernel'] as tf.Tensor2D, task.batch, operations),
    );
    return tf.mul(tf.addN(parts), task.share);
  })([...parameters]);
  const loss = value.dataSync()[0]!;
  value.dispose();
  return { loss, correct, gradients: grads };
}

/** How many rows of logits (B, C) are largest where the targets are. */
function hits(logits: ArrayLike<number>, { batch: { batch, targets } }: ClassifyTask): number {
  const classes = targets.length / batch;
  let right = 0;
  for (let row = 0; row < batch; row++) {
    const [given, wanted] = [logits, targets].map((values) => largest(values, row * classes, classes));
    if (given === wanted) right++;
  }
  return right;
}

function largest(values: ArrayLike<number>, from: number, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (values[from + k]! > values[from + best]!) best = k;
  return best;
}
