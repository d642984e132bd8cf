/** An analysed text for people: verdict, the words shaded by attention, the top words, what was not read. */
import type { Analysis, Report, WeightedToken } from '../model/types';
import { resultOf, verdictOf } from './result';
import { visible, visibleLine } from './safeText';
import type { Shader } from './shader';
import { cellsOf, clip } from './width';

/** Words in the list of those with the most attention. */
const TOP = 10;
const BAR_CELLS = 24;
/** How much of a part is quoted in the plain form. */
const OPENING_CELLS = 40;
/** A longer word is cut in the list. */
const WORD_CELLS = 24;

/**
 * The report as lines for a terminal. Nothing of the text reaches it but printable characters, line feeds and tabs.
 * Without colours the text itself is left out: shading is all it would be printed for.
 * @returns undefined for a text without any token.
 */
export function renderReport(text: string, report: Report, shader: Shader): string | undefined {
  const result = resultOf(report);
  if (!result) return undefined;
  const { analyses, unread } = report;
  const sections = [`${verdict(verdictOf(analyses), shader)}  ${shader.chalk.dim(footnote(report))}`];
  if (shader.level > 0) sections.push(shadedText(text, report, shader));
  else if (analyses.length > 1) sections.push(partList(text, analyses, shader));
  sections.push(topWords(result.tokens, shader));
  if (unread.length > 0) sections.push(unreadNote(text, report, shader));
  return `${sections.join('\n\n')}\n`;
}

/** "99.5 %", never rounded up to certainty. */
export function percent(share: number, digits = 1): string {
  const limit = 10 ** -digits;
  const value = share * 100;
  if (share < 1 && value > 100 - limit / 2) return `>${(100 - limit).toFixed(digits)} %`;
  if (share > 0 && value < limit / 2) return `<${limit.toFixed(digits)} %`;
  return `${value.toFixed(digits)} %`;
}

function verdict({ label, probability }: Pick<Analysis, 'label' | 'probability'>, { chalk }: Shader): string {
  const [own, other] = [probability, 1 - probability];
  const colour = label === 'positive' ? chalk.green : chalk.red;
  const opposite = label === 'positive' ? 'negative' : 'positive';
  return `${colour.bold(`${label} ${percent(own)}`)}${chalk.dim(` · ${opposite} ${percent(other)}`)}`;
}

function footnote({ model, backend, analyses, ms }: Report): string {
  const words = analyses.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const parts = analyses.length > 1 ? `, ${analyses.length} parts` : '';
  return `${visibleLine(model)} on ${backend}, ${words} words and signs${parts}, ${ms.toFixed(0)} ms`;
}

/** The whole text, each analysis shaded on its own scale; several have a heading each. */
function shadedText(text: string, { analyses, unread }: Report, shader: Shader): string {
  const { chalk } = shader;
  const pieces: string[] = [];
  let at = 0;
  for (const [index, analysis] of analyses.entries()) {
    const gap = visible(text.slice(at, analysis.start));
    if (analyses.length > 1) {
      const [tail, lead] = index === 0 ? ['', gap] : splitAtBreak(gap);
      pieces.push(tail, index === 0 ? '' : '\n\n', heading(index, analyses, shader), '\n', lead.trimStart());
    } else {
      pieces.push(gap);
    }
    pieces.push(shadedStretch(text, analysis, shader));
    at = analysis.end;
  }
  const [left] = unread;
  if (left) {
    const [tail, lead] = splitAtBreak(visible(text.slice(at, left.start)));
    const rest = lead.trimStart() + visible(text.slice(left.start)).trimEnd();
    pieces.push(tail, '\n\n', chalk.dim.italic('not read:'), '\n', eachLine(rest, chalk.dim));
  } else {
    pieces.push(visible(text.slice(at)).trimEnd());
  }
  return pieces.join('').replace(/^\n+/, '');
}

/** What stands between two parts: the rest of the line before, and what leads to the next. */
function splitAtBreak(gap: string): [tail: string, lead: string] {
  const end = gap.search(/\n|$/);
  return [gap.slice(0, end).trimEnd(), gap.slice(end)];
}

function shadedStretch(text: string, { start, end, tokens }: Analysis, shader: Shader): string {
  const largest = tokens.reduce((most, { weight }) => Math.max(most, weight), 0);
  const pieces: string[] = [];
  let at = start;
  for (const token of tokens) {
    pieces.push(visible(text.slice(at, token.start)));
    pieces.push(shader.shade(visible(token.text), token.weight / largest));
    at = token.end;
  }
  pieces.push(visible(text.slice(at, end)));
  return pieces.join('');
}

function heading(index: number, analyses: readonly Analysis[], shader: Shader): string {
  const title = shader.chalk.dim(`── part ${index + 1} of ${analyses.length} ──`);
  return `${title} ${verdict(analyses[index]!, shader)}`;
}

/** A style that is closed at every line's end, so that pagers and scrolling keep it in place. */
function eachLine(text: string, style: (line: string) => string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : style(line)))
    .join('\n');
}

/** Without colours: each part's verdict and how it starts. */
function partList(text: string, analyses: readonly Analysis[], shader: Shader): string {
  return analyses
    .map((analysis, index) => {
      const opening = text.slice(analysis.start, Math.min(analysis.end, analysis.start + 4 * OPENING_CELLS));
      return `${heading(index, analyses, shader)}  ${clip(visibleLine(opening), OPENING_CELLS)}`;
    })
    .join('\n');
}

function topWords(tokens: readonly WeightedToken[], { level, chalk, accent }: Shader): string {
  const top = [...tokens.entries()].sort(([i, a], [j, b]) => b.weight - a.weight || i - j).slice(0, TOP);
  const largest = top[0]![1].weight;
  const words = top.map(([, { text }]) => clip(visibleLine(text), WORD_CELLS));
  const column = Math.max(...words.map(cellsOf));
  const rows = top.map(([index, { weight, known }], rank) => {
    const word = words[rank]! + ' '.repeat(column - cellsOf(words[rank]!));
    const cells = Math.max(1, Math.round((weight / largest) * BAR_CELLS));
    const bar = (level > 0 ? accent('█'.repeat(cells)) : '#'.repeat(cells)) + ' '.repeat(BAR_CELLS - cells);
    const place = chalk.dim(`word ${index + 1}${known ? '' : ', not in the vocabulary'}`);
    return `${chalk.dim(String(rank + 1).padStart(4))}  ${word}  ${percent(weight).padStart(7)}  ${bar}  ${place}`;
  });
  return [chalk.bold('Most attention'), ...rows].join('\n');
}

function unreadNote(text: string, report: Report, { chalk }: Shader): string {
  const { unread } = report;
  const places = unread.map(({ start, end }) => `line ${lineOf(text, start)} to line ${lineOf(text, end)}`);
  return chalk.yellow(`Not read: ${places.join(', ')} (${whyUnread(report)}).`);
}

export function whyUnread({ cutAfter }: Pick<Report, 'cutAfter'>): string {
  return cutAfter === undefined
    ? 'above --max-words'
    : `the model reads the first ${cutAfter} words of a text`;
}

/** Counted from 1. */
function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\r|\n/).length;
}
