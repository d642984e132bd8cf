/** Model folders on disk: the injected file reader that the model code asks for. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadCheckpoint } from '../checkpoints';
import { isModelFile } from '../folder';
import { isBagOfWords, loadAnyModel, type AnyModel } from '../load';
import { unpacking } from '../packed';
import { InputError } from '../types';
import type { ReadFile } from '../types';

/**
 * Loads a model folder, or the checkpoint of an epoch of its training. Rejects with InputError naming folder, file
 * and what is wrong there.
 */
export async function loadModelFolder(folder: string, epoch?: number): Promise<AnyModel> {
  const model = await named(folder, loadAnyModel);
  return epoch === undefined ? model : loadEpoch(folder, model, epoch);
}

/** The checkpoint of an epoch of a model that was loaded from this folder. Rejects as `loadModelFolder` does. */
export async function loadEpoch(folder: string, model: AnyModel, epoch: number): Promise<AnyModel> {
  return named(folder, async (read) => {
    if (isBagOfWords(model)) throw new InputError('model.json: a bag of words has no epochs of training');
    return loadCheckpoint(model, epoch, read);
  });
}

/** Work on a folder whose refusals name it. */
async function named(folder: string, work: (read: ReadFile) => Promise<AnyModel>): Promise<AnyModel> {
  const where = describeFolder(folder);
  try {
    return await work(modelFolderReader(folder));
  } catch (error) {
    if (!(error instanceof InputError) || error.message.startsWith(where)) throw error;
    throw new InputError(`${where}: ${error.message}`, { cause: error });
  }
}

/**
 * Reads files of one model folder, and of its siblings, by the names that a manifest may give (see ../folder.ts);
 * checkpoints also where they are packed (../packed.ts).
 * The reader rejects with InputError naming the folder when a file is missing or unreadable, and for any other name.
 */
export function modelFolderReader(folder: string): ReadFile {
  const root = path.resolve(folder);
  const where = describeFolder(folder);
  return unpacking(async (name) => {
    if (!isModelFile(name)) throw new InputError(`${where}: "${name}" is not a file of it, nor of a sibling`);
    try {
      return await readFile(path.join(root, name));
    } catch (error) {
      throw new InputError(`${where}: ${name}: ${reason(error)}`, { cause: error });
    }
  });
}

function describeFolder(folder: string): string {
  return `Model folder ${path.resolve(folder)}`;
}

function reason(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'the file is missing';
  if (code === 'EISDIR') return 'a folder stands there, a file was expected';
  return `the file cannot be read (${code ?? String(error)})`;
}
