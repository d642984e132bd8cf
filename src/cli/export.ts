/** `analyze --format` and `-o`: the result in a form to keep, into a file or to standard output. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Option, type Command } from 'commander';
import { version } from '../../package.json';
import { TEXT_FORMATS, type ExportDocument, type TextFormat } from '../export/document';
import { notWritten, writeWhole } from '../model/node/wholeFile';
import { InputError, type Report, type Span } from '../model/types';
import { write, type Context } from './context';
import type { Theme } from './shader';

/** What `analyze` prints for people is a form too. */
export type OutputFormat = TextFormat | 'text';

export interface OutputOptions {
  readonly format?: OutputFormat;
  /** A path, or - for standard output. */
  readonly output?: string;
}

const ENDINGS: Readonly<Record<string, OutputFormat>> = {
  ...Object.fromEntries(TEXT_FORMATS.map((format) => [`.${format}`, format])),
  '.htm': 'html',
  '.markdown': 'md',
  '.txt': 'text',
};

export function withOutputOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--format <format>',
        'form of the result: html, svg, json, csv, md or text (default: from the ending of FILE, else text)',
      )
        .choices([...TEXT_FORMATS, 'text'])
        .conflicts(['json', 'jsonl', 'epochs']),
    )
    .addOption(
      new Option(
        '-o, --output <file>',
        'write the result into a file, or with - to standard output',
      ).conflicts(['jsonl', 'epochs']),
    );
}

/** The form that is asked for: by name, else by the file's ending. */
export function formatOf({ format, output }: OutputOptions): OutputFormat {
  return format ?? (output === undefined ? undefined : endingOf(output)) ?? 'text';
}

/** What an ending stands for, if it stands for anything. */
function endingOf(output: string): OutputFormat | undefined {
  return ENDINGS[path.extname(output).toLowerCase()];
}

/** What a file is to hold has to be said, or be in its name: usage errors are told before anything is read. */
export function checkOutput(command: Command, { format, output, json }: OutputOptions & { json?: boolean }) {
  if (output === undefined || output === '-' || format !== undefined || json || endingOf(output)) return;
  const endings = TEXT_FORMATS.map((one) => `.${one}`).join(', ');
  command.error(
    `error: --output ${output}: expected a name that ends in ${endings} or .txt, or --format beside it` +
      (/\.png$/i.test(output) ? '; PNG is made in the editor' : ''),
  );
}

/**
 * Pieces of the file.
 * @param name of the text, as errors have it
 */
export async function exported(
  format: TextFormat,
  document: ExportDocument,
  theme: Theme,
): Promise<Iterable<string>> {
  const { exportPieces, PALETTES } = await import('../export/main');
  return exportPieces(format, document, { theme: PALETTES[theme] });
}

/** One text and all that was read of it; equal input gives equal files but for the milliseconds. */
export function documentOf(name: string, text: string, report: Report): ExportDocument {
  const { model, backend, analyses, unread, cutAfter } = report;
  const title = path.basename(name);
  const place = placesIn(text, title);
  return {
    ...{ title, scope: analyses.length > 1 ? 'document' : 'text', language: 'en', order: 'reading' },
    generator: `Attention Inspector ${version}`,
    shading: { gamma: 1, scale: 'relative', emphasis: 'auto' },
    texts: analyses.map((analysis) => {
      const { start, end } = analyses.length > 1 ? analysis : { start: 0, end: text.length };
      const tokens = analysis.tokens.map((token) => ({
        ...token,
        start: token.start - start,
        end: token.end - start,
      }));
      const rebased = { ...analysis, start: analysis.start - start, end: analysis.end - start, tokens };
      return {
        place: analyses.length > 1 ? place(analysis) : title,
        text: text.slice(start, end),
        readings: [{ model, backend, analysis: rebased }],
      };
    }),
    unread: unread.map((span) => ({
      place: place(span),
      reason: cutAfter === undefined ? 'limit' : 'model',
    })),
  };
}

/** Lines of a stretch, from 1; asked in reading order, so that a book is gone through once. */
function placesIn(text: string, title: string): (span: Span) => string {
  const breaks = Array.from(text.matchAll(/\r\n?|\n/g), ({ index }) => index);
  const lineOf = (offset: number) => {
    let [low, high] = [0, breaks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (breaks[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
  return ({ start, end }) => {
    const [first, last] = [lineOf(start), lineOf(end)];
    return `${title}:${first}${last > first ? `–${last}` : ''}`;
  };
}

/**
 * Writes to standard output, or into a file that is there whole, as it was, or not at all.
 * @throws InputError when the file cannot be written.
 */
export async function writeOut(
  pieces: Iterable<string>,
  output: string | undefined,
  context: Context,
): Promise<void> {
  if (output !== undefined && output !== '-') return writeFileWhole(output, pieces);
  for (const piece of pieces) await write(context.stdout, piece);
}

async function writeFileWhole(to: string, pieces: Iterable<string>): Promise<void> {
  const stats = await stat(to).catch(() => null);
  if (stats?.isDirectory()) throw new InputError(`--output ${to}: expected a file, found a folder`);
  try {
    await writeWhole(to, pieces);
  } catch (error) {
    throw notWritten(error, `--output ${to}`, path.resolve(to));
  }
}
