/** An analysed text for people: verdict, the words shaded by their weights, the top words, what was not read. */
import type { Analysis, ClassProbability, Report } from '../model/types';
import { classesText, isAgainst, isSentiment, labelText, paddingText, TERMS } from '../wording';
import { percent } from './percent';
import { countTokens, joinedClasses, joinedPadding } from './result';
import { visible, visibleLine } from './safeText';
import type { Shader } from './shader';
import { topWords } from './topWords';
import { clip } from './width';

export { percent };

/** How much of a part is quoted in the plain form. */
const OPENING_CELLS = 40;

/**
 * The report as lines for a terminal. Nothing of the text reaches it but printable characters, line feeds and tabs.
 * Without colours the text itself is left out: shading is all it would be printed for.
 * @returns undefined for a text without any token.
 */
export function renderReport(text: string, report: Report, shader: Shader): string | undefined {
  const { analyses, unread } = report;
  if (analyses.length === 0) return undefined;
  const head = `${verdict(joinedClasses(analyses), shader)}  ${shader.chalk.dim(footnote(report))}`;
  const sections = [[head, ...explanation(report, shader)].join('\n')];
  if (shader.level > 0) sections.push(shadedText(text, report, shader));
  else if (analyses.length > 1) sections.push(partList(text, analyses, shader));
  sections.push(topWords(analyses, shader));
  if (unread.length > 0) sections.push(unreadNote(text, report, shader));
  return `${sections.join('\n\n')}\n`;
}

/** The label, and beside it the other one of two. */
function verdict(classes: readonly ClassProbability[], { chalk }: Shader): string {
  const falling = [...classes].sort((a, b) => b.probability - a.probability);
  const [said, other] = falling.map(
    ({ label, probability }) => `${labelText(label)} ${percent(probability)}`,
  );
  const own = falling[0]!.label === 'positive' ? chalk.green : chalk.red;
  const paint = isSentiment(classes) ? own : chalk;
  return paint.bold(said!) + (classes.length === 2 ? chalk.dim(` · ${other}`) : '');
}

/** What else there is to know of the verdict: all classes of many, and what the shading is where it is not attention. */
function explanation({ analyses }: Report, { chalk, level }: Shader): string[] {
  const lines: string[] = [];
  const classes = joinedClasses(analyses);
  if (classes.length > 2) lines.push(classesText(classes, ' · '));
  const { note } = TERMS[analyses[0]!.kind];
  if (note !== null) lines.push(level > 0 ? `${note} Underlined: against the verdict.` : note);
  return lines.map((line) => chalk.dim(line));
}

function footnote({ model, backend, analyses, ms }: Report): string {
  const parts = [`${visibleLine(model)} on ${backend}`, `${countTokens(analyses)} words and signs`];
  if (analyses.length > 1) parts.push(`${analyses.length} parts`);
  parts.push(`${ms.toFixed(0)} ms`);
  const padding = joinedPadding(analyses);
  if (padding !== undefined) parts.push(paddingText(padding));
  return parts.join(', ');
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
    const side = isAgainst(token) ? 'against' : 'for';
    pieces.push(shader.shade(visible(token.text), token.weight / largest, side));
    at = token.end;
  }
  pieces.push(visible(text.slice(at, end)));
  return pieces.join('');
}

function heading(index: number, analyses: readonly Analysis[], shader: Shader): string {
  const title = shader.chalk.dim(`── part ${index + 1} of ${analyses.length} ──`);
  return `${title} ${verdict(analyses[index]!.classes, shader)}`;
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
