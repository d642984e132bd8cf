/**
 * Labelled texts from disk, in every form people have them in:
 * the unpacked Large Movie Review tree, its .tar.gz, TSV or CSV with a header, JSON Lines.
 */
import { open, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { classIndex } from '../evaluation/labels';
import type { Rationale } from '../evaluation/rationales';
import type { Example, Labelled } from '../evaluation/types';
import { quoteShort } from '../quote';
import { InputError } from '../types';
import { readArchive } from './formats/archive';
import { isMarked, readMarked } from './formats/eraser';
import { readFolder } from './formats/folder';
import { readJsonLines, readJsonObjects } from './formats/jsonLines';
import { parseLabel, type LabelledText } from './formats/labels';
import { readCsv, readTsv } from './formats/table';
import { readBytes } from './lines';

export { MissingSplitError, type LabelledText } from './formats/labels';

export type Split = 'train' | 'test';

type Form = 'archive' | 'csv' | 'tsv' | 'jsonl';

const FORMS =
  'expected an aclImdb folder, its .tar.gz, a TSV or CSV with the header label,text, or JSON Lines';

const EXTENSIONS: readonly [RegExp, Form][] = [
  [/\.(tar\.gz|tgz|tar)$/i, 'archive'],
  [/\.csv$/i, 'csv'],
  [/\.(tsv|tab)$/i, 'tsv'],
  [/\.(jsonl|ndjson)$/i, 'jsonl'],
];

/**
 * As readTexts, of the two classes of sentiment.
 * @throws InputError also for a label that is none of 0, 1, neg, pos, negative and positive.
 */
export async function* readExamples(path: string, options: { split: Split }): AsyncGenerator<Example> {
  for await (const { where, label, ...example } of readTexts(path, options)) {
    yield { ...example, label: parseLabel(label, where) };
  }
}

/**
 * As readTexts, of a model's classes, which labels name as classIndex says.
 * @throws InputError also for a label that names none.
 */
export async function* readClassified(
  path: string,
  options: { split: Split },
  classes: readonly string[],
): AsyncGenerator<Labelled> {
  for await (const { where, label, ...example } of readTexts(path, options)) {
    yield { ...example, label: classOf(label, classes, where) };
  }
}

/**
 * Texts with what people marked in them, in the form of the ERASER benchmark, of a model's classes.
 * @throws InputError naming the file, the line and what was expected.
 */
export async function* readRationales(path: string, classes: readonly string[]): AsyncGenerator<Rationale> {
  await statOf(path);
  for await (const { where, label, ...rationale } of readMarked(readBytes(path), path)) {
    yield { ...rationale, label: classOf(label, classes, where) };
  }
}

/**
 * Whether the data are of the form that readRationales reads, by their first text.
 * @throws InputError as readTexts.
 */
export async function hasRationales(path: string): Promise<boolean> {
  const stats = await statOf(path);
  if (stats.isDirectory() || (await formOf(path, stats)) !== 'jsonl') return false;
  for await (const { fields } of readJsonObjects(readBytes(path), path)) return isMarked(fields);
  return false;
}

function classOf(label: string, classes: readonly string[], where: string): number {
  const place = classIndex(label, classes);
  if (place !== undefined) return place;
  const most = classes.length - 1;
  throw new InputError(
    `${where}: expected label ${classes.join(', ')} or a number from 0 to ${most}, found label ${quoteShort(label)}`,
  );
}

/**
 * Reads labelled texts of any classes one by one; nothing but the current ones is held in memory.
 *
 * Order: a folder gives pos before neg, each by ascending numeric id; every other form gives its own order.
 * `split` chooses within a folder or archive; a table or JSON Lines file is one split by itself and read whole.
 * Markup such as `<br />` stays in the text. No text may exceed MAX_TEXT_BYTES.
 *
 * @throws InputError naming the file, the line where there are lines, and what was expected.
 */
export async function* readTexts(path: string, options: { split: Split }): AsyncGenerator<LabelledText> {
  const stats = await statOf(path);
  if (stats.isDirectory()) {
    yield* readFolder(path, options.split);
    return;
  }
  const form = await formOf(path, stats);
  if (form === 'archive') yield* readArchive(path, options.split);
  else if (form === 'csv') yield* readCsv(readBytes(path), path);
  else if (form === 'tsv') yield* readTsv(readBytes(path), path);
  else yield* readJsonLines(readBytes(path), path);
}

/**
 * Whether the data may have a training and a test part: a folder or an archive, and no table.
 * @throws InputError as readTexts.
 */
export async function hasParts(path: string): Promise<boolean> {
  const stats = await statOf(path);
  return stats.isDirectory() || (await formOf(path, stats)) === 'archive';
}

async function statOf(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    throw new InputError(`${path}: cannot be read (${(error as Error).message}); ${FORMS}`);
  }
}

/** By extension, otherwise by the first bytes. */
async function formOf(path: string, stats: Stats): Promise<Form> {
  // The beginning is read before the rest, which a pipe would not allow.
  if (!stats.isFile()) throw new InputError(`${path}: expected a file or folder, found a pipe or device`);
  if (stats.size === 0) throw new InputError(`${path}: the file is empty; ${FORMS}`);
  const known = EXTENSIONS.find(([pattern]) => pattern.test(path));
  if (known) return known[1];
  const head = await headOf(path);
  if (head[0] === 0x1f && head[1] === 0x8b) return 'archive';
  if (head.toString('latin1', 257, 262) === 'ustar') return 'archive';
  const start = head.toString('utf8').replace(/^\uFEFF/, '');
  if (/^\s*\{/.test(start)) return 'jsonl';
  const header = start.split('\n', 1)[0]!;
  if (/\blabel\b/i.test(header) && header.includes('\t')) return 'tsv';
  if (/\blabel\b/i.test(header) && header.includes(',')) return 'csv';
  throw new InputError(`${path}: not a data set this can read; ${FORMS}`);
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path).catch((error: Error) => {
    throw new InputError(`${path}: cannot be read (${error.message}); ${FORMS}`);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
