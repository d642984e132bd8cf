/** Loading a model folder from wherever its files are read, with refusals that name the folder. */
import { loadCheckpoint } from './checkpoints';
import { isModelFile } from './folder';
import { isBagOfWords, loadAnyModel, type AnyModel } from './load';
import { unpacking } from './packed';
import { quoteShort } from './quote';
import { InputError, type ReadFile } from './types';

/** Where a model's files come from. */
export interface NamedFolder {
  /** As people are told: "Model folder …". */
  readonly where: string;
  /** Rejects with InputError naming the folder when a file is missing or unreadable. */
  readonly read: ReadFile;
}

/** Loads a model folder. Rejects with InputError naming folder, file and what is wrong there. */
export async function loadFolder(folder: NamedFolder): Promise<AnyModel> {
  return named(folder, loadAnyModel);
}

/** The checkpoint of an epoch of a model that was loaded from this folder. Rejects as `loadFolder` does. */
export async function loadEpochOf(folder: NamedFolder, model: AnyModel, epoch: number): Promise<AnyModel> {
  return named(folder, async (read) => {
    if (isBagOfWords(model)) throw new InputError('model.json: a bag of words has no epochs of training');
    return loadCheckpoint(model, epoch, read);
  });
}

/** Work on a folder whose refusals name it. */
async function named(
  { where, read }: NamedFolder,
  work: (read: ReadFile) => Promise<AnyModel>,
): Promise<AnyModel> {
  try {
    return await work(read);
  } catch (error) {
    if (!(error instanceof InputError) || error.message.startsWith(where)) throw error;
    throw new InputError(`${where}: ${error.message}`, { cause: error });
  }
}

/**
 * Reads files of one model folder, and of its siblings, by the names that a manifest may give (see folder.ts);
 * checkpoints also where they are packed (packed.ts).
 * @param read reads a file by such a name, of so many bytes at most; what it rejects with, but for InputError, is told by
 * `reason`
 */
export function folderReader(
  where: string,
  read: (name: string, most: number) => Promise<Uint8Array>,
  reason: (error: unknown) => string,
): ReadFile {
  return unpacking(async (name, most = Infinity) => {
    if (!isModelFile(name)) {
      throw new InputError(`${where}: ${quoteShort(name)} is not a file of it, nor of a sibling`);
    }
    try {
      return await read(name, most);
    } catch (error) {
      if (error instanceof InputError) throw new InputError(`${where}: ${error.message}`, { cause: error });
      throw new InputError(`${where}: ${name}: ${reason(error)}`, { cause: error });
    }
  });
}
