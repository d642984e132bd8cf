import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../../types';
import { decodeUtf8, MAX_TEXT_BYTES } from '../lines';
import { checkText, isReviewName, MissingSplitError, ratingOf, type LabelledText } from './labels';

/** Files read at once: enough to hide the disk's latency, far below the usual limit on open files. */
const READ_AHEAD = 64;

const CLASSES = [
  ['pos', 'positive'],
  ['neg', 'negative'],
] as const;

/**
 * The reviews of an unpacked aclImdb tree: pos then neg, each by ascending numeric id.
 * @param folder holds `train` and `test`, or an `aclImdb` folder that does.
 * @throws InputError when the split's folders are missing or empty, or a review is not UTF-8 text.
 */
export async function* readFolder(folder: string, split: 'train' | 'test'): AsyncGenerator<LabelledText> {
  const root = await rootOf(folder, split);
  for (const [name, label] of CLASSES) {
    const directory = path.join(root, split, name);
    const files = await reviewsIn(directory);
    for (let i = 0; i < files.length; i += READ_AHEAD) {
      const ahead = files.slice(i, i + READ_AHEAD);
      const texts = await Promise.all(ahead.map((file) => readReview(path.join(directory, file))));
      for (const [j, file] of ahead.entries()) {
        const where = path.join(directory, file);
        yield { id: `${split}/${name}/${file}`, text: texts[j]!, label, where, ...ratingOf(file) };
      }
    }
  }
}

async function rootOf(folder: string, split: string): Promise<string> {
  for (const root of [folder, path.join(folder, 'aclImdb')]) {
    const there = await Promise.all(CLASSES.map(([name]) => isFolder(path.join(root, split, name))));
    if (there.every(Boolean)) return root;
  }
  throw new MissingSplitError(
    `${folder}: expected the folders ${split}/pos and ${split}/neg in it (an aclImdb tree)`,
  );
}

async function isFolder(directory: string): Promise<boolean> {
  return stat(directory).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

async function reviewsIn(directory: string): Promise<string[]> {
  const names = (await readdir(directory)).filter(isReviewName);
  if (names.length === 0)
    throw new InputError(`${directory}: expected reviews named ID_RATING.txt, found none`);
  return names.sort(byNumericId);
}

/** 2_9.txt before 10_1.txt; names that do not start with a number come last, in code unit order. */
function byNumericId(a: string, b: string): number {
  const [idA, idB] = [a, b].map((name) => Number(/^\d+/.exec(name)?.[0] ?? Infinity)) as [number, number];
  if (idA !== idB) return idA - idB;
  return a < b ? -1 : a > b ? 1 : 0;
}

async function bytesOf(file: string): Promise<Uint8Array> {
  const stats = await stat(file);
  // A pipe would wait for a writer for ever.
  if (!stats.isFile()) throw new InputError(`${file}: expected a file, found a folder, pipe or device`);
  if (stats.size > MAX_TEXT_BYTES)
    throw new InputError(`${file}: expected at most ${MAX_TEXT_BYTES} bytes, found ${stats.size}`);
  return readFile(file);
}

/**
 * The text of a file of a tree.
 * @throws InputError naming the file where it is none, too long, or no UTF-8 text
 */
export async function readTextFile(file: string): Promise<string> {
  const bytes = await bytesOf(file).catch((error: Error) => {
    throw error instanceof InputError ? error : new InputError(`${file}: cannot be read (${error.message})`);
  });
  return decodeUtf8(bytes, file);
}

async function readReview(file: string): Promise<string> {
  return checkText(await readTextFile(file), file);
}
