import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { quoteShort } from '../../quote';
import { InputError } from '../../types';
import { MAX_TEXT_BYTES, readLines } from '../lines';
import { checkText, labelName, type LabelledText } from './labels';

/** One row's fields and the line it starts on, counted from 1. */
interface Row {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Labelled texts of a comma-separated file (RFC 4180: fields in double quotes may hold commas,
 * line breaks and doubled quotes) whose header names `label` and `text`; `id` and `pair` are used where they are there.
 * @throws InputError naming the file, the line and what was expected.
 */
export function readCsv(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<LabelledText> {
  return examplesOf(csvRows(source, name), name);
}

/**
 * Labelled texts of a tab-separated file. One line is one row, and quotes are ordinary characters, as
 * such files usually have them, unless they enclose a whole field with every quote inside doubled.
 * @throws InputError naming the file, the line and what was expected.
 */
export function readTsv(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<LabelledText> {
  return examplesOf(tsvRows(source, name), name);
}

async function* tsvRows(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Row> {
  for await (const { number, text } of readLines(source, name)) {
    yield { line: number, fields: text.replace(/\r$/, '').split('\t').map(unquote) };
  }
}

function unquote(field: string): string {
  return /^"(?:[^"]|"")*"$/.test(field) ? field.slice(1, -1).replaceAll('""', '"') : field;
}

async function* csvRows(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Row> {
  // Where the row being parsed starts; kept by the parser itself, which runs ahead of the loop below.
  let line = 1;
  const parser = parse({
    relax_column_count: true, // counted in examplesOf, against the header
    max_record_size: MAX_TEXT_BYTES,
    on_record: (fields: string[], context) => {
      const row: Row = { line, fields };
      line = context.lines + 1;
      return row as unknown as string[]; // its types know no parser that changes the record's shape
    },
  });
  // pipeline destroys the parser with the source's error, so that the loop sees it.
  pipeline(Readable.from(terminated(source, name)), parser, () => {});
  try {
    for await (const row of parser) yield row as Row;
  } catch (error) {
    if (error instanceof CsvError) throw new InputError(`${name}, line ${line}: ${explain(error)}`);
    throw error;
  }
}

async function* terminated(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string> {
  for await (const { text } of readLines(source, name)) yield `${text}\n`;
}

function explain(error: CsvError): string {
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'expected a closing quote for the field that starts here, found the end of the file';
    case 'CSV_MAX_RECORD_SIZE':
      return `expected at most ${MAX_TEXT_BYTES} characters in one row (a quote that is never closed?)`;
    default:
      return 'expected quotes around whole fields and doubled inside them, found a stray quote';
  }
}

async function* examplesOf(rows: AsyncIterable<Row>, name: string): AsyncGenerator<LabelledText> {
  let header: Header | undefined;
  let count = 0;
  for await (const { line, fields } of rows) {
    const where = `${name}, line ${line}`;
    if (fields.length === 1 && fields[0]!.trim() === '') continue;
    if (!header) {
      header = headerOf(fields, where);
      continue;
    }
    if (fields.length !== header.width) {
      throw new InputError(
        `${where}: expected ${header.width} columns as in the header, found ${fields.length}`,
      );
    }
    count += 1;
    const id = header.id === -1 ? '' : fields[header.id]!;
    const pair = header.pair === -1 ? '' : fields[header.pair]!.trim();
    yield {
      id: id === '' ? `row ${count}` : id,
      text: checkText(fields[header.text]!, where),
      label: labelName(fields[header.label], where),
      ...(pair === '' ? {} : { pair }),
      where,
    };
  }
  if (!header) throw new InputError(`${name}: expected a header with label and text, found no line`);
  if (count === 0) throw new InputError(`${name}: expected rows under the header, found none`);
}

/** Column numbers; those of id and pair are -1 where there is none. */
interface Header {
  readonly label: number;
  readonly text: number;
  readonly id: number;
  readonly pair: number;
  readonly width: number;
}

function headerOf(fields: readonly string[], where: string): Header {
  const names = fields.map((field) => field.trim().toLowerCase());
  const [label, text] = [names.indexOf('label'), names.indexOf('text')];
  if (label < 0 || text < 0) {
    throw new InputError(
      `${where}: expected a header with the columns label and text, found ${quoteShort(fields)}`,
    );
  }
  return { label, text, id: names.indexOf('id'), pair: names.indexOf('pair'), width: names.length };
}
