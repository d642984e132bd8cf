/** Model folders on disk: the injected file reader that the model code asks for. */
import { constants } from 'node:fs';
import { open, readFile, realpath, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { AnyModel } from '../load';
import { folderReader, loadEpochOf, loadFolder, type NamedFolder } from '../namedFolder';
import { tooLong } from '../folder';
import { InputError } from '../types';
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
 * The reader rejects with InputError naming the folder when a file is missing, unreadable, longer than asked for or no
 * plain file, and for any other name. Links are followed as long as they stay within the folder, or within the folder of
 * folders for a sibling's files.
 */
export function modelFolderReader(folder: string): ReadFile {
  const root = path.resolve(folder);
  const read = async (name: string, most: number) => readPlain(await placeOf(root, name), name, most);
  return folderReader(describeFolder(folder), read, reason);
}

/** Reads kernels' binaries from the folder that they were built into. */
export function kernelReader(folder: string): ReadFile {
  return (name) => readFile(path.join(folder, name));
}

/** Where a file really stands, links followed. Throws InputError where they lead out. */
async function placeOf(root: string, name: string): Promise<string> {
  const home = name.startsWith('../') ? path.dirname(root) : root;
  const [within, file] = await Promise.all([realpath(home), realpath(path.join(root, name))]);
  const inside = path.relative(within, file);
  if (inside === '' || inside.startsWith('..') || path.isAbsolute(inside)) {
    throw new InputError(`${name}: a link that leads out of the folder`);
  }
  return file;
}

/** A pipe would wait for a writer for ever, and a device may never end: neither is read. */
async function readPlain(file: string, name: string, most: number): Promise<Uint8Array> {
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await handle.stat();
    if (stats.isDirectory()) throw new InputError(`${name}: a folder stands there, a file was expected`);
    if (!stats.isFile()) throw new InputError(`${name}: a pipe or device stands there, a file was expected`);
    if (stats.size > most) throw tooLong(name, stats.size, most);
    return await allOf(handle, stats.size);
  } finally {
    await handle.close();
  }
}

/** As many bytes as it had when it was looked at: a file that grows meanwhile is not followed. */
async function allOf(handle: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = Buffer.alloc(size);
  let at = 0;
  while (at < size) {
    const { bytesRead } = await handle.read(bytes, at, size - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

function describeFolder(folder: string): string {
  return `Model folder ${path.resolve(folder)}`;
}

function reason(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'the file is missing';
  if (code === 'ENOTDIR') return 'the file is missing';
  if (code === 'ELOOP') return 'links lead in a circle';
  if (code === 'EISDIR') return 'a folder stands there, a file was expected';
  return `the file cannot be read (${code ?? String(error)})`;
}
