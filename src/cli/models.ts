/** Model folders: the shipped ones by name, any other by path. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { classifierNames, modelNames } from '../model/node/modelFolders';
import { InputError } from '../model/types';

export const DEFAULT_MODEL = 'imdb-attention';

/**
 * The folder that `--model` means: a name inside `modelsFolder`, otherwise a path.
 * @throws InputError naming the models there are.
 */
export async function findModel(model: string, modelsFolder: string): Promise<string> {
  const names = await modelNames(modelsFolder);
  if (names.includes(model)) return path.join(modelsFolder, model);
  const isFolder = await stat(model).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (isFolder && model !== '') return path.resolve(model);
  const known = names.length > 0 ? names.join(', ') : 'none';
  throw new InputError(
    `--model ${JSON.stringify(model)}: expected a model of ${modelsFolder} (there: ${known}) or the path of a model folder`,
  );
}

/** What `--models` may be instead of names. */
export const ALL_MODELS = 'all';

/**
 * The models that are meant: as given, or with "all" every shipped one that gives verdicts, the default first.
 * @throws InputError when there is none.
 */
export async function chosenModels(
  given: readonly string[],
  modelsFolder: string,
): Promise<readonly string[]> {
  if (!given.includes(ALL_MODELS)) return given;
  const classifiers = await classifierNames(modelsFolder);
  if (classifiers.length === 0) throw new InputError(`${modelsFolder}: expected models there, found none`);
  return classifiers.sort((a, b) => Number(b === DEFAULT_MODEL) - Number(a === DEFAULT_MODEL));
}
