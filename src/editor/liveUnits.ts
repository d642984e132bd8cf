/** From texts that are read again and again to what the store keeps: what did not change stays what it was. Pure. */
import type { SourceReading, Source } from './reading';
import { rebase } from './reading';
import { largestWeight } from './shading';
import type { Unit, Unread } from './store';

/** One text as it was shown last. */
export interface Segment {
  readonly text: string;
  readonly units: readonly Unit[];
}

export interface Assembled {
  readonly segments: readonly Segment[];
  readonly units: readonly Unit[];
  readonly unread: readonly Unread[];
}

/**
 * The units of the texts where they stand now. A text that was there before, in its place among the others, has the very
 * units that it had; one that took the place of another has its numbers, so that it counts as the same.
 * @param readingOf what was read of a text
 * @param before what was shown last, in reading order
 */
export function assemble(
  sources: readonly Source[],
  readingOf: (text: string) => SourceReading | undefined,
  before: readonly Segment[],
  nextId: () => number,
): Assembled {
  const units: Unit[] = [];
  const unread: Unread[] = [];
  const old = aligned(sources, before);
  const segments = sources.map(({ text, start }, index): Segment => {
    const reading = readingOf(text);
    if (!reading) return { text, units: [] };
    const was = old[index];
    const own = was?.text === text ? was.units : unitsOf(reading, text, was?.units ?? [], nextId);
    own.forEach((unit, i) => {
      const analysis = reading.analyses[i]!;
      unit.span = { start: start + analysis.start, end: start + analysis.end };
    });
    units.push(...own);
    const reason = reading.cutAfter === undefined ? 'limit' : 'model';
    for (const span of reading.unread)
      unread.push({ span: { start: start + span.start, end: start + span.end }, reason, place: '' });
    return { text, units: own };
  });
  return { segments, units, unread };
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
