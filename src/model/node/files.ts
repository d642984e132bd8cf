/** Model folders on disk: the injected file reader the model code asks for. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadModel, type LoadedModel } from '../artifacts';
import { InputError } from '../types';
import type { ReadFile } from '../types';

/**
 * Loads a model folder into the open TensorFlow.js backend. Rejects with InputError naming folder, file
 * and what is wrong there.
 */
export async function loadModelFolder(folder: string): Promise<LoadedModel> {
  const where = describeFolder(folder);
  try {
    return await loadModel(modelFolderReader(folder));
  } catch (error) {
    if (!(error instanceof InputError) || error.message.startsWith(where)) throw error;
    throw new InputError(`${where}: ${error.message}`, { cause: error });
  }
}

/**
 * Reads files of one model folder by name.
 *
 * The reader rejects with InputError naming the full path when a file is missing or unreadable, and
 * for a name that leads out of the folder.
 */
export function modelFolderReader(folder: string): ReadFile {
  const root = path.resolve(folder);
  const where = describeFolder(folder);
  return async (name) => {
    const file = path.resolve(root, name);
    const inside = path.relative(root, file);
    if (inside === '' || inside.split(path.sep)[0] === '..' || path.isAbsolute(inside)) {
      throw new InputError(`${where}: "${name}" is not a file inside it`);
    }
    try {
      return await readFile(file);
    } catch (error) {
      throw new InputError(`${where}: ${name}: ${reason(error)}`, { cause: error });
    }
  };
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
