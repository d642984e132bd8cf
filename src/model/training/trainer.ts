/**
 * Trains the network: cross entropy, Adam with a linear warm-up and decay, clipping by the global norm, and an
 * exponential moving average of the weights (Polyak and Juditsky 1992), which is what is evaluated and kept.
 */
import * as tf from '@tensorflow/tfjs-core';
import { forward, padBatch, parameterShapes } from '../network';
import type { Architecture, Parameters } from '../network';
import { COMPOSED, type Operations } from '../operations';
import { Random } from '../random';
import type { Vocab } from '../vocab';
import { epochBatches, type BatchOptions } from './batches';
import type { StepEngine, Values } from './engine';
import type { ShardLoss } from './gradients';
import type { Sequence } from './prepare';
import { shardTasks, type ShardTask } from './tasks';

export interface TrainingOptions {
  readonly epochs: number;
  readonly learningRate: number;
  readonly warmupSteps: number;
  /** Under `linear` decay the learning rate never falls below this share of its peak. */
  readonly minimumRate: number;
  /**
   * `linear`: from the peak to the minimum over all steps; `article`: max(1e-6, peak·0.96^(step/100000)), without
   * warm-up. `linear` where not given.
   */
  readonly decay?: 'linear' | 'article';
  /** Decay of the moving average, per AVERAGE_EVERY steps. */
  readonly averageDecay: number;
  /** Into how many parts a batch is divided for the masks and the sums: other numbers, slightly other results. */
  readonly shards: number;
  readonly seed: number;
}

const AVERAGE_EVERY = 5;

/** The tasks of one step, given its number; they lie ready or are made then. */
export type Step = (step: number) => readonly ShardTask[];

/** The steps of an epoch, counted from 0. */
export type Epoch = (random: Random, epoch: number) => readonly Step[];

/** Epochs over labelled texts: the same, or those that an epoch is to have. */
export function classification(
  sequences: readonly Sequence[] | ((random: Random) => readonly Sequence[]),
  vocab: Vocab,
  options: BatchOptions & Pick<TrainingOptions, 'shards' | 'seed'>,
): Epoch {
  return (random) => {
    const texts = typeof sequences === 'function' ? sequences(random) : sequences;
    return epochBatches(texts, options, vocab, random).map(
      (batch) => (step) => shardTasks(batch, options.shards, vocab.padId, options.seed, step),
    );
  };
}

export interface Progress {
  /** Steps of this epoch. */
  readonly done: number;
  readonly total: number;
  readonly loss: number;
  readonly accuracy: number;
  /** Read so far in this epoch. */
  readonly words: number;
}

/** Everything needed to go on from the end of an epoch. */
export interface TrainerState {
  readonly epoch: number;
  readonly step: number;
  readonly tensors: Record<string, Float32Array>;
}

/**
 * First values of Mohandas 2017: uniform in ±1/sqrt(fan_in + fan_out), H standing for every fan out; gate shift 1 for
 * the update gate, so that the state is kept at first. The article's factor sqrt(2) is for ReLU, which this network does
 * not have.
 */
export function initialValues(architecture: Architecture, embedding: Float32Array, seed: number): Values {
  const random = new Random(seed);
  const shapes = parameterShapes(architecture);
  const values: Values = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const length = shape.reduce((a, b) => a * b, 1);
    const limit = shape.length === 2 ? 1 / Math.sqrt(shape[0]! + architecture.hidden) : 0;
    values[name] = Float32Array.from({ length }, () => limit * (2 * random.uniform() - 1));
    if (name.endsWith('/gamma')) values[name].fill(1);
    // Only a GRU's own gates have an update gate; the attention GRU's is the attention.
    if (name.endsWith('/beta') && !name.startsWith('attention/')) {
      values[name].fill(1, architecture.hidden, 2 * architecture.hidden);
    }
  }
  values['embedding/table'] = embedding;
  return values;
}

export class Trainer {
  private epoch = 0;
  private step = 0;

  constructor(
    private readonly engine: StepEngine,
    private readonly read: Epoch,
    private readonly options: TrainingOptions,
  ) {}

  /** The averaged weights: copies. */
  averages(): Promise<Values> {
    return this.engine.averages();
  }

