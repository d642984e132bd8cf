/** The texts that a run of the laboratory validates on, for those who choose something else on them too. */
import type { Labelled } from '../../model/evaluation/types';
import { readData } from './read';

export interface ValidationOptions {
  /** File of ids that the run left out. */
  readonly exclude?: string | undefined;
  /** How many it was to split off. */
  readonly validation?: number | undefined;
  /** Of the split. */
  readonly seed?: number;
}

/**
 * @param classes the model's
 * @throws InputError as readData
 */
export async function validationTexts(
  data: string,
  classes: readonly string[],
  { exclude, validation, seed = 1 }: ValidationOptions = {},
): Promise<readonly Labelled[]> {
  const read = await readData({
    data,
    labels: [...classes],
    splitSeed: seed,
    ...(exclude === undefined ? {} : { exclude }),
    ...(validation === undefined ? {} : { validation }),
  });
  return read.validation;
}
