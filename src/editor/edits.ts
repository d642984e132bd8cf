/** What an edit does to a stretch of text. Pure; offsets are UTF-16 units. */
import type { Span } from '../model/types';

/** One replacement; several of one event all speak of the text before the event, and do not overlap. */
export interface TextEdit {
  readonly offset: number;
  /** Units taken out from `offset` on. */
  readonly removed: number;
  /** Units put in at `offset`. */
  readonly inserted: number;
}

export interface Shifted {
  readonly span: Span;
  /** An edit ended right at the start, or began right at the end: the neighbours are new. */
  readonly newNeighbour: { readonly before: boolean; readonly after: boolean };
}

/** Where the stretch stands after the edits; null when one of them reached inside. */
export function shiftSpan(span: Span, edits: readonly TextEdit[]): Shifted | null {
  let shift = 0;
  let before = false;
  let after = false;
  for (const { offset, removed, inserted } of edits) {
    const end = offset + removed;
    if (end <= span.start) {
      shift += inserted - removed;
      before ||= end === span.start;
    } else if (offset >= span.end) {
      after ||= offset === span.end;
    } else {
      return null;
    }
  }
  return {
    span: { start: span.start + shift, end: span.end + shift },
    newNeighbour: { before, after },
  };
}

const endsInWord = /[\p{L}\p{N}\p{M}]$/u;
const startsInWord = /^[\p{L}\p{N}\p{M}]/u;

/** Whether two pieces of text, put side by side, run into one word. */
export function runTogether(left: string, right: string): boolean {
  return endsInWord.test(left) && startsInWord.test(right);
}
