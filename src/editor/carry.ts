/** How stretches and analyses are carried through edits inside them, until the text has been read anew. Pure. */
import type { Span, WeightedToken } from '../model/types';
import { runTogether, type TextEdit } from './edits';
import { largestWeight } from './shading';
import type { Slice, Unit } from './store';

/** On which side of new text a place ends up. */
interface Side {
  /** Where text is put in right there, and nothing taken out. */
  readonly put: 'before' | 'behind';
  /** Where the text around it was replaced. */
  readonly replaced: 'before' | 'behind';
}

/** @param edits of one event: they speak of the text before it and do not overlap */
function movedPlace(place: number, edits: readonly TextEdit[], side: Side): number {
  let shift = 0;
  for (const { offset, removed, inserted } of edits) {
    const end = offset + removed;
    if (end < place || (end === place && removed > 0)) shift += inserted - removed;
    else if (offset < place) shift += offset - place + (side.replaced === 'behind' ? inserted : 0);
    else if (offset === place && removed === 0) shift += side.put === 'behind' ? inserted : 0;
  }
  return place + shift;
}

/**
 * The stretch after the edits, with what was put into it or right behind it, and with what took the place of one of its
 * ends; what was put in right before it stays outside, unless it was empty.
 */
export function grownSpan({ start, end }: Span, edits: readonly TextEdit[]): Span {
  const put = start < end ? 'behind' : 'before';
  const from = movedPlace(start, edits, { put, replaced: 'before' });
  const to = movedPlace(end, edits, { put: 'behind', replaced: 'behind' });
  return { start: from, end: Math.max(from, to) };
}

/** A longer run of letters is no word to be completed. */
const LONGEST_WORD = 200;

/** The stretch with the whole of the words that it begins and ends in. */
export function wholeWords({ start, end }: Span, slice: Slice): Span {
  if (start === end) return { start, end };
  const joins = (place: number) => runTogether(slice(Math.max(0, place - 2), place), slice(place, place + 2));
  let [from, to] = [start, end];
  while (from > 0 && start - from < LONGEST_WORD && joins(from)) from--;
  while (to - end < LONGEST_WORD && joins(to)) to++;
  return { start: from, end: to };
}

/**
 * The unit as it stands after edits inside it: words that were not touched keep their weights, a word that was edited
 * keeps its own over what it has become, new text has none. Null when none of its words is left.
 * @param slice reads the document as it is after the edits
 */
export function carriedUnit(unit: Unit, edits: readonly TextEdit[], slice: Slice): Unit | null {
  if (!unit.span) return null;
  const span = grownSpan(unit.span, edits);
  const text = slice(span.start, span.end);
  const place = (offset: number, side: Side) =>
    movedPlace(unit.span!.start + offset, edits, side) - span.start;
  const tokens: WeightedToken[] = [];
  for (const token of unit.analysis.tokens) {
    const start = Math.max(0, place(token.start, { put: 'behind', replaced: 'behind' }));
    const end = Math.min(text.length, place(token.end, { put: 'before', replaced: 'before' }));
    const word = text.slice(start, end);
    // Into what was one word a blank was put: which of the two had the weight is not guessed at.
    if (start < end && !/\s/.test(word)) tokens.push({ ...token, text: word, start, end });
  }
  if (tokens.length === 0) return null;
  const analysis = { ...unit.analysis, start: 0, end: text.length, tokens };
  return { ...unit, text, span, analysis, largest: largestWeight(tokens), carried: true };
}
