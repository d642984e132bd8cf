/** Writing model folders so that a half-written one is never found, and none is lost on the way. */
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MODEL_FILES } from '../artifacts';
import { isModelFile } from '../folder';
import { InputError } from '../types';
import { ASIDE, notWritten } from './wholeFile';

/** What may stand in a folder that is replaced as a whole; macOS leaves one thing more. */
const REPLACEABLE = /\.(?:bin|csv|json|md|svg|txt)$/u;
const LEFT_BY_MACOS = '.DS_Store';

/** What a folder that is written as a whole is, and the file by which it is known. */
export interface FolderKind {
  readonly what: 'model' | 'encoder';
  readonly manifest: string;
}

const MODEL: FolderKind = { what: 'model', manifest: MODEL_FILES.manifest };

/**
 * Makes `folder` a model folder of exactly these files: written beside it, under a name that no model has, and renamed
 * into place when they are whole. Until then, and after any error, what stood there stands there.
 * @param files by their paths in the folder, the manifest among them; names as ../folder.ts has them
 * @throws InputError when something else than a folder of this kind stands there, or the disk is full
 */
export async function writeModelFolder(
  folder: string,
  files: Readonly<Record<string, Uint8Array | string>>,
  kind = MODEL,
): Promise<void> {
  const isManifest = (name: string) => name === kind.manifest;
  const names = Object.keys(files).sort((a, b) => Number(isManifest(a)) - Number(isManifest(b)));
  const wrong = names.find((name) => !isModelFile(name) || name.startsWith('../'));
  if (wrong !== undefined) throw new RangeError(`"${wrong}" is not a name of a model folder's file`);
  if (!names.some(isManifest)) throw new RangeError(`a ${kind.what} folder has a ${kind.manifest}`);

  const target = await realpath(folder).catch(() => path.resolve(folder));
  const replaced = besides(target, 'replaced');
  await restore(target, replaced);
  await checkReplaceable(target, kind);
  const temporary = besides(target, randomUUID());
  try {
    // The manifest comes last: a folder that has one is whole, under whatever name it was left.
    for (const name of names) {
      const file = path.join(temporary, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, files[name]!, { flush: true });
    }
    await swap(temporary, target, replaced);
  } catch (error) {
    throw notWritten(error, whereOf(kind, target), target);
  } finally {
    // Why it was not written is what counts.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Names with a dot in front are no models' names (../folder.ts). */
function besides(target: string, suffix: string): string {
  return path.join(path.dirname(target), `.${path.basename(target)}.${suffix}`);
}

/** Puts back, or away, what a run left that ended between the two renames of `swap`, or right after. */
async function restore(target: string, replaced: string): Promise<void> {
  if (!(await exists(replaced))) return;
  if (await exists(target)) await rm(replaced, { recursive: true });
  else await rename(replaced, target);
}

async function swap(temporary: string, target: string, replaced: string): Promise<void> {
  const stood = await exists(target);
  if (stood) await rename(target, replaced);
  try {
    await rename(temporary, target);
  } catch (error) {
    if (stood) await rename(replaced, target);
    throw error;
  }
  if (stood) await rm(replaced, { recursive: true });
}

function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

function whereOf({ what }: FolderKind, target: string): string {
  return `${what === 'model' ? 'Model' : 'Encoder'} folder ${target}`;
}

/** Throws InputError unless there is nothing, an empty folder, or a model (or encoder) and nothing else. */
export async function checkReplaceable(target: string, kind = MODEL): Promise<void> {
  if (!(await exists(target))) return;
  const { what, manifest } = kind;
  const where = whereOf(kind, target);
  const all = await readdir(target, { withFileTypes: true }).catch(() => {
    throw new InputError(`${where}: expected a folder there, or nothing`);
  });
  const entries = all.filter(({ name }) => name !== LEFT_BY_MACOS && !ASIDE.test(name));
  const foreign = entries.find((entry) =>
    entry.isDirectory()
      ? entry.name !== 'checkpoints'
      : !(entry.isFile() && isModelFile(entry.name) && REPLACEABLE.test(entry.name)),
  );
  if (foreign) {
    throw new InputError(
      `${where}: "${foreign.name}" stands there, which is no ${what}'s: name another folder`,
    );
  }
  if (entries.length > 0 && !entries.some(({ name }) => name === manifest)) {
    throw new InputError(`${where}: files stand there, and no ${what}: name another folder`);
  }
}
