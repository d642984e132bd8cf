/**
 * Trains the network: cross entropy, Adam with a linear warm-up and decay, clipping by the global norm, and an
 * exponential moving average of the weights (Polyak and Juditsky 1992), which is what is evaluated and kept.
 */
import * as tf from '@tensorflow/tfjs-core';
import { forward, padBatch, parameterNames, parameterShapes } from '../network';
import type { Architecture, Parameters } from '../network';
import { COMPOSED, type Operations } from '../operations';
import { Random } from '../random';
import type { Vocab } from '../vocab';
import { epochBatches, type BatchOptions, type TrainingBatch } from './batches';
import type { EngineOptions, StepEngine, Values } from './engine';
import { shardTasks, type ShardLoss } from './gradients';
import type { Sequence } from './prepare';

export interface TrainingOptions extends BatchOptions, EngineOptions {
  readonly epochs: number;
  readonly learningRate: number;
  readonly warmupSteps: number;
  /** The learning rate never falls below this share of its peak. */
  readonly minimumRate: number;
  /** Decay of the moving average, per AVERAGE_EVERY steps. */
  readonly averageDecay: number;
  /** Into how many parts a batch is divided for the masks and the sums: other numbers, slightly other results. */
  readonly shards: number;
  readonly seed: number;
}

const AVERAGE_EVERY = 5;

/** Everything needed to go on from the end of an epoch. */
export interface TrainerState {
  readonly epoch: number;
  readonly step: number;
  readonly tensors: Record<string, Float32Array>;
}

/**
 * First values of Mohandas 2017: uniform in ±1/sqrt(fan_in + fan_out); gate shift 1 for the update gate, so that
 * the state is kept at first. The article's factor sqrt(2) is for ReLU, which this network does not have.
 */
export function initialValues(architecture: Architecture, embedding: Float32Array, seed: number): Values {
  const random = new Random(seed);
  const shapes = parameterShapes(architecture);
  const values = {} as Values;
  for (const name of parameterNames(architecture)) {
    const shape = shapes[name]!;
    const length = shape.reduce((a, b) => a * b, 1);
    const limit = shape.length === 2 ? 1 / Math.sqrt(shape[0]! + architecture.hidden) : 0;
    values[name] = Float32Array.from({ length }, () => limit * (2 * random.uniform() - 1));
    if (name.endsWith('/gamma')) values[name]!.fill(1);
    // Only a GRU's own gates have an update gate; the attention GRU's is the attention.
    if (name.endsWith('/beta') && !name.startsWith('attention/')) {
      values[name]!.fill(1, architecture.hidden, 2 * architecture.hidden);
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
    private readonly vocab: Vocab,
    private readonly options: TrainingOptions,
  ) {}

  /** The averaged weights: copies. */
  averages(): Promise<Values> {
    return this.engine.averages();
  }

  get epochsDone(): number {
    return this.epoch;
  }

  /** One pass over the sequences; calls back after every batch with the mean loss and accuracy so far. */
  async runEpoch(
    sequences: readonly Sequence[],
    onBatch: (done: number, total: number, loss: number, accuracy: number) => void = () => undefined,
  ): Promise<{ loss: number; accuracy: number }> {
    const random = new Random(this.options.seed * 1000 + this.epoch);
    const batches = epochBatches(sequences, this.options, this.vocab, random);
    const totalSteps = batches.length * this.options.epochs;
    let loss = 0;
    let correct = 0;
    let seen = 0;
    for (const [index, batch] of batches.entries()) {
      const result = await this.trainBatch(batch, this.rate(totalSteps));
      loss += result.loss;
      correct += result.correct;
      seen += batch.batch;
      onBatch(index + 1, batches.length, loss / (index + 1), correct / seen);
      await new Promise((resolve) => setTimeout(resolve));
    }
    this.epoch++;
    return { loss: loss / batches.length, accuracy: correct / seen };
  }

  private rate(totalSteps: number): number {
    const { learningRate, warmupSteps, minimumRate } = this.options;
    const warm = Math.min(1, (this.step + 1) / warmupSteps);
    const decay = minimumRate + (1 - minimumRate) * (1 - this.step / totalSteps);
    return learningRate * warm * decay;
  }

  private async trainBatch(batch: TrainingBatch, rate: number): Promise<ShardLoss> {
    const { shards, seed, averageDecay } = this.options;
    const tasks = shardTasks(batch, shards, this.vocab.padId, seed, this.step);
    const result = await this.engine.step(tasks, rate);
    this.step++;
    if (this.step % AVERAGE_EVERY === 0) {
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

/** Log-odds of positive for every sequence, in their order, batched by length. */
export function score(
  sequences: readonly { readonly ids: Int32Array }[],
  values: Values,
  architecture: Architecture,
  padId: number,
  options: { readonly batchSize: number; readonly maxLength: number },
  operations: Operations = COMPOSED,
): Float32Array {
  const shapes = parameterShapes(architecture);
  const parameters = Object.fromEntries(
    parameterNames(architecture).map((name) => [name, tf.tensor(values[name]!, shapes[name])]),
  ) as Parameters;
  const order = sequences
    .map((_, i) => i)
    .sort((a, b) => sequences[a]!.ids.length - sequences[b]!.ids.length);
  const odds = new Float32Array(sequences.length);
  for (let i = 0; i < order.length; i += options.batchSize) {
    const rows = order.slice(i, i + options.batchSize);
    const batch = padBatch(
      rows.map((row) => sequences[row]!.ids.subarray(0, options.maxLength)),
      padId,
    );
    const logits = operations.step(() =>
      forward(parameters, architecture, batch, undefined, operations).logits.dataSync().slice(),
    );
    rows.forEach((row, k) => (odds[row] = logits[2 * k + 1]! - logits[2 * k]!));
  }
  tf.dispose(Object.values(parameters));
  return odds;
}
