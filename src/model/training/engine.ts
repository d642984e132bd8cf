/** What the trainer needs of whoever computes its steps. */
import type { Operations } from '../operations';
import type { DropoutRates, ShardLoss } from './gradients';
import type { AnyArchitecture, Objective } from './objective';
import type { ShardTask } from './tasks';

/** Parameters by name. */
export type Values = Record<string, Float32Array>;

/** Options of the optimiser that do not change over a run. */
export interface EngineOptions extends DropoutRates {
  /** Gradients are scaled down to this norm over all parameters. */
  readonly clipNorm: number;
  /** `classify` where not given. */
  readonly objective?: Objective;
  /** Tables that stay as they are. */
  readonly frozen?: readonly string[];
  /**
   * Whether rows of tables that a batch does not read stay as they are, instead of following their fading moments. Only
   * our kernels' Adam can.
   */
  readonly lazy?: boolean;
}

export interface StepEngine {
  readonly architecture: AnyArchitecture;
  /** For evaluation in this thread. */
  readonly operations: Operations;
  /** Gradients of all shards, clipping, one step of Adam. */
  step(tasks: readonly ShardTask[], rate: number): Promise<ShardLoss>;
  /** averages = decay·averages + (1 − decay)·parameters */
  average(decay: number): Promise<void>;
  /** The averaged weights: copies. */
  averages(): Promise<Values>;
  /**
   * Everything needed to go on later, bit for bit, under the names `model/…`, `average/…`, `adam/iter` and
   * `adam/model/…/m` and `/v`, the same for every engine.
   */
  state(): Promise<Record<string, Float32Array>>;
  restore(tensors: Readonly<Record<string, Float32Array>>): Promise<void>;
  dispose(): Promise<void>;
}

/** As TensorFlow.js's tf.train.adam has them where nothing is said. */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
