/** What can be done to words of a text, as edits with a name. Pure. */
import { t } from '@vscode/l10n';
import type { Token } from '../../model/types';
import { oneLine } from '../../wording';
import type { Edit } from './chain';
import { negation, phrases } from './negation';
import { replaced, withoutPassage } from './spacing';

/** Characters of a passage that is named. */
const NAMED = 32;

/** Words of a text, with the text around them. */
export interface Place {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
}

export function withoutIt(place: Place): Edit {
  const { text } = place;
  return { change: withoutPassage(text, spanOf(place)), said: t('Without “{0}”', nameOf(place)) };
}

/** @param word not blank */
export function replacedBy(place: Place, word: string): Edit {
  const change = replaced(place.text, spanOf(place), word);
  return { change, said: t('“{0}” → “{1}”', nameOf(place), named(change.text)) };
}

/** Null where the rules of negation.ts have nothing to offer. Of several words the last one is negated. */
export function negated({ text, tokens, last }: Place): Edit | null {
  const token = tokens[last];
  const change = token && negation(text, tokens, last);
  if (!token || !change) return null;
  const [before, after] = phrases(text, token, change);
  return { change, said: t('“{0}” → “{1}”', named(before), named(after)) };
}

/** The words as they stand, on one line, cut where they are many. */
export function nameOf(place: Place): string {
  const { start, end } = spanOf(place);
  return named(place.text.slice(start, end));
}

export function wordsOf({ first, last }: Place): number {
  return last - first + 1;
}

function spanOf({ text, tokens, first, last }: Place): { start: number; end: number } {
  return { start: tokens[first]?.start ?? 0, end: tokens[last]?.end ?? text.length };
}

function named(text: string): string {
  return oneLine(text, NAMED);
}
