/** From texts that are read again and again to what the store keeps: what did not change stays what it was. Pure. */
import type { Span } from '../model/types';
import type { SourceReading, Source } from './reading';
import { rebase } from './reading';
import { largestWeight } from './shading';
import { indentOf } from './entries';
import type { Slice, Unit, Unread } from './store';

/** One text as it was shown last. */
export interface Segment {
  readonly text: string;
  readonly units: readonly Unit[];
}

export interface Assembled {
  readonly segments: readonly Segment[];
  readonly units: readonly Unit[];
  readonly unread: readonly Unread[];
  /** Units of texts that are longer than the model reads at once. */
  readonly split: number;
}

/**
 * The units of the texts where they stand now. A text that was there before, in its place among the others, has the very
 * units that it had; one that took the place of another has its numbers, so that it counts as the same.
 * @param readingOf what was read of a text
 * @param before what was shown last, in reading order
 * @param slice reads the document
 */
export function assemble(
  sources: readonly Source[],
  readingOf: (text: string) => SourceReading | undefined,
  before: readonly Segment[],
  slice: Slice,
  nextId: () => number,
): Assembled {
  let split = 0;
  const units: Unit[] = [];
  const unread: Unread[] = [];
  const old = aligned(sources, before);
  const segments = sources.map(({ text, start }, index): Segment => {
    const reading = readingOf(text);
    if (!reading) return { text, units: [] };
    const was = old[index];
    const same = was?.text === text ? was.units : unitsOf(reading, text, was?.units ?? [], nextId);
    const own = same.map((unit, i) => {
      const { start: from, end: to } = reading.analyses[i]!;
      return placed(unit, { start: start + from, end: start + to }, slice);
    });
    units.push(...own);
    if (own.length > 1) split += own.length;
    const reason = reading.cutAfter === undefined ? 'limit' : 'model';
    for (const span of reading.unread)
      unread.push({ span: { start: start + span.start, end: start + span.end }, reason, place: '' });
    return { text, units: own };
  });
  return { segments, units, unread, split };
}

/** The unit itself, unless it now has another indentation. */
function placed(unit: Unit, span: Span, slice: Slice): Unit {
  const now = indentOf(slice, span.start);
  unit.span = span;
  const { indent, ...rest } = unit;
  return indent === now.indent ? unit : { ...rest, ...now };
}

function unitsOf(
  { analyses }: SourceReading,
  text: string,
  was: readonly Unit[],
  nextId: () => number,
): readonly Unit[] {
  return analyses.map((analysis, i) => ({
    id: was[i]?.id ?? nextId(),
    ...rebase(analysis, text),
    largest: largestWeight(analysis.tokens),
    span: null,
    place: was[i]?.place ?? '',
  }));
}

/** For each text the segment before that it is, or took the place of: alike from both ends, in order between. */
function aligned(sources: readonly Source[], before: readonly Segment[]): (Segment | undefined)[] {
  const most = Math.min(sources.length, before.length);
  let first = 0;
  while (first < most && sources[first]!.text === before[first]!.text) first++;
  let last = 0;
  while (last < most - first && sources.at(-1 - last)!.text === before.at(-1 - last)!.text) last++;
  const kept = before.length - last;
  return sources.map((_, index) => {
    if (index < first) return before[index];
    const fromEnd = sources.length - index;
    if (fromEnd <= last) return before[before.length - fromEnd];
    return index < kept ? before[index] : undefined;
  });
}
