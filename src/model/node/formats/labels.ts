import type { Example } from '../../evaluation/types';
import { quoteShort } from '../../quote';
import { InputError } from '../../types';

/** The data are there, the part of them that was asked for is not. */
export class MissingSplitError extends InputError {}

/** One text with its class as the data set writes it. */
export interface LabelledText extends Omit<Example, 'label'> {
  /** "positive" or "negative" in an aclImdb tree; elsewhere what stands in the label column, trimmed. */
  readonly label: string;
  /** File, and line where there are lines, for error messages. */
  readonly where: string;
}

const LABELS: Readonly<Record<string, 0 | 1>> = {
  '0': 0,
  neg: 0,
  negative: 0,
  '1': 1,
  pos: 1,
  positive: 1,
};

/**
 * The class a label stands for.
 * @param where names file and line in the error.
 * @throws InputError when it is none of 0, 1, neg, pos, negative, positive (any case).
 */
export function parseLabel(label: unknown, where: string): 0 | 1 {
  const key =
    typeof label === 'string' || typeof label === 'number' ? String(label).trim().toLowerCase() : '';
  const parsed = Object.hasOwn(LABELS, key) ? LABELS[key] : undefined;
  if (parsed === undefined) {
    const found = label === undefined ? 'no label' : `label ${quoteShort(label)}`;
    throw new InputError(`${where}: expected label 0, 1, neg, pos, negative or positive, found ${found}`);
  }
  return parsed;
}

/**
 * The name of a class, whatever classes there are.
 * @param where names file and line in the error.
 * @throws InputError when it is neither text nor a number, or empty.
 */
export function labelName(label: unknown, where: string): string {
  const name = typeof label === 'string' || typeof label === 'number' ? String(label).trim() : '';
  if (name !== '') return name;
  const found = label === undefined ? 'no label' : `label ${quoteShort(label)}`;
  throw new InputError(`${where}: expected label to be text or a number, found ${found}`);
}

/** @throws InputError when there is nothing in the text to classify. */
export function checkText(text: string, where: string): string {
  if (text.trim() === '') throw new InputError(`${where}: expected a text, found an empty one`);
  return text;
}

/** What a review's file name tells: "123_9.txt" is review 123 with 9 stars of 10. */
export function ratingOf(fileName: string): Pick<Example, 'rating'> {
  const rating = /^\d+_(\d{1,2})\.txt$/.exec(fileName)?.[1];
  return rating === undefined ? {} : { rating: Number(rating) };
}

/** Reviews end in .txt; dot files are leftovers of archivers and file managers. */
export function isReviewName(fileName: string): boolean {
  return fileName.endsWith('.txt') && !fileName.startsWith('.');
}
