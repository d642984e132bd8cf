/** A document as Markdown: verdicts, a table of the top words, and the text with its top words in bold. */
import { t } from '@vscode/l10n';
import type { Analysis } from '../model/types';
import { trustSentence } from '../trustWording';
import { piecesOf } from '../webview/client/heatData';
import { measureHeads, measuresOf } from '../webview/client/trust/measureText';
import { measuredText, uniformText } from '../webview/client/trust/trustText';
import type { ExportDocument, ExportText, Reading } from './document';
import { printable } from './escape';
import { escaped, line, relaxed } from './markdownText';
import {
  areAligned,
  chartLegend,
  classesText,
  createdLine,
  factsOf,
  overview,
  ranksOf,
  readingName,
  staleNote,
  TERMS,
  unreadLine,
  valueText,
  verdictLine,
  weightCells,
  weightHeads,
} from './words';

const TOP = 10;
const LINE_BREAK = /[\n\u2028\u2029]/;

export function* markdownOf(document: ExportDocument): Generator<string> {
  yield `# ${line(document.title)}\n\n`;
  const over = overview(document);
  if (over !== null) yield `${line(over)}\n\n`;
  for (const text of document.texts) yield* textOf(text, document.title);
  for (const unread of document.unread ?? []) yield `${line(unreadLine(unread))}\n\n`;
  yield `${line(createdLine(document))}\n`;
}

function* textOf(text: ExportText, title: string): Generator<string> {
  const { readings } = text;
  const stale = staleNote(text);
  if (text.place !== title) yield `## ${line(text.place)}\n\n`;
  if (stale !== null) yield `${line(stale)}\n\n`;
  for (const reading of readings) yield* verdictOf(reading, readings.length > 1);
  if (readings.length > 1 && areAligned(readings)) yield* sideBySide(readings);
  else for (const reading of readings) yield* topWords(reading);
  for (const reading of readings) yield* trustOf(reading, readings.length > 1);
  for (const reading of readings) yield* emphasised(text, reading, readings.length > 1);
}

function* verdictOf(reading: Reading, several: boolean): Generator<string> {
  const { analysis } = reading;
  const name = several ? `${line(readingName(reading))}: ` : '';
  yield `${name}**${line(verdictLine(analysis))}** (${line(classesText(analysis.classes))})\n\n`;
  yield `${factsOf(reading).map(line).join(' · ')}\n\n`;
  const { note } = TERMS[analysis.kind];
  if (note !== null) yield `${line(note)}\n\n`;
}

/** Indices of the largest weights, falling. */
function topOf({ tokens }: Analysis): number[] {
  return tokens
    .map((_, index) => index)
    .sort((a, b) => tokens[b]!.weight - tokens[a]!.weight || a - b)
    .slice(0, TOP);
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
const rule = (columns: number): string => row(['---', ...Array<string>(columns - 1).fill('---:')]);

function* topWords({ analysis }: Reading): Generator<string> {
  const ranks = ranksOf(analysis.tokens);
  const heads = weightHeads(analysis);
  yield row(heads.map(line)) + rule(heads.length);
  for (const index of topOf(analysis)) {
    yield row([analysis.tokens[index]!.text, ...weightCells(analysis, index, ranks[index]!)].map(line));
  }
  yield `\n${line(chartLegend(analysis))}\n\n`;
}

/** The top words of any model with their weights by each. */
function* sideBySide(readings: readonly Reading[]): Generator<string> {
  const indices = [...new Set(readings.flatMap(({ analysis }) => topOf(analysis)))].sort((a, b) => a - b);
  yield row([t('Word'), ...readings.map(readingName)].map(line)) + rule(readings.length + 1);
  for (const index of indices) {
    const values = readings.map(({ analysis }) => valueText(analysis.tokens[index]!));
    yield row([readings[0]!.analysis.tokens[index]!.text, ...values].map(line));
  }
  yield '\n';
}

/** Whether the attention can be believed, and by which figures; nothing where that is not known, or there is none. */
function* trustOf(reading: Reading, several: boolean): Generator<string> {
  const { trust, analysis } = reading;
  if (!trust || analysis.kind !== 'attention') return;
  const { verdict, uniform } = trust.faithfulness;
  const name = several ? `${line(readingName(reading))}: ` : '';
  const measured = measuredText(trust);
  yield `${name}**${line(trustSentence(verdict))}**${measured === '' ? '' : ` ${line(measured)}`}\n\n`;
  if (verdict === 'short') return;
  const heads = measureHeads();
  yield row(heads.map(line)) + rule(heads.length);
  for (const { rows } of measuresOf(trust)) {
    for (const { name, values } of rows) yield row([name, ...values].map(line));
  }
  yield `\n${line(uniformText(uniform, trust))}\n\n`;
}

/** What begins or ends with a sign cannot be marked where it touches a word. */
const MARKABLE = /^[\p{L}\p{N}](?:.*[\p{L}\p{N}\p{M}])?$/su;

/** The text as a quotation, its lines kept, the top words in bold. */
function* emphasised({ text }: ExportText, reading: Reading, several: boolean): Generator<string> {
  const { analysis } = reading;
  const top = new Set(topOf(analysis));
  const marked = piecesOf({ text, analysis }).map((piece) => {
    const words = printable(piece.text).split(LINE_BREAK).map(escaped).join('\n');
    const bold = piece.token !== null && top.has(piece.token) && MARKABLE.test(piece.text);
    return bold ? `**${words}**` : words;
  });
  if (several) yield `${line(readingName(reading))}:\n\n`;
  yield `${quoted(relaxed(marked.join('')).trimEnd())}\n\n`;
}

/** Blank lines part paragraphs; any other line ends with the two spaces that keep it a line. */
function quoted(text: string): string {
  const lines = text.split('\n').map((one) => one.trim());
  return lines
    .map((one, index) => {
      if (one === '') return '>';
      return `> ${one}${index + 1 < lines.length && lines[index + 1] !== '' ? '  ' : ''}`;
    })
    .join('\n');
}
