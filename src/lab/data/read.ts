/** The texts of a run: read, named, filtered and split, with an account of what became of them. */
import { createHash } from 'node:crypto';
import { hasParts, MissingSplitError, readTexts, type LabelledText } from '../../model/node/datasets';
import { readBytes, readLines } from '../../model/node/lines';
import { InputError } from '../../model/types';
import type { TrainConfig } from '../config/schema';
import { checkCounts, classesOf } from './classes';
import { chooseTexts, splitTexts } from './split';

/** A text with its class by number. */
export interface LabText extends Omit<LabelledText, 'label'> {
  readonly label: number;
}

/** How many texts went where; for the log and the model card. */
export interface DataAccount {
  /** Training texts in the source. */
  readonly read: number;
  /** Left out: of other ratings than asked for, named in the list, copies of test or validation texts, over the limit. */
  readonly leftOut: {
    readonly ratings: number;
    readonly listed: number;
    readonly copies: number;
    readonly limit: number;
  };
  /** Texts of each class that are trained on. */
  readonly classes: readonly number[];
  readonly train: number;
  readonly validation: number;
  readonly validationFrom: 'split' | 'file';
  /** 0 where there are none. */
  readonly test: number;
}

export interface LabData {
  readonly labels: readonly string[];
  readonly train: readonly LabText[];
  readonly validation: readonly LabText[];
  /** Null where the data have no test part. */
  readonly test: readonly LabText[] | null;
  readonly account: DataAccount;
  /** Of all training and validation texts with their labels, in order. */
  readonly fingerprint: string;
}

export type DataConfig = Pick<
  TrainConfig,
  | 'data'
  | 'labels'
  | 'ratings'
  | 'exclude'
  | 'limit'
  | 'validation'
  | 'validationData'
  | 'testData'
  | 'splitSeed'
> & { readonly test?: boolean };

/**
 * @throws InputError naming the file, and the line where there is one, of data that cannot be trained on.
 */
export async function readData(config: DataConfig): Promise<LabData> {
  const { data, splitSeed: seed } = config;
  const raw = await all(data, 'train');
  const { labels, indexOf } = classesOf(raw, data, config.labels);
  const number = (texts: readonly LabelledText[]): LabText[] =>
    texts.map((text) => ({ ...text, label: indexOf(text) }));
  const test = await readTest(config, number);
  const apart = config.validationData ? number(await all(config.validationData, 'test')) : undefined;

  const rated = keepRatings(number(raw), config.ratings, data);
  const unlisted = await leaveOut(rated, config.exclude);
  const unlimited = withoutCopies(unlisted, [...(test ?? []), ...(apart ?? [])]);
  const used =
    config.limit === undefined ? unlimited : chooseTexts(unlimited, config.limit, labels.length, seed + 1);
  const leftOut = {
    ratings: raw.length - rated.length,
    listed: rated.length - unlisted.length,
    copies: unlisted.length - unlimited.length,
    limit: unlimited.length - used.length,
  };
  checkCounts(used, labels, data, remark(leftOut));
  const { train, validation } = apart
    ? { train: used, validation: apart }
    : splitTexts(used, config.validation ?? defaultValidation(used.length), labels.length, seed);
  const account: DataAccount = {
    read: raw.length,
    leftOut,
    classes: labels.map((_, c) => train.filter(({ label }) => label === c).length),
    train: train.length,
    validation: validation.length,
    validationFrom: apart ? 'file' : 'split',
    test: test?.length ?? 0,
  };
  return { labels, train, validation, test, account, fingerprint: fingerprintOf(train, validation) };
}

/** 2,000 of a large data set, a tenth of a small one. */
function defaultValidation(count: number): number {
  return Math.min(2000, Math.max(2, Math.round(count / 10)));
}

async function all(file: string, split: 'train' | 'test'): Promise<LabelledText[]> {
  const texts: LabelledText[] = [];
  for await (const text of readTexts(file, { split })) texts.push(text);
  return texts;
}

/** Test texts of a file of their own, or of the data; only folders and archives have both parts. */
async function readTest(
  { data, test, testData }: DataConfig,
  number: (texts: readonly LabelledText[]) => LabText[],
): Promise<LabText[] | null> {
  if (testData !== undefined) return number(await all(testData, 'test'));
  try {
    if (await hasParts(data)) return number(await all(data, 'test'));
  } catch (error) {
    if (!(error instanceof MissingSplitError)) throw error;
  }
  if (test) throw new InputError(`--test: ${data} has no test part; name test texts with --test-data`);
  return null;
}

function keepRatings(
  texts: readonly LabText[],
  ratings: readonly number[] | undefined,
  data: string,
): LabText[] {
  if (!ratings) return [...texts];
  const unrated = texts.find(({ rating }) => rating === undefined);
  if (unrated) {
    throw new InputError(
      `${unrated.where}: --ratings needs a rating of every text, as in aclImdb's file names (ID_RATING.txt); ${data} has none here`,
    );
  }
  return texts.filter(({ rating }) => ratings.includes(rating!));
}

/** @throws InputError when the list names none of the texts: it is for other data then. */
async function leaveOut(texts: LabText[], file: string | undefined): Promise<LabText[]> {
  if (file === undefined) return texts;
  const listed = new Set<string>();
  for await (const { text } of readLines(readBytes(file), file))
    if (text.trim() !== '') listed.add(text.trim());
  const kept = texts.filter(({ id }) => !listed.has(id));
  if (kept.length === texts.length && listed.size > 0) {
    throw new InputError(
      `${file}: none of its ${listed.size} ids is in the data, whose ids look like ${JSON.stringify(texts[0]?.id)}`,
    );
  }
  return kept;
}

/** The same for texts that differ in blanks around them only. */
export function digest(text: string): string {
  return createHash('sha1').update(text.trim()).digest('base64');
}

function withoutCopies(texts: readonly LabText[], others: readonly LabText[]): LabText[] {
  const known = new Set(others.map(({ text }) => digest(text)));
  return texts.filter(({ text }) => !known.has(digest(text)));
}

function remark({ ratings, listed, copies, limit }: DataAccount['leftOut']): string {
  const parts = [
    ...(ratings > 0 ? [`${ratings} have other ratings`] : []),
    ...(listed > 0 ? [`${listed} are on the list to leave out`] : []),
    ...(copies > 0 ? [`${copies} are copies of test or validation texts`] : []),
    ...(limit > 0 ? [`${limit} are over the limit`] : []),
  ];
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

function fingerprintOf(...parts: readonly (readonly LabText[])[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    for (const { label, text } of part) hash.update(`${label}\0${text}\0`);
    hash.update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}