  get epochsDone(): number {
    return this.epoch;
  }

  /**
   * One epoch; calls back after every step with the mean loss and accuracy so far, and how many words were read. Where
   * that says false, the epoch ends there and counts as not begun: go back to a saved state.
   * @returns undefined where it was ended
   */
  async runEpoch(
    onStep: (progress: Progress) => boolean | void = () => undefined,
  ): Promise<{ loss: number; accuracy: number } | undefined> {
    const steps = this.read(new Random(this.options.seed * 1000 + this.epoch), this.epoch);
    const totalSteps = steps.length * this.options.epochs;
    let loss = 0;
    let correct = 0;
    let texts = 0;
    let words = 0;
    for (const [index, step] of steps.entries()) {
      const tasks = step(this.step);
      const result = await this.train(tasks, this.rate(totalSteps));
      loss += result.loss;
      correct += result.correct;
      for (const { batch } of tasks) {
        texts += batch.batch;
        words += Array.from(batch.lengths).reduce((a, b) => a + b, 0);
      }
      const done = index + 1;
      const progress = { done, total: steps.length, loss: loss / done, accuracy: correct / texts, words };
      if (onStep(progress) === false) return undefined;
      await new Promise((resolve) => setTimeout(resolve));
    }
    this.epoch++;
    return { loss: loss / steps.length, accuracy: correct / texts };
  }

  private rate(totalSteps: number): number {
    const { learningRate, warmupSteps, minimumRate, decay: form = 'linear' } = this.options;
    if (form === 'article') return Math.max(1e-6, learningRate * 0.96 ** (this.step / 100_000));
    const warm = Math.min(1, (this.step + 1) / warmupSteps);
    const decay = minimumRate + (1 - minimumRate) * (1 - this.step / totalSteps);
    return learningRate * warm * decay;
  }

  private async train(tasks: readonly ShardTask[], rate: number): Promise<ShardLoss> {
    const { averageDecay } = this.options;
    const result = await this.engine.step(tasks, rate);
    this.step++;
    if (averageDecay === 0 || this.step % AVERAGE_EVERY === 0) {
      // Early on the average follows closely, so that it does not remember the first values.
      await this.engine.average(Math.min(averageDecay, this.step / (this.step + 20)));
    }
    return result;
  }

  /** Everything needed to go on later, bit for bit. */
  async state(): Promise<TrainerState> {
    return { epoch: this.epoch, step: this.step, tensors: await this.engine.state() };
  }

  async restore(state: TrainerState): Promise<void> {
    await this.engine.restore(state.tensors);
    this.epoch = state.epoch;
    this.step = state.step;
  }

  dispose(): Promise<void> {
    return this.engine.dispose();
  }
}

/** A network's values as tensors, the caller's to dispose. */
export function parametersOf(values: Values, architecture: Architecture): Parameters {
  const shapes = parameterShapes(architecture);
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, tf.tensor(values[name]!, shape)]),
  ) as Parameters;
}

/** Logits (C of each) of every sequence, in their order, batched by length. */
export function score(
  sequences: readonly { readonly ids: Int32Array }[],
  values: Values,
  architecture: Architecture,
  padId: number,
  options: { readonly batchSize: number; readonly maxLength: number },
  operations: Operations = COMPOSED,
): Float32Array {
  const parameters = parametersOf(values, architecture);
  const order = sequences
    .map((_, i) => i)
    .sort((a, b) => sequences[a]!.ids.length - sequences[b]!.ids.length);
  const classes = architecture.classes ?? 2;
  const all = new Float32Array(sequences.length * classes);
  for (let i = 0; i < order.length; i += options.batchSize) {
    const rows = order.slice(i, i + options.batchSize);
    const batch = padBatch(
      rows.map((row) => sequences[row]!.ids.subarray(0, options.maxLength)),
      padId,
    );
    const logits = operations.step(() =>
      forward(parameters, architecture, batch, undefined, operations).logits.dataSync().slice(),
    );
    rows.forEach((row, k) => all.set(logits.subarray(k * classes, (k + 1) * classes), row * classes));
  }
  tf.dispose(Object.values(parameters));
  return all;
}
