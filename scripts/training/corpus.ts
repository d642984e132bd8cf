/** The Large Movie Review data set as word ids, read once and kept in the work folder. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Example } from '../../src/model/evaluation/types';
import { readExamples } from '../../src/model/node/datasets';
import {
  normalTokens,
  oneHot,
  splitValidation,
  toSequence,
  type Sequence,
} from '../../src/model/training/prepare';
import { Vocab } from '../../src/model/vocab';

export interface Corpus {
  readonly train: Sequence[];
  readonly validation: Sequence[];
  readonly unlabelled: Sequence[];
  readonly vocabulary: string;
  readonly facts: { readonly listed: number; readonly copies: number; readonly unlabelledLeftOut: number };
}

export interface CorpusOptions {
  readonly data: string;
  readonly exclude?: string;
  readonly vocabulary: number;
  readonly validation: number;
  readonly seed: number;
}

/** Written aside and renamed, so that a cut never leaves half a file under the final name. */
export async function writeWhole(file: string, bytes: Uint8Array | string): Promise<void> {
  await writeFile(`${file}.part`, bytes);
  await rename(`${file}.part`, file);
}

export async function readCorpus(options: CorpusOptions, work: string): Promise<Corpus> {
  await mkdir(work, { recursive: true });
  const key = createHash('sha1').update(JSON.stringify(options)).digest('hex').slice(0, 12);
  const file = path.join(work, `corpus-${key}.bin`);
  if (!existsSync(file)) await writeWhole(file, serialize(await readAnew(options)));
  return deserialize(await readFile(file)) as Corpus;
}

async function readAnew(options: CorpusOptions): Promise<Corpus> {
  const listed = new Set(
    options.exclude ? (await readFile(options.exclude, 'utf8')).split('\n').filter(Boolean) : [],
  );
  const digest = (text: string) => createHash('sha1').update(text.trim()).digest('hex');
  const readAll = async (split: 'train' | 'test') => {
    const examples: Example[] = [];
    for await (const example of readExamples(options.data, { split })) examples.push(example);
    return examples;
  };
  const test = new Set((await readAll('test')).map((e) => digest(e.text)));
  const all = await readAll('train');
  const unlisted = all.filter((e) => !listed.has(e.id));
  const kept = unlisted.filter((e) => !test.has(digest(e.text)));
  const labelled = kept.map((e) => ({ tokens: normalTokens(e.text), label: e.label }));
  const folder = path.join(options.data, 'train/unsup');
  const names = (await readdir(folder)).sort((a, b) => parseInt(a) - parseInt(b));
  const unlabelled: string[][] = [];
  for (const name of names) {
    const text = await readFile(path.join(folder, name), 'utf8');
    if (listed.has(`train/unsup/${name.replace(/\.txt$/, '')}`) || test.has(digest(text))) continue;
    unlabelled.push(normalTokens(text));
  }
  const { train, validation } = splitValidation(labelled, options.validation, options.seed);
  const counts = new Map<string, number>();
  for (const tokens of [...train.map((t) => t.tokens), ...unlabelled]) {
    for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  const vocab = Vocab.fromCounts(counts, options.vocabulary);
  const sequence = (t: (typeof labelled)[number]) => toSequence(t.tokens, oneHot(t.label, 2), vocab);
  return {
    train: train.map(sequence),
    validation: validation.map(sequence),
    unlabelled: unlabelled.map((tokens) => toSequence(tokens, [], vocab)),
    vocabulary: vocab.toString(),
    facts: {
      listed: all.length - unlisted.length,
      copies: unlisted.length - kept.length,
      unlabelledLeftOut: names.length - unlabelled.length,
    },
  };
}
