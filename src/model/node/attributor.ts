/** Opens what divides a verdict among words by gradients. */
import type { Engine } from '../engines/engine';
import { isBagOfWords, type AnyModel } from '../load';
import type { Attributor } from '../trust/examiner';
import { linearAttributor } from '../trust/linear';
import { InputError } from '../types';

/** @throws InputError for a model that cannot be attributed so */
export async function openAttributor(model: AnyModel, engine: Engine): Promise<Attributor> {
  const { name } = model.manifest;
  if (isBagOfWords(model)) return linearAttributor(engine, name);
  throw new InputError(`The model ${name} cannot be attributed by gradients.`);
}
