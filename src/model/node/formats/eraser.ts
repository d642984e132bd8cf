/** Texts with the words that people marked as reasons, in the form of the ERASER benchmark (DeYoung et al. 2020). */
import type { Rationale } from '../../evaluation/rationales';
import { quoteShort } from '../../quote';
import { InputError } from '../../types';
import { readJsonObjects, type JsonRecord } from './jsonLines';
import { labelName } from './labels';

/** One line, its class as the data set writes it. */
export interface MarkedText extends Omit<Rationale, 'label'> {
  readonly label: string;
  /** File and line, for error messages. */
  readonly where: string;
}

type Fields = JsonRecord['fields'];

/** Whether an object of a JSON Lines file is of this form. */
export function isMarked(fields: Fields): boolean {
  return 'tokens' in fields && 'rationale_spans' in fields;
}

/**
 * One {"tokens", "rationale_spans", "sentence_ends", "label"} a line; "id" is optional. Spans are [start, end) in tokens,
 * sentence ends the tokens before which each sentence ends, rising, the last one after the last token; a text without
 * them is one sentence. A sentence without tokens is none.
 * @throws InputError naming the file, the line and what was expected.
 */
export async function* readMarked(
  source: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<MarkedText> {
  let row = 0;
  for await (const { where, fields } of readJsonObjects(source, name)) {
    row += 1;
    const { id, label } = fields;
    const tokens = tokensOf(fields, where);
    yield {
      id: typeof id === 'string' || typeof id === 'number' ? String(id) : `row ${row}`,
      text: tokens.join(' '),
      label: labelName(label, where),
      tokens,
      marked: markedOf(fields, tokens.length, where),
      sentences: sentencesOf(fields, tokens.length, where),
      where,
    };
  }
  if (row === 0) {
    throw new InputError(`${name}: expected one {"tokens", "rationale_spans", "label"} a line, found none`);
  }
}

function tokensOf({ tokens }: Fields, where: string): readonly string[] {
  if (Array.isArray(tokens) && tokens.length > 0 && tokens.every((token) => typeof token === 'string')) {
    return tokens;
  }
  throw new InputError(`${where}: expected "tokens" to be a list of words, found ${quoteShort(tokens)}`);
}

function markedOf({ rationale_spans: spans }: Fields, count: number, where: string): readonly boolean[] {
  const refuse = (found: unknown) =>
    new InputError(
      `${where}: expected "rationale_spans" to be a list of [start, end] within ${count} tokens, found ${quoteShort(found)}`,
    );
  if (!Array.isArray(spans)) throw refuse(spans);
  const marked = new Array<boolean>(count).fill(false);
  for (const span of spans as unknown[]) {
    const [start, end] = Array.isArray(span) && span.length === 2 ? (span as unknown[]) : [];
    if (!isPlace(start) || !isPlace(end) || start >= end || end > count) throw refuse(span);
    marked.fill(true, start, end);
  }
  return marked;
}

function sentencesOf(
  { sentence_ends: ends = [] }: Fields,
  count: number,
  where: string,
): readonly (readonly [number, number])[] {
  const sentences: [number, number][] = [];
  let start = 0;
  for (const end of Array.isArray(ends) ? (ends as unknown[]) : [ends]) {
    if (!isPlace(end) || end < start || end > count) {
      throw new InputError(
        `${where}: expected "sentence_ends" to be a list of rising numbers up to ${count}, found ${quoteShort(ends)}`,
      );
    }
    if (end > start) sentences.push([start, end]);
    start = end;
  }
  if (start < count) sentences.push([start, count]);
  return sentences;
}

function isPlace(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
