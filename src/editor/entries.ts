/** From what the model read to what the store keeps. Pure. */
import type { Reading } from './reading';
import { rebase, type Source } from './reading';
import { largestWeight } from './shading';
import type { Entry, Slice, Tracked, Unit, Unread } from './store';

export interface ReadResult {
  readonly uri: string;
  readonly sources: readonly Source[];
  /** Where each source stands by now. */
  readonly followed: readonly Tracked[];
  readonly reading: Reading;
  /** Milliseconds from request to result. */
  readonly ms: number;
  readonly maxWords: number;
}

/**
 * The entry of one request; what was edited meanwhile is left out. Null when nothing is left, or nothing was read.
 * @param slice reads the document as it is now
 * @param nextId gives every unit its number
 */
export function entryOf(result: ReadResult, slice: Slice, nextId: () => number): Entry | null {
  const units: Unit[] = [];
  const unread: Unread[] = [];
  let split = 0;
  const { sources, followed, reading } = result;
  for (const [index, { analyses, unread: spans, cutAfter }] of reading.sources.entries()) {
    const source = sources[index];
    const span = followed[index]?.span;
    // The text itself is compared once more: a shade on the wrong word is worse than none.
    if (!source || !span || slice(span.start, span.end) !== source.text) continue;
    const moved = ({ start, end }: { start: number; end: number }) => ({
      start: span.start + start,
      end: span.start + end,
    });
    if (analyses.length > 1) split += analyses.length;
    for (const analysis of analyses) {
      const largest = largestWeight(analysis.tokens);
      units.push({
        id: nextId(),
        ...rebase(analysis, source.text),
        ...indentOf(slice, moved(analysis).start),
        largest,
        span: moved(analysis),
        place: '',
      });
    }
    const reason = reading.cancelled ? 'cancelled' : cutAfter === undefined ? 'limit' : 'model';
    unread.push(...spans.map((stretch) => ({ span: moved(stretch), reason, place: '' }) as const));
  }
  const [active] = units;
  if (!active) return null;
  const { model, backend, passedOver, calibration, maxTokens } = reading;
  const { uri, ms, maxWords } = result;
  return {
    ...{ uri, units, unread, model, backend, passedOver, calibration, ms, maxWords, active },
    ...(split > 0 ? { split: { units: split, maxTokens } } : {}),
  };
}

/** A deeper indentation than this is not shown whole. */
const DEEPEST = 200;

/** The blanks between the beginning of the line and this offset, where there is nothing else and there are some. */
export function indentOf(slice: Slice, offset: number): { indent?: string } {
  const before = slice(Math.max(0, offset - DEEPEST), offset);
  const indent = /[\t\p{Zs}]*$/u.exec(before)![0];
  const lineStarts = indent === before || /[\r\n]$/.test(before.slice(0, before.length - indent.length));
  return indent !== '' && lineStarts ? { indent } : {};
}
