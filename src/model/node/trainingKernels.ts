/** The training module from disk. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { compileTraining, type CompiledModule } from '../kernels/trainingModule';

/** @param folder with training-relaxed.wasm and training-simd.wasm */
export async function readTrainingKernels(folder: string): Promise<CompiledModule> {
  const read = (build: string) => readFile(path.join(folder, `training-${build}.wasm`));
  return compileTraining({ relaxed: await read('relaxed'), simd: await read('simd') });
}
