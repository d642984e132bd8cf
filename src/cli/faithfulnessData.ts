/** The sets of texts that faithfulness is measured on, and what is drawn of them. */
import path from 'node:path';
import { drawBalanced } from '../model/evaluation/draw';
import type { Rationale } from '../model/evaluation/rationales';
import type { Labelled } from '../model/evaluation/types';
import type { Counts } from '../model/evaluation/setReport';
import { WordCounts } from '../model/evaluation/wordCounts';
import {
  hasParts,
  hasRationales,
  MissingSplitError,
  readClassified,
  readRationales,
} from '../model/node/datasets';
import { InputError } from '../model/types';

/** Validation is what `train` splits off the training part for it. */
export type Part = 'train' | 'validation' | 'test';

export interface DataOptions {
  readonly data: readonly string[];
  readonly rationales?: string;
  readonly split: Part;
  /** As `train` had them: ids left out of training, before its validation texts were split off; and how many those are. */
  readonly exclude?: string;
  readonly validation?: number;
  readonly texts: number;
  readonly seed: number;
}

export interface TextSet {
  /** Name of the file or folder. */
  readonly data: string;
  readonly part: Part | null;
  readonly texts: readonly (Labelled | Rationale)[];
}

export function isRationale(text: Labelled): text is Rationale {
  return 'marked' in text;
}

/** @throws InputError naming the file, the line and what was expected. */
export async function readSets(options: DataOptions, classes: readonly string[]): Promise<TextSet[]> {
  const { data, rationales, texts, seed } = options;
  const sets: TextSet[] = [];
  // A file that is given twice is measured once.
  for (const file of new Set(rationales === undefined ? data : [...data, rationales])) {
    const marked = await hasRationales(file);
    if (file === rationales && !marked) {
      throw new InputError(`${file}: expected JSON Lines with "tokens" and "rationale_spans", found none`);
    }
    const parts = !marked && (await hasParts(file));
    const all = marked
      ? await collect(readRationales(file, classes))
      : await readPart(file, parts, options, classes);
    sets.push({
      data: path.basename(path.resolve(file)),
      part: parts ? options.split : null,
      texts: draw(all, texts, seed),
    });
  }
  return sets;
}

async function readPart(
  file: string,
  parts: boolean,
  { split, exclude, validation }: DataOptions,
  classes: readonly string[],
): Promise<readonly Labelled[]> {
  if (!parts || split !== 'validation') {
    return collect(readClassified(file, { split: split === 'train' ? 'train' : 'test' }, classes));
  }
  const { validationTexts } = await import('../lab/main');
  return validationTexts(file, classes, { exclude, validation });
}

/** Rows that are joined by a pair stay together, and are drawn whole; others are balanced over the classes. */
function draw<T extends Labelled>(texts: readonly T[], count: number, seed: number): readonly T[] {
  if (texts.length <= count) return texts;
  const pairs = new Map<string, T[]>();
  for (const text of texts) {
    if (text.pair !== undefined) pairs.set(text.pair, [...(pairs.get(text.pair) ?? []), text]);
  }
  if (pairs.size === 0) return drawBalanced(texts, count, seed);
  const each = texts.length / pairs.size;
  const heads = [...pairs.values()].map(([first]) => ({ label: 0, pair: first!.pair }));
  const chosen = new Set(
    drawBalanced(heads, Math.max(1, Math.floor(count / each)), seed).map(({ pair }) => pair),
  );
  return texts.filter(({ pair }) => pair !== undefined && chosen.has(pair));
}

/** Words counted in the training part of the first data that have one, otherwise in the marked texts themselves. */
export async function countWords(
  { data }: Pick<DataOptions, 'data'>,
  marked: TextSet,
  classes: readonly string[],
): Promise<Counts> {
  const counts = new WordCounts(classes.length);
  for (const file of data) {
    if ((await hasRationales(file)) || !(await hasParts(file))) continue;
    try {
      for await (const text of readClassified(file, { split: 'train' }, classes)) counts.add(text);
      return { counts, from: `the training texts of ${path.basename(path.resolve(file))}`, training: true };
    } catch (error) {
      if (!(error instanceof MissingSplitError)) throw error;
    }
  }
  for (const text of marked.texts) counts.add(text);
  return { counts, from: `the texts of ${marked.data}`, training: false };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
