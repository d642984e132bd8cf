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
    for (const analysis of analyses) {
      const largest = largestWeight(analysis.tokens);
      units.push({
        id: nextId(),
        ...rebase(analysis, source.text),
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
  const { model, backend, passedOver } = reading;
  const { uri, ms, maxWords } = result;
  return { uri, units, unread, model, backend, passedOver, ms, maxWords, active };
}
