/** Steps in this thread: TensorFlow.js's own Adam and, unless others are given, operations composed of its own. */
import * as tf from '@tensorflow/tfjs-core';
import { embed } from './embedding';
import { ADAM, type EngineOptions, type StepEngine, type Values } from './engine';
import { gradientsOf, type ShardLoss } from './gradients';
import { COMPOSED_TRAINING, type TrainingOperations } from './language';
import { parametrisation, type AnyArchitecture } from './objective';
import type { ShardTask } from './tasks';

type Variables = Record<string, tf.Variable>;

export class TensorflowEngine implements StepEngine {
  private readonly names: string[];
  /** Those that change. */
  private readonly trained: string[];
  private readonly shapes: Readonly<Record<string, number[]>>;
  private readonly variables: Variables;
  private readonly averaged: Variables;
  private readonly optimizer: tf.AdamOptimizer;

  /** @throws RangeError for lazy tables */
  constructor(
    readonly architecture: AnyArchitecture,
    private readonly options: EngineOptions,
    initial: Values,
    readonly operations: TrainingOperations = { ...COMPOSED_TRAINING, embed },
  ) {
    if (options.lazy) throw new RangeError('TensorFlow.js has no Adam that leaves rows out');
    const { shapes } = parametrisation(options.objective ?? 'classify', architecture);
    this.shapes = shapes as Record<string, number[]>;
    this.names = Object.keys(shapes);
    this.trained = this.names.filter((name) => !options.frozen?.includes(name));
    const make = (prefix: string) =>
      Object.fromEntries(
        this.names.map((name) => [
          name,
          tf.variable(tf.tensor(initial[name]!.slice(), this.shapes[name]), true, `${prefix}/${name}`),
        ]),
      ) as Variables;
    this.variables = make('model');
    this.averaged = make('average');
    this.optimizer = tf.train.adam(0, ADAM.beta1, ADAM.beta2, ADAM.epsilon);
  }

  step(tasks: readonly ShardTask[], rate: number): Promise<ShardLoss> {
    const total = { loss: 0, correct: 0 };
    tf.tidy(() => {
      let sums: tf.Tensor[] = [];
      for (const task of tasks) {
        const parameters = this.names.map((name) => this.variables[name]!);
        const { architecture, options, operations } = this;
        const found = gradientsOf(this.names, parameters, architecture, task, options, operations);
        total.loss += found.loss;
        total.correct += found.correct;
        const changing = found.gradients.filter((_, i) => this.trained.includes(this.names[i]!));
        sums = changing.map((gradient, i) => (sums[i] ? tf.add(sums[i], gradient) : gradient));
      }
      const clipped = clipByGlobalNorm(sums, this.options.clipNorm);
      (this.optimizer as unknown as { learningRate: number }).learningRate = rate;
      this.optimizer.applyGradients(
        Object.fromEntries(this.trained.map((name, i) => [`model/${name}`, clipped[i] as tf.Variable])),
      );
    });
    return Promise.resolve(total);
  }

  average(decay: number): Promise<void> {
    for (const name of this.names) {
      tf.tidy(() => {
        const average = this.averaged[name]!;
        average.assign(tf.add(tf.mul(average, decay), tf.mul(this.variables[name]!, 1 - decay)));
      });
    }
    return Promise.resolve();
  }

  async averages(): Promise<Values> {
    const entries = this.names.map(async (name) => {
      const from = this.trained.includes(name) ? this.averaged : this.variables;
      return [name, await copy(from[name]!)] as const;
    });
    return Object.fromEntries(await Promise.all(entries)) as Values;
  }

  async state(): Promise<Record<string, Float32Array>> {
    const tensors: Record<string, Float32Array> = {};
    for (const name of this.names) {
      tensors[`model/${name}`] = await copy(this.variables[name]!);
      tensors[`average/${name}`] = await copy(this.averaged[name]!);
    }
    for (const name of this.names) {
      const none = new Float32Array(this.variables[name]!.size);
      tensors[`adam/model/${name}/m`] = none;
      tensors[`adam/model/${name}/v`] = none;
    }
    for (const { name, tensor } of await this.optimizer.getWeights()) {
      tensors[`adam/${name}`] = await copy(tensor);
    }
    return tensors;
  }

  async restore(tensors: Readonly<Record<string, Float32Array>>): Promise<void> {
    const { shapes } = this;
    for (const name of this.names) {
      tf.tidy(() => {
        this.variables[name]!.assign(tf.tensor(tensors[`model/${name}`]!, shapes[name]));
        this.averaged[name]!.assign(tf.tensor(tensors[`average/${name}`]!, shapes[name]));
      });
    }
    const moments = (['m', 'v'] as const).flatMap((moment) =>
      this.trained.map((name) => ({
        name: `model/${name}/${moment}`,
        tensor: tf.tensor(tensors[`adam/model/${name}/${moment}`]!, shapes[name]),
      })),
    );
    const iterations = { name: 'iter', tensor: tf.scalar(tensors['adam/iter']![0]!, 'int32') };
    await this.optimizer.setWeights([iterations, ...moments]);
    tf.dispose([iterations.tensor, ...moments.map((m) => m.tensor)]);
  }

  dispose(): Promise<void> {
    tf.dispose([...Object.values(this.variables), ...Object.values(this.averaged)]);
    this.optimizer.dispose();
    return Promise.resolve();
  }
}

async function copy(tensor: tf.Tensor): Promise<Float32Array> {
  return Float32Array.from(await tensor.data());
}

function clipByGlobalNorm(gradients: readonly tf.Tensor[], most: number): tf.Tensor[] {
  const squares = gradients.map((g) => tf.sum(tf.square(g)));
  const norm = tf.sqrt(tf.addN(squares));
  const factor = tf.minimum(1, tf.div(most, tf.add(norm, 1e-12)));
  return gradients.map((g) => tf.mul(g, factor));
}
