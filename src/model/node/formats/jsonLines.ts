import { quoteShort } from '../../quote';
import { InputError } from '../../types';
import { readLines } from '../lines';
import { checkText, labelName, type LabelledText } from './labels';

/** One object of a JSON Lines file and where it stands, for error messages. */
export interface JsonRecord {
  /** "reviews.jsonl, line 3". */
  readonly where: string;
  /** Counted from 1, blank lines included. */
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Objects, one a line, blank lines skipped.
 * @throws InputError naming `name` and the line that is no JSON object.
 */
export async function* readJsonObjects(
  source: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<JsonRecord> {
  for await (const { number, text } of readLines(source, name)) {
    if (text.trim() === '') continue;
    const where = `${name}, line ${number}`;
    yield { where, line: number, fields: parseObject(text, where) };
  }
}

/**
 * Labelled texts, one {"text", "label"} a line; "id" is optional, and "tokens" (a list of words, joined
 * by spaces) may stand in for "text" as in the ERASER benchmark. Further fields are ignored.
 * @throws InputError naming the file, the line and what was expected.
 */
export async function* readJsonLines(
  source: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<LabelledText> {
  let row = 0;
  for await (const { where, fields } of readJsonObjects(source, name)) {
    row += 1;
    const { id, label } = fields;
    yield {
      id: typeof id === 'string' || typeof id === 'number' ? String(id) : `row ${row}`,
      text: checkText(textOf(fields, where), where),
      label: labelName(label, where),
      where,
    };
  }
  if (row === 0) throw new InputError(`${name}: expected one {"text", "label"} a line, found none`);
}

function parseObject(text: string, where: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`${where}: expected a JSON object, found ${quoteShort(text)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${where}: expected a JSON object, found ${quoteShort(value)}`);
  }
  return value as Record<string, unknown>;
}

function textOf({ text, tokens }: Readonly<Record<string, unknown>>, where: string): string {
  if (typeof text === 'string') return text;
  if (text === undefined && Array.isArray(tokens) && tokens.every((token) => typeof token === 'string')) {
    return tokens.join(' ');
  }
  const found = text === undefined ? 'none' : quoteShort(text);
  throw new InputError(`${where}: expected a string field "text", found ${found}`);
}
