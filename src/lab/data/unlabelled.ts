/** Texts without labels. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { readTextFile } from '../../model/node/formats/folder';
import { readJsonObjects } from '../../model/node/formats/jsonLines';
import { readBytes, readLines } from '../../model/node/lines';
import { InputError } from '../../model/types';

export interface PlainText {
  /** As lists of texts to leave out name it: "train/unsup/12" of a folder, otherwise "row 12". */
  readonly id: string;
  readonly text: string;
}

/**
 * Where the unlabelled texts are: what was asked for, or the unlabelled part of an aclImdb folder, or null.
 */
export async function unlabelledPath(data: string, asked: string | undefined): Promise<string | null> {
  if (asked !== undefined) return asked;
  for (const root of [data, path.join(data, 'aclImdb')]) {
    const folder = path.join(root, 'train', 'unsup');
    if (await isFolder(folder)) return folder;
  }
  return null;
}

function isFolder(where: string): Promise<boolean> {
  return stat(where).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

/**
 * A folder's .txt files by ascending number, JSON Lines with "text", or a .txt file with a text a line. Empty ones are
 * passed over.
 * @throws InputError naming the file, and the line where there is one.
 */
export async function readUnlabelled(where: string): Promise<PlainText[]> {
  const read = (await isFolder(where)) ? fromFolder(where) : fromFile(where);
  const texts: PlainText[] = [];
  for await (const text of read) if (text.text.trim() !== '') texts.push(text);
  if (texts.length === 0) throw new InputError(`${where}: expected texts, found none`);
  return texts;
}

async function* fromFolder(folder: string): AsyncGenerator<PlainText> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.txt') && !name.startsWith('.'));
  names.sort((a, b) => parseInt(a) - parseInt(b) || (a < b ? -1 : 1));
  const prefix = folder.split(path.sep).slice(-2).join('/');
  for (const name of names) {
    const file = path.join(folder, name);
    yield { id: `${prefix}/${name}`, text: await readTextFile(file) };
  }
}

async function* fromFile(file: string): AsyncGenerator<PlainText> {
  if (/\.(jsonl|ndjson)$/i.test(file)) {
    for await (const { where, line, fields } of readJsonObjects(readBytes(file), file)) {
      const { text } = fields;
      if (typeof text !== 'string') throw new InputError(`${where}: expected a string field "text"`);
      yield { id: `row ${line}`, text };
    }
    return;
  }
  for await (const { number, text } of readLines(readBytes(file), file)) yield { id: `row ${number}`, text };
}
