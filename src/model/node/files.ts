/** Model folders on disk: the injected file reader that the model code asks for. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AnyModel } from '../load';
import { folderReader, loadEpochOf, loadFolder, type NamedFolder } from '../namedFolder';
import type { ReadFile } from '../types';

/**
 * Loads a model folder, or the checkpoint of an epoch of its training. Rejects with InputError naming folder, file
 * and what is wrong there.
 */
export async function loadModelFolder(folder: string, epoch?: number): Promise<AnyModel> {
  const model = await loadFolder(folderOnDisk(folder));
  return epoch === undefined ? model : loadEpoch(folder, model, epoch);
}

/** The checkpoint of an epoch of a model that was loaded from this folder. Rejects as `loadModelFolder` does. */
export async function loadEpoch(folder: string, model: AnyModel, epoch: number): Promise<AnyModel> {
  return loadEpochOf(folderOnDisk(folder), model, epoch);
}

export function folderOnDisk(folder: string): NamedFolder {
  return { where: describeFolder(folder), read: modelFolderReader(folder) };
}

/**
 * Reads files of one model folder, and of its siblings, by the names that a manifest may give (see ../folder.ts).
 * The reader rejects with InputError naming the folder when a file is missing or unreadable, and for any other name.
 */
export function modelFolderReader(folder: string): ReadFile {
  const root = path.resolve(folder);
  return folderReader(describeFolder(folder), (name) => readFile(path.join(root, name)), reason);
}

/** Reads kernels' binaries from the folder that they were built into. */
export function kernelReader(folder: string): ReadFile {
  return (name) => readFile(path.join(folder, name));
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
