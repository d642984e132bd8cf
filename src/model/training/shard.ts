/** What one thread does of a step: its shard's gradients, then its slice of the merged gradients and of Adam. */
import * as tf from '@tensorflow/tfjs-core';
import { timeMajor, parameterShapes, type Architecture } from '../network';
import { TrainingModule, type CompiledModule, type SharedMemory } from '../kernels/trainingModule';
import type { EngineOptions } from './engine';
import { gradientsOf, type ShardLoss, type ShardTask } from './gradients';
import { FusedOperations } from './operations';
import { ParameterStore } from './parameterStore';
import { permuteRows } from './rows';

/** What a thread is given when it starts. */
export interface ShardSettings {
  readonly compiled: CompiledModule;
  /** Of the parameter store. */
  readonly memory: SharedMemory;
  readonly architecture: Architecture;
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
  private readonly store: ParameterStore;
  private readonly operations: FusedOperations;

  constructor(private readonly settings: ShardSettings) {
    const { compiled, memory, architecture, shards } = settings;
    this.store = new ParameterStore(new TrainingModule(compiled, memory), architecture, shards);
    this.operations = new FusedOperations(new TrainingModule(compiled));
  }

  gradients(task: ShardTask): Promise<ShardLoss> {
    const { architecture, options, shard } = this.settings;
    const { store, operations } = this;
    const ids = timeMajor(task.batch);
    const width = architecture.embedding;
    const shapes = parameterShapes(architecture);
    const [table, ...others] = store.names;
    const result = operations.step(() => {
      // The table's place is taken by the rows that the shard reads, which are all that it differentiates by.
      const read = permuteRows(store.parameter(table!), ids, width, operations.room(ids.length * width));
      const rows = tf.tensor2d(read, [ids.length, width]);
      const parameters = others.map((name) => tf.tensor(store.parameter(name).slice(), shapes[name]));
      const found = gradientsOf(store.names, [rows, ...parameters], architecture, task, options, {
        ...operations,
        embed: (given) => given,
      });
      const [dRows, ...gradients] = found.gradients.map((g) => g.dataSync() as Float32Array);
      store.addRows(shard, ids, dRows!);
      others.forEach((name, i) => store.setGradient(shard, name, gradients[i]!));
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
