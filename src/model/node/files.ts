/** A model folder on disk as the injected file reader the model code asks for. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../types';
import type { ReadFile } from '../types';

/**
 * Reads files of one model folder by name.
 *
 * The reader rejects with InputError naming the full path when a file is missing or unreadable, and
 * for a name that leads out of the folder: names come from the folder's own model.json.
 */
export function modelFolderReader(folder: string): ReadFile {
  const root = path.resolve(folder);
  return async (name) => {
    const file = path.resolve(root, name);
    const inside = path.relative(root, file);
    if (inside === '' || inside.split(path.sep)[0] === '..' || path.isAbsolute(inside)) {
      throw new InputError(`Model folder ${root}: "${name}" is not a file inside it.`);
    }
    try {
      return await readFile(file);
    } catch (error) {
      throw new InputError(`Model folder ${root}: ${describe(error, name)}`, { cause: error });
    }
  };
}

function describe(error: unknown, name: string): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return `file "${name}" is missing.`;
  if (code === 'EISDIR') return `"${name}" is a folder, a file was expected.`;
  return `file "${name}" cannot be read (${code ?? String(error)}).`;
}
