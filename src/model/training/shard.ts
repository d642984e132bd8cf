/** What one thread does of a step: its shard's gradients, then its slice of the merged gradients and of Adam. */
import * as tf from '@tensorflow/tfjs-core';
import { TrainingModule, type CompiledModule, type SharedMemory } from '../kernels/trainingModule';
import type { EngineOptions } from './engine';
import { gradientsOf, rowsRead, type ShardLoss } from './gradients';
import { parametrisation, type AnyArchitecture, type Parametrisation } from './objective';
import { FusedOperations } from './operations';
import { ParameterStore } from './parameterStore';
import { permuteRows } from './rows';
import type { ShardTask } from './tasks';

/** What a thread is given when it starts. */
export interface ShardSettings {
  readonly compiled: CompiledModule;
  /** Of the parameter store. */
  readonly memory: SharedMemory;
  readonly architecture: AnyArchitecture;
  readonly options: EngineOptions;
  readonly shards: number;
  readonly shard: number;
}

export interface UpdateTask {
  /** Counted from 1. */
  readonly step: number;
  readonly rate: number;
  /** Factor on the gradients. */
  readonly clip: number;
}

/** A shard wherever it is computed. The next call is made when all shards have answered the one before. */
export interface Shard {
  gradients(task: ShardTask): Promise<ShardLoss>;
  /** @returns the sum of squares of this slice of the merged gradients */
  merge(): Promise<number>;
  update(task: UpdateTask): Promise<void>;
  dispose(): Promise<void>;
}

/** A shard in this thread. */
export class LocalShard implements Shard {
  private readonly parameters: Parametrisation;
  private readonly store: ParameterStore;
  private readonly operations: FusedOperations;

  constructor(private readonly settings: ShardSettings) {
    const { compiled, memory, architecture, options, shards } = settings;
    this.parameters = parametrisation(options.objective ?? 'classify', architecture);
    const module = new TrainingModule(compiled, memory);
    this.store = new ParameterStore(module, this.parameters, shards, options.lazy);
    this.operations = new FusedOperations(new TrainingModule(compiled));
  }

  gradients(task: ShardTask): Promise<ShardLoss> {
    const { architecture, options, shard } = this.settings;
    const { store, operations } = this;
    const { shapes } = this.parameters;
    const frozen = options.frozen ?? [];
    const read = rowsRead(task);
    const result = operations.step(() => {
      // A table's place is taken by the rows that the shard reads, which are all that it differentiates by.
      const rows = Object.entries(read).map(([table, ids]) => {
        const width = store.width(table);
        const room = operations.room(ids.length * width);
        return tf.tensor2d(permuteRows(store.parameter(table), ids, width, room), [ids.length, width]);
      });
      const dense = store.dense.map((name) =>
        tf.tensor(store.parameter(name).slice(), shapes[name] as number[]),
      );
      const names = [...Object.keys(read), ...store.dense];
      const found = gradientsOf(names, [...rows, ...dense], architecture, task, options, {
        ...operations,
        embed: (given) => given,
      });
      found.gradients.forEach((gradient, i) => {
        const name = names[i]!;
        if (frozen.includes(name)) return;
        const values = gradient.dataSync() as Float32Array;
        if (i < rows.length) store.addRows(shard, name, read[name]!, values);
        else store.setGradient(shard, name, values);
      });
      return { loss: found.loss, correct: found.correct };
    });
    return Promise.resolve(result);
  }

  merge(): Promise<number> {
    return Promise.resolve(this.store.merge(this.settings.shard));
  }

  update({ step, rate, clip }: UpdateTask): Promise<void> {
    this.store.update(this.settings.shard, step, rate, clip);
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}
