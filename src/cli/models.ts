/** Model folders: the shipped ones by name, any other by path. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { MODEL_FILES } from '../model/artifacts';
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

/** Folders with a manifest, by name. */
async function modelNames(modelsFolder: string): Promise<string[]> {
  const entries = await readdir(modelsFolder, { withFileTypes: true }).catch(() => []);
  const checked = await Promise.all(
    entries.map(async ({ name }) => {
      const manifest = path.join(modelsFolder, name, MODEL_FILES.manifest);
      return stat(manifest).then(
        () => [name],
        () => [],
      );
    }),
  );
  return checked.flat().sort();
}
