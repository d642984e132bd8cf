/** Opens what divides a verdict among words by gradients, its kernels read from disk. */
import path from 'node:path';
import type { Engine } from '../engines/engine';
import type { AnyModel } from '../load';
import { openAttributor as open } from '../serving/attributor';
import type { Attributor } from '../trust/examiner';
import { kernelReader } from './files';

/**
 * @param bundleFolder of the bundle: the training kernels are in `kernels` below it
 * @throws InputError for a model that cannot be attributed so
 */
export async function openAttributor(
  model: AnyModel,
  engine: Engine,
  bundleFolder: string,
): Promise<Attributor> {
  return open(model, engine, kernelReader(path.join(bundleFolder, 'kernels')));
}
