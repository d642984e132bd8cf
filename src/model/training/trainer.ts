/**
 * Trains the network: cross entropy, Adam with a linear warm-up and decay, clipping by the global norm, and an
 * exponential moving average of the weights (Polyak and Juditsky 1992), which is what is evaluated and kept.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { forward, PARAMETER_NAMES, parameterShapes, padBatch } from '../network';
import type { Architecture, ParameterName, Parameters } from '../network';
import { Random } from '../random';
import type { Vocab } from '../vocab';
import { epochBatches, type BatchOptions, type TrainingBatch } from './batches';
import type { Sequence } from './prepare';

export interface TrainingOptions extends BatchOptions {
  readonly epochs: number;
  readonly learningRate: number;
  readonly warmupSteps: number;
  /** The learning rate never falls below this share of its peak. */
  readonly minimumRate: number;
  readonly clipNorm: number;
  readonly embeddingDropout: number;
  readonly contextDropout: number;
  /** Decay of the moving average, per AVERAGE_EVERY steps. */
  readonly averageDecay: number;
  readonly seed: number;
}

const AVERAGE_EVERY = 5;

type Variables = Record<ParameterName, tf.Variable>;
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
export function initialValues(
  architecture: Architecture,
  embedding: Float32Array,
  seed: number,
): Record<ParameterName, Float32Array> {
  const random = new Random(seed);
  const shapes = parameterShapes(architecture);
  const values = {} as Record<ParameterName, Float32Array>;
  for (const name of PARAMETER_NAMES) {
    const shape = shapes[name];
    const length = shape.reduce((a, b) => a * b, 1);
    const limit = shape.length === 2 ? 1 / Math.sqrt(shape[0]! + architecture.hidden) : 0;
    values[name] = Float32Array.from({ length }, () => limit * (2 * random.uniform() - 1));
  }
  values['embedding/table'] = embedding;
  values['gru/gamma'].fill(1);
  values['gru/beta'].fill(1, architecture.hidden, 2 * architecture.hidden);
  return values;
}

export class Trainer {
  readonly variables: Variables;
  private readonly averages: Variables;
  private readonly optimizer: tf.AdamOptimizer;
  private epoch = 0;
  private step = 0;

  constructor(
    private readonly architecture: Architecture,
    private readonly vocab: Vocab,
    private readonly options: TrainingOptions,
    initial: Record<ParameterName, Float32Array>,
  ) {
    const shapes = parameterShapes(architecture);
    const make = (prefix: string) =>
      Object.fromEntries(
        PARAMETER_NAMES.map((name) => [
          name,
          tf.variable(tf.tensor(initial[name], shapes[name]), true, `${prefix}/${name}`),
        ]),
      ) as Variables;
    this.variables = make('model');
    this.averages = make('average');
    this.optimizer = tf.train.adam(options.learningRate);
  }

  /** The averaged weights. */
  get parameters(): Parameters {
    return this.averages;
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
      const result = this.trainBatch(batch, this.rate(totalSteps), random);
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

  private trainBatch(batch: TrainingBatch, rate: number, random: Random): { loss: number; correct: number } {
    let correct = 0;
    const { value, grads } = tf.variableGrads(() => {
      const { logits } = forward(this.variables, this.architecture, batch, {
        embedding: this.options.embeddingDropout,
        context: this.options.contextDropout,
        uniform: () => random.uniform(),
      });
      const labels = tf.oneHot(tf.tensor1d(batch.labels, 'int32'), 2);
      const hits = tf.equal(tf.argMax(logits, 1), tf.tensor1d(batch.labels, 'int32'));
      correct = tf.sum(tf.cast(hits, 'int32')).dataSync()[0]!;
      return tf.losses.softmaxCrossEntropy(labels, logits) as tf.Scalar;
    }, Object.values(this.variables));
    tf.tidy(() => {
      const clipped = clipByGlobalNorm(grads, this.options.clipNorm);
      (this.optimizer as unknown as { learningRate: number }).learningRate = rate;
      this.optimizer.applyGradients(clipped as unknown as Record<string, tf.Variable>);
    });
    this.step++;
    if (this.step % AVERAGE_EVERY === 0) this.updateAverage();
    const loss = value.dataSync()[0]!;
    tf.dispose([value, ...Object.values(grads)]);
    return { loss, correct };
  }

  private updateAverage(): void {
    // Early on the average follows closely, so that it does not remember the first values.
    const decay = Math.min(this.options.averageDecay, this.step / (this.step + 20));
    for (const name of PARAMETER_NAMES) {
      tf.tidy(() => {
        const average = this.averages[name];
        average.assign(tf.add(tf.mul(average, decay), tf.mul(this.variables[name], 1 - decay)));
      });
    }
  }

  /** Everything needed to go on later, bit for bit. */
  async state(): Promise<TrainerState> {
    const tensors: Record<string, Float32Array> = {};
    for (const name of PARAMETER_NAMES) {
      tensors[`model/${name}`] = (await this.variables[name].data()) as Float32Array;
      tensors[`average/${name}`] = (await this.averages[name].data()) as Float32Array;
    }
    for (const { name, tensor } of await this.optimizer.getWeights()) {
      tensors[`adam/${name}`] = Float32Array.from(await tensor.data());
    }
    return { epoch: this.epoch, step: this.step, tensors };
  }

  async restore(state: TrainerState): Promise<void> {
    const shapes = parameterShapes(this.architecture);
    for (const name of PARAMETER_NAMES) {
      const shape = shapes[name];
      tf.tidy(() => {
        this.variables[name].assign(tf.tensor(state.tensors[`model/${name}`]!, shape));
        this.averages[name].assign(tf.tensor(state.tensors[`average/${name}`]!, shape));
      });
    }
    const named = Object.entries(state.tensors).filter(([name]) => name.startsWith('adam/'));
    await this.optimizer.setWeights(
      named.map(([key, values]) => {
        const name = key.slice('adam/'.length);
        const shape = PARAMETER_NAMES.find((p) => name === `model/${p}/m` || name === `model/${p}/v`);
        return {
          name,
          tensor: shape ? tf.tensor(values, shapes[shape]) : tf.scalar(values[0]!, 'int32'),
        };
      }),
    );
    this.epoch = state.epoch;
    this.step = state.step;
  }

  dispose(): void {
    tf.dispose([...Object.values(this.variables), ...Object.values(this.averages)]);
    this.optimizer.dispose();
  }
}

function clipByGlobalNorm(grads: tf.NamedTensorMap, most: number): tf.NamedTensorMap {
  const squares = Object.values(grads).map((g) => tf.sum(tf.square(g)));
  const norm = tf.sqrt(tf.addN(squares));
  const factor = tf.minimum(1, tf.div(most, tf.add(norm, 1e-12)));
  return Object.fromEntries(Object.entries(grads).map(([name, g]) => [name, tf.mul(g, factor)]));
}

/** Log-odds of positive for every sequence, in their order, batched by length. */
export function score(
  sequences: readonly { readonly ids: Int32Array }[],
  parameters: Parameters,
  architecture: Architecture,
  padId: number,
  options: { readonly batchSize: number; readonly maxLength: number },
): Float32Array {
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
    const logits = tf.tidy(() => forward(parameters, architecture, batch).logits.dataSync());
    rows.forEach((row, k) => (odds[row] = logits[2 * k + 1]! - logits[2 * k]!));
  }
  return odds;
}
