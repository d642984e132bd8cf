/** The training module from disk. */
import type { CompiledModule } from '../kernels/trainingModule';
import { readTrainingKernels as read } from '../serving/attributor';
import { kernelReader } from './files';

/** @param folder with training-relaxed.wasm and training-simd.wasm */
export async function readTrainingKernels(folder: string): Promise<CompiledModule> {
  return read(kernelReader(folder));
}
