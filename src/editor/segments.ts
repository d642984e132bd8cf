/** What one analysis covers: how a text is divided into segments that are each read for themselves. Pure. */
import type { Span } from '../model/types';

/** `selection`: as selected, nothing is divided; `document`: the whole of it, divided by the model's own limit alone. */
export type Segments = 'selection' | 'sentence' | 'line' | 'paragraph' | 'document';

/** A segment has at least one of these: a rule of dashes or a lone brace is no text to have an opinion on. */
const WORD = /[\p{L}\p{N}\p{Extended_Pictographic}]|[:;=]['-]?[()DP]/u;

/**
 * The segments of a text in reading order, without the blanks around them, as UTF-16 offsets into it. Stretches without
 * any word join the sentence before, and are no segments otherwise.
 */
export function segmentsOf(text: string, kind: Exclude<Segments, 'selection'>): Span[] {
  switch (kind) {
    case 'document':
      return worded(text, [{ start: 0, end: text.length }]);
    case 'paragraph':
      return worded(text, paragraphs(text));
    case 'line':
      return worded(text, lines(text));
    case 'sentence':
      return paragraphs(text).flatMap((paragraph) => sentencesIn(text, paragraph));
    default:
      return kind satisfies never;
  }
}

function worded(text: string, spans: readonly Span[]): Span[] {
  return spans
    .map((span) => trimmed(text, span))
    .filter(({ start, end }) => WORD.test(text.slice(start, end)));
}

const blank = /\s/u;

function trimmed(text: string, { start, end }: Span): Span {
  while (start < end && blank.test(text[start]!)) start++;
  while (end > start && blank.test(text[end - 1]!)) end--;
  return { start, end };
}

function lines(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const { 0: ending, index } of text.matchAll(/\r\n|\r|\n/g)) {
    spans.push({ start, end: index });
    start = index + ending.length;
  }
  return [...spans, { start, end: text.length }];
}

/** Neighbouring lines, up to the blank ones. */
function paragraphs(text: string): Span[] {
  const spans: Span[] = [];
  let open: { start: number; end: number } | null = null;
  for (const line of lines(text)) {
    if (text.slice(line.start, line.end).trim() === '') open = null;
    else if (open) open.end = line.end;
    else spans.push((open = { ...line }));
  }
  return spans.map((span) => trimmed(text, span));
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Behind these a sentence goes on. */
const ABBREVIATION =
  /(?:^|[\s("'“‘])(?:Mr|Mrs|Ms|Mx|Dr|Prof|St|Sr|Jr|Mt|vs|cf|e\.g|i\.e|approx|No|Vol|p|pp|\p{Lu})\.\s*$/u;
/** A line that begins so begins a new sentence: an item of a list, a heading, a quotation, a row of a table. */
const NEW_LINE = /(?:\r\n|\r|\n)(?=[^\S\r\n]*(?:[-*+•>|]|#{1,6}|\d{1,3}[.)])\s)/g;
const BREAK = /\r\n|\r|\n/g;

/** Paragraphs that were divided last: while somebody writes, all but one are what they were. */
const known = new Map<string, readonly Span[]>();
const MOST_KNOWN = 4_000;

function sentencesIn(text: string, { start, end }: Span): Span[] {
  const paragraph = text.slice(start, end);
  let spans = known.get(paragraph);
  if (!spans) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(paragraph, (spans = sentences(paragraph)));
  }
  return spans.map((span) => ({ start: start + span.start, end: start + span.end }));
}

/** The sentences of one paragraph, over the ends of its lines. */
function sentences(paragraph: string): readonly Span[] {
  const blocks = paragraph.split(NEW_LINE);
  const spans: Span[] = [];
  let from = 0;
  for (const block of blocks) {
    const start = paragraph.indexOf(block, from);
    from = start + block.length;
    const joined = joinedSentences(block).map((span) => ({
      start: start + span.start,
      end: start + span.end,
    }));
    spans.push(...worded(paragraph, joined));
  }
  return spans;
}

function joinedSentences(block: string): Span[] {
  const spans: { start: number; end: number }[] = [];
  // A line break that only wraps a sentence does not end it; blanks of the same length keep the offsets.
  const flat = block.replace(BREAK, (ending) => ' '.repeat(ending.length));
  for (const { segment, index } of segmenter.segment(flat)) {
    const last = spans.at(-1);
    const end = index + segment.length;
    const goesOn = last && (!WORD.test(segment) || ABBREVIATION.test(flat.slice(last.start, last.end)));
    if (goesOn) last.end = end;
    else spans.push({ start: index, end });
  }
  return spans;
}
