/** Opens what divides a verdict among words by gradients. */
import type { Engine } from '../engines/engine';
import { compileTraining, type CompiledModule } from '../kernels/trainingModule';
import { isBagOfWords, type AnyModel } from '../load';
import type { Attributor } from '../trust/examiner';
import { GradientAttributor } from '../trust/gradients';
import { linearAttributor } from '../trust/linear';
import type { ReadFile } from '../types';

/**
 * @param readKernel reads a kernel's binary by its name
 * @throws InputError for a model that cannot be attributed so
 */
export async function openAttributor(
  model: AnyModel,
  engine: Engine,
  readKernel: ReadFile,
): Promise<Attributor> {
  const { name } = model.manifest;
  if (isBagOfWords(model)) return linearAttributor(engine, name);
  const compiled = await readTrainingKernels(readKernel).catch((error: unknown) => {
    throw new Error(`Attributions need the training kernels: ${(error as Error).message}`);
  });
  return new GradientAttributor(compiled, model, name);
}

/** The training module, from training-relaxed.wasm and training-simd.wasm. */
export async function readTrainingKernels(readKernel: ReadFile): Promise<CompiledModule> {
  return compileTraining({
    relaxed: await readKernel('training-relaxed.wasm'),
    simd: await readKernel('training-simd.wasm'),
  });
}
