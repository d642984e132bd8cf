/** Opens what computes the steps of a run: the training kernels, a thread for each shard. */
import * as tf from '@tensorflow/tfjs-core';
import type { Architecture } from '../../model/network';
import { readTrainingKernels } from '../../model/node/trainingKernels';
import { workerShard } from '../../model/node/trainingWorkers';
import type { EngineOptions, Values } from '../../model/training/engine';
import { ParallelEngine } from '../../model/training/parallelEngine';

/** Where a build, or the sources, have what training loads at run time. */
export interface TrainingFiles {
  /** With training-simd.wasm and training-relaxed.wasm, and those of reading. */
  readonly kernelFolder: string;
  /** Entry of a training thread. */
  readonly workerPath: string;
}

export async function openTraining(
  files: TrainingFiles,
  architecture: Architecture,
  options: EngineOptions,
  initial: Values,
  shards: number,
): Promise<ParallelEngine> {
  // Everything heavy is in the kernels; around them plain JavaScript copies least.
  tf.enableProdMode();
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  const compiled = await readTrainingKernels(files.kernelFolder);
  return new ParallelEngine(compiled, architecture, options, initial, shards, workerShard(files.workerPath));
}
