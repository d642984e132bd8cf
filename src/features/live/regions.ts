/** The stretches of a document that live attention follows, where the selection says what one analysis covers. Pure. */
import { grownSpan, wholeWords } from '../../editor/carry';
import type { TextEdit } from '../../editor/edits';
import type { Slice } from '../../editor/store';
import type { Span } from '../../model/types';

/** The stretches after edits, grown and shrunk by what happened inside; those that now overlap are one. */
export function followed(regions: readonly Span[], edits: readonly TextEdit[], slice: Slice): Span[] {
  const moved = regions
    .map((region) => wholeWords(grownSpan(region, edits), slice))
    .sort((a, b) => a.start - b.start);
  const apart: { start: number; end: number }[] = [];
  for (const region of moved) {
    const last = apart.at(-1);
    if (last && region.start < last.end) last.end = Math.max(last.end, region.end);
    else apart.push({ ...region });
  }
  return apart;
}

/**
 * The stretches after every line ending of the document has become another one.
 * @param lineStarts offset of each line as it is now, rising
 * @param longer characters by which a line ending has grown
 */
export function withLineEndings(
  regions: readonly Span[],
  lineStarts: readonly number[],
  longer: number,
): Span[] {
  const moved = (offset: number): number => {
    let line = 0;
    // The last line that began at or before it; what a line ending began at has grown by all those before.
    while (line + 1 < lineStarts.length && lineStarts[line + 1]! - (line + 1) * longer <= offset) line++;
    return offset + line * longer;
  };
  return regions.map(({ start, end }) => ({ start: moved(start), end: moved(end) }));
}
