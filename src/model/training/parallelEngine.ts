/**
 * Steps spread over shards, each of which may be computed by a thread of its own. The numbers depend on how many
 * shards there are, and not on where, when or in which order they are computed: each phase of a step waits for all,
 * and everything is added up in the shards' order.
 */
import { InputError } from '../types';
import { createMemory, TrainingModule, type CompiledModule } from '../kernels/trainingModule';
import type { EngineOptions, StepEngine, Values } from './engine';
import type { ShardLoss } from './gradients';
import { parametrisation, type AnyArchitecture } from './objective';
import { FusedOperations } from './operations';
import { ParameterStore } from './parameterStore';
import { LocalShard, type Shard, type ShardSettings } from './shard';
import type { ShardTask } from './tasks';

export class ParallelEngine implements StepEngine {
  readonly operations: FusedOperations;
  private readonly store: ParameterStore;
  private readonly shards: Shard[];
  private steps = 0;

  constructor(
    compiled: CompiledModule,
    readonly architecture: AnyArchitecture,
    private readonly options: EngineOptions,
    initial: Values,
    shards: number,
    start: (settings: ShardSettings) => Shard = (settings) => new LocalShard(settings),
  ) {
    const memory = createMemory();
    this.operations = new FusedOperations(new TrainingModule(compiled));
    const parameters = parametrisation(options.objective ?? 'classify', architecture);
    this.store = new ParameterStore(new TrainingModule(compiled, memory), parameters, shards, options.lazy);
    this.store.initialize(initial);
    this.shards = Array.from({ length: shards }, (_, shard) =>
      start({ compiled, memory, architecture, options, shards, shard }),
    );
  }

  async step(tasks: readonly ShardTask[], rate: number): Promise<ShardLoss> {
    const { shards } = this;
    if (tasks.length !== shards.length) {
      throw new InputError(`a batch of ${tasks.length} texts is too small for ${shards.length} shards`);
    }
    const losses = await Promise.all(shards.map((shard, i) => shard.gradients(tasks[i]!)));
    const squares = await Promise.all(shards.map((shard) => shard.merge()));
    const norm = Math.sqrt(squares.reduce((a, b) => a + b, 0));
    const clip = Math.min(1, this.options.clipNorm / (norm + 1e-12));
    this.steps++;
    await Promise.all(shards.map((shard) => shard.update({ step: this.steps, rate, clip })));
    return {
      loss: losses.reduce((sum, { loss }) => sum + loss, 0),
      correct: losses.reduce((sum, { correct }) => sum + correct, 0),
    };
  }

  average(decay: number): Promise<void> {
    this.store.updateAverages(decay);
    return Promise.resolve();
  }

  averages(): Promise<Values> {
    const { store } = this;
    // An average of what never changes would still lose bits.
    const { frozen } = this.options;
    const entries = store.names.map((name) => {
      const values = frozen?.includes(name) ? store.parameter(name) : store.average(name);
      return [name, values.slice()];
    });
    return Promise.resolve(Object.fromEntries(entries) as Values);
  }

  state(): Promise<Record<string, Float32Array>> {
    return Promise.resolve({ 'adam/iter': Float32Array.of(this.steps), ...this.store.state() });
  }

  restore(tensors: Readonly<Record<string, Float32Array>>): Promise<void> {
    this.store.restore(tensors);
    this.steps = tensors['adam/iter']![0]!;
    return Promise.resolve();
  }

  async dispose(): Promise<void> {
    await Promise.all(this.shards.map((shard) => shard.dispose()));
  }
}
