/** How an export says what it shows, in every form alike. Pure. */
import { t } from '@vscode/l10n';
import type { Analysis } from '../model/types';
import { backendName, ranksOf, readText, spokenWord, summary } from '../webview/client/text';
import {
  certainties,
  certaintyText,
  classesText,
  count,
  isAgainst,
  labelName,
  labelText,
  percent,
  signed,
  TERMS,
  times,
  whole,
} from '../wording';
import type { ExportDocument, ExportText, ExportUnread, Reading } from './document';
import { printableLine } from './escape';

export { certainties, classesText, count, isAgainst, labelName, labelText, percent, ranksOf, signed, TERMS };

/** E.g. "Positive 97.3 %". */
export function verdictLine({ label, probability }: Pick<Analysis, 'label' | 'probability'>): string {
  return `${labelName(label)} ${certaintyText(probability)}`;
}

/** Names a reading among others. */
export function readingName({ name, model }: Reading): string {
  return printableLine(name ?? model);
}

/** Model, engine, and what was read. */
export function factsOf({ model, backend, analysis, parameters }: Reading): string[] {
  const facts = [
    t('Model {0}', printableLine(model)),
    t('computed by {0}', printableLine(backendName(backend))),
    readText(analysis),
  ];
  if (parameters !== undefined) facts.push(count(parameters, 'parameter'));
  return facts;
}

export function staleNote({ stale }: ExportText): string | null {
  return stale ? t('Edited since it was read') : null;
}

/** E.g. "review.txt:12–20 was not read: above the limit on words." */
export function unreadLine({ place, reason }: ExportUnread): string {
  const where = printableLine(place);
  if (reason === 'cancelled') return t('Not read: {0}, the reading was cancelled', where);
  if (reason === 'model') return t('Not read: {0}, the model reads no more of one text', where);
  return t('Not read: {0}, above the limit on words', where);
}

/** Over a document of several texts, e.g. "3 texts: 2 positive, 1 negative"; null for one alone. */
export function overview(document: ExportDocument): string | null {
  const { texts } = document;
  if (texts.length < 2) return null;
  const counts = new Map<string, number>();
  for (const { readings } of texts) {
    const { label } = readings[0]!.analysis;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  // Of several models nobody knows whose count is meant.
  if (texts.some(({ readings }) => readings.length > 1)) return t('{0} texts', texts.length);
  const said = [...counts].sort(([, a], [, b]) => b - a).map(([label, n]) => `${n} ${labelText(label)}`);
  return t('{0} texts: {1}', whole(texts.length), said.join(', '));
}

/** Who made it, and when. */
export function createdLine({ generator, created }: ExportDocument): string {
  const day = created?.slice(0, 10);
  return day === undefined ? t('Made with {0}', generator) : t('Made with {0} on {1}', generator, day);
}

/** The legend of the chart. */
export function chartLegend({ kind, label, tokens }: Analysis): string {
  if (kind === 'attention') {
    return t('Dashed line: the uniform share, 1/{0} = {1}', tokens.length, percent(1 / tokens.length));
  }
  const name = labelText(label);
  return t('Up: speaks for {0}. Down, dashed: speaks against {0}.', name);
}

/** The legend of the shaded text: only what is there. */
export function textLegend({ kind, label, tokens }: Analysis): string | null {
  const parts: string[] = [];
  if (tokens.some(({ known }) => !known)) {
    parts.push(t('Dotted underline: not in the vocabulary, read as <unk>.'));
  }
  if (kind !== 'attention' && tokens.some(isAgainst)) {
    parts.push(t('Dashed line: speaks against {0}.', labelText(label)));
  }
  return parts.length > 0 ? parts.join(' ') : null;
}

export function summaryOf(analysis: Analysis): string {
  return summary(analysis);
}

/** One token said in full. */
export function wordFact(analysis: Analysis, index: number, rank: number): string {
  return printableLine(spokenWord(analysis, index, rank));
}

/** The columns of a table of weights. */
export function weightHeads({ kind }: Analysis): string[] {
  return kind === 'attention'
    ? [t('Word'), t('Weight'), t('× uniform'), t('Rank'), t('Known')]
    : [t('Word'), t('Effect'), t('Speaks'), t('Share'), t('Rank'), t('Known')];
}

/** A row under `weightHeads`, the word itself left out. */
export function weightCells({ tokens }: Analysis, index: number, rank: number): string[] {
  const { weight, effect, known } = tokens[index]!;
  const value =
    effect === undefined
      ? [percent(weight), times(weight * tokens.length)]
      : [signed(effect), side(effect), percent(weight)];
  return [...value, String(rank), known ? t('yes') : t('no')];
}

function side(effect: number): string {
  if (isAgainst({ effect })) return t('against');
  return signed(effect).startsWith('+') ? t('for') : '–';
}

/** The value that stands for a word in a narrow column. */
export function valueText({ weight, effect }: Pick<Analysis['tokens'][number], 'weight' | 'effect'>): string {
  return effect === undefined ? percent(weight) : signed(effect);
}

/** Whether all readings cut the text into the same words, so that their weights can stand in one table. */
export function areAligned(readings: readonly Reading[]): boolean {
  const [first, ...others] = readings.map(({ analysis }) => analysis.tokens);
  return others.every(
    (tokens) =>
      tokens.length === first!.length &&
      tokens.every(({ start, end }, i) => start === first![i]!.start && end === first![i]!.end),
  );
}
