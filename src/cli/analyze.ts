/** `analyze`: one text from arguments, a file or standard input, or a stream of JSON Lines. */
import type { Analyzer } from '../model/analyzer';
import { readJsonObjects, type JsonRecord } from '../model/node/formats/jsonLines';
import { InputError } from '../model/types';
import type { Report } from '../model/types';
import { openAnalyzer, write, type Context, type ModelOptions } from './context';
import { documentOf, exported, formatOf, writeOut, type OutputOptions } from './export';
import { openSource, readText, STDIN_NAME } from './input';
import { createProgressBar } from './progress';
import { renderReport } from './render';
import { jsonPieces, resultOf } from './result';
import { colourLevel, createShader, themeOf, type Theme } from './shader';

export interface AnalyzeOptions extends ModelOptions, OutputOptions {
  readonly json?: boolean;
  readonly file?: string;
  readonly jsonl?: string;
  /** Tokens to read at most, whole stretches; Infinity where not given. */
  readonly maxWords: number;
  readonly theme?: Theme;
}

/**
 * Analyses one text and prints it for people, as JSON or in a form to keep, or writes that into a file.
 * @param words the arguments, joined by spaces; a single "-" and none at all mean standard input.
 * @throws InputError when the text cannot be read or holds no token.
 */
export async function analyzeText(words: readonly string[], options: AnalyzeOptions, context: Context) {
  const { name, text } = await textOf(words, options.file, context);
  const analyzer = await openAnalyzer(options, context);
  const report = await analyzeWithProgress(analyzer, text, options.maxWords, context);
  if (report.analyses.length === 0) throw new InputError(withoutToken(name));
  await writeOut(await formOf(name, text, report, options, context), options.output, context);
}

/** The result in the form that is asked for, in pieces. */
async function formOf(
  name: string,
  text: string,
  report: Report,
  options: AnalyzeOptions,
  { environment, stdout }: Context,
): Promise<Iterable<string>> {
  const { json, output, color } = options;
  if (json) return jsonPieces(resultOf(report)!);
  const format = formatOf(options);
  const theme = options.theme ?? themeOf(environment);
  if (format !== 'text') return exported(format, documentOf(name, text, report), theme);
  const isTerminal = (output === undefined || output === '-') && stdout.isTTY;
  const level = colourLevel({ wanted: color, environment, isTerminal });
  return [renderReport(text, report, createShader(level, theme))!];
}

/**
 * Analyses one {"id", "text"} a line and prints one result a line as soon as it is there. One line is held at a
 * time, and reading waits for the reader of the results. Stops at the first bad line.
 * @throws InputError naming file and line.
 */
export async function analyzeJsonLines(from: string, options: AnalyzeOptions, context: Context) {
  const { name, stream } = await openSource(from, context.stdin);
  const analyzer = await openAnalyzer(options, context);
  try {
    for await (const record of readJsonObjects(stream, name)) {
      const { id, text } = requestOf(record);
      const result = resultOf(await analyzer.analyze(text, { maxWords: options.maxWords }));
      if (!result) throw new InputError(withoutToken(record.where));
      for (const piece of jsonPieces(result, { id })) await write(context.stdout, piece);
    }
  } finally {
    analyzer.dispose();
  }
}

function requestOf({ where, line, fields }: JsonRecord): { id: string | number; text: string } {
  const { id = line, text } = fields;
  if (typeof text !== 'string') throw new InputError(`${where}: expected a string field "text"`);
  if (typeof id !== 'string' && typeof id !== 'number') {
    throw new InputError(`${where}: expected a string or number as "id"`);
  }
  return { id, text };
}

export async function textOf(
  words: readonly string[],
  file: string | undefined,
  { stdin }: Context,
): Promise<{ name: string; text: string }> {
  if (file !== undefined) return { name: file, text: await readText(await openSource(file, stdin)) };
  if (words.length === 0 || (words.length === 1 && words[0] === '-')) {
    return { name: STDIN_NAME, text: await readText(await openSource('-', stdin)) };
  }
  return { name: 'TEXT', text: words.join(' ') };
}

async function analyzeWithProgress(
  analyzer: Analyzer,
  text: string,
  maxWords: number,
  { stderr }: Context,
): Promise<Report> {
  const bar = createProgressBar(stderr, 'words and signs');
  try {
    return await analyzer.analyze(text, { maxWords, onProgress: (done, total) => bar.show(done, total) });
  } finally {
    bar.stop();
    analyzer.dispose();
  }
}

export function withoutToken(name: string): string {
  return `${name}: expected a text with at least one word or sign, found none`;
}
