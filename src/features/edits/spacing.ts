/** Leaving words out and putting others in, with the blanks and capitals that a person would leave. Pure. */
import { runTogether } from '../../editor/edits';
import type { Span } from '../../model/types';
import type { Change } from './draft';

const BLANKS_BEFORE = /[^\S\r\n]+$/u;
const BLANKS_AFTER = /^[^\S\r\n]+/u;
/** Marks that follow a word without a blank. */
const CLOSES = /^[.,;:!?…)\]}»”’]/u;
const NOT_CLITIC = /^[nN]['’\x60´][tT]/u;
const CLITIC = /^(?:[nN])?['’\x60´]\p{L}+$/u;

/** The passage is left out: neither two blanks in a row nor one before a full stop remain, nor an empty line. */
export function withoutPassage(text: string, { start, end }: Span): Change {
  const before = text.slice(0, start);
  const after = text.slice(end);
  const left = BLANKS_BEFORE.exec(before)?.[0] ?? '';
  const right = BLANKS_AFTER.exec(after)?.[0] ?? '';
  const startsLine = /(?:^|[\r\n])$/.test(before.slice(0, before.length - left.length));
  const rest = after.slice(right.length);
  const endsLine = rest === '' || /^[\r\n]/.test(rest);
  if (startsLine && endsLine && rest !== '') {
    // The line would be empty, and part the paragraph in two.
    const lineEnd = /^\r?\n|^\r/.exec(rest)?.[0] ?? '';
    return { start: start - left.length, end: end + right.length + lineEnd.length, text: '' };
  }
  if (endsLine || (left !== '' && CLOSES.test(rest))) {
    return {
      start: startsLine ? start : start - left.length,
      end: rest === '' ? end : end + right.length,
      text: '',
    };
  }
  if (startsLine || left !== '') return { start, end: end + right.length, text: '' };
  return { start, end, text: '' };
}

/**
 * Another word in the place of one: written as that was, in capitals or with a capital, unless it has capitals of its own.
 * @param word not blank
 */
export function replaced(text: string, { start, end }: Span, word: string): Change {
  const cased = likeCase(text.slice(start, end), word.trim());
  const before = text.slice(0, start).slice(-2);
  const after = text.slice(end, end + 3);
  // Where "n't" makes room for a word that is no ending.
  const left = runTogether(before, cased) && !CLITIC.test(cased) ? ' ' : '';
  const right = runTogether(cased, after) && !NOT_CLITIC.test(after) ? ' ' : '';
  return { start, end, text: left + cased + right };
}

/** `word` with the capitals of `model`. */
export function likeCase(model: string, word: string): string {
  if (word !== word.toLowerCase() || model === model.toLowerCase()) return word;
  const letters = model.match(/\p{L}/gu) ?? [];
  if (letters.length > 1 && model === model.toUpperCase()) return word.toUpperCase();
  return /^\p{Lu}/u.test(model) ? capitalised(word) : word;
}

export function capitalised(word: string): string {
  const [first = ''] = word;
  return first.toUpperCase() + word.slice(first.length);
}
