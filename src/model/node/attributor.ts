/** Opens what divides a verdict among words by gradients. */
import path from 'node:path';
import type { Engine } from '../engines/engine';
import { isBagOfWords, type AnyModel } from '../load';
import type { Attributor } from '../trust/examiner';
import { GradientAttributor } from '../trust/gradients';
import { linearAttributor } from '../trust/linear';
import { readTrainingKernels } from './trainingKernels';

/**
 * @param bundleFolder of the bundle: the training kernels are in `kernels` below it
 * @throws InputError for a model that cannot be attributed so
 */
export async function openAttributor(
  model: AnyModel,
  engine: Engine,
  bundleFolder: string,
): Promise<Attributor> {
  const { name } = model.manifest;
  if (isBagOfWords(model)) return linearAttributor(engine, name);
  const folder = path.join(bundleFolder, 'kernels');
  const compiled = await readTrainingKernels(folder).catch((error: unknown) => {
    throw new Error(`Attributions need the training kernels in ${folder}: ${(error as Error).message}`);
  });
  return new GradientAttributor(compiled, model, name);
}
