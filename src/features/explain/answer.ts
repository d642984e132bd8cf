/** What a chat's language model is told about a reading: plain lines, as short as they can be without leaving out a limit. Pure. */
import { t } from '@vscode/l10n';
import type { TrustVerdict } from '../../model/trust/types';
import type { Analysis, WeightedToken, WeightKind } from '../../model/types';
import { trustSentence } from '../../trustWording';
import {
  classesText,
  count,
  labelText,
  oneLine,
  paddingText,
  percent,
  signed,
  stance,
  TERMS,
  whole,
} from '../../wording';

/** One analysed stretch; token offsets are not looked at. */
export interface Piece {
  readonly text: string;
  readonly analysis: Analysis;
}

export interface Findings {
  readonly model: string;
  /** Where the text stands, e.g. "review.txt:3–9"; null for one that came with the question. */
  readonly place: string | null;
  /** In reading order, never empty. */
  readonly pieces: readonly Piece[];
  /** What was not read and why, as a sentence; null when everything was. */
  readonly unread: string | null;
  /** The text was edited after it was read. */
  readonly stale: boolean;
  /** Whether its attention can be believed, where that is known. */
  readonly trust: TrustVerdict | null;
  /** Words to name of one text. */
  readonly top: number;
}

/** Of many texts, so many are told one by one, each with so many words. */
const LISTED = 10;
const LISTED_WORDS = 3;
const UNKNOWN = 10;
/** Characters of a word and of the beginning of a text. */
const WORD = 30;
const BEGINNING = 48;
const PLACE = 120;

export function answerText(findings: Findings): string {
  const { pieces, unread, stale, trust } = findings;
  const [first] = pieces;
  if (!first) throw new RangeError('There is nothing to tell of a reading without analyses.');
  const lines = [
    headline(findings),
    ...(pieces.length === 1 ? oneText(findings, first) : manyTexts(findings)),
  ];
  if (trust) lines.push(trustSentence(trust));
  if (unread !== null) lines.push(unread);
  if (stale) lines.push(t('The text has been edited since it was read.'));
  return [...lines, caveat(first.analysis.kind)].join('\n');
}

function headline({ model, place, pieces }: Findings): string {
  const words = count(
    pieces.reduce((sum, { analysis }) => sum + analysis.tokens.length, 0),
    'word',
  );
  return place === null
    ? t('Read by the model {0}: {1}.', model, words)
    : t('Read by the model {0}: {1} at {2}.', model, words, oneLine(place, PLACE));
}

function oneText({ top }: Findings, { analysis }: Piece): string[] {
  const { tokens, kind, classes, padding } = analysis;
  const n = Math.min(top, tokens.length);
  const lines = [
    t('Verdict: {0}. Calibrated probabilities: {1}.', labelText(analysis.label), classesText(classes)),
    kind === 'attention'
      ? t(
          '{0} ({1} a word if all were equal): {2}',
          TERMS[kind].most,
          percent(1 / tokens.length),
          words(analysis, n),
        )
      : `${TERMS[kind].most}: ${words(analysis, n)}`,
  ];
  const unknown = [...new Set(tokens.filter(({ known }) => !known).map(({ text }) => text))];
  if (unknown.length > 0) {
    const named = unknown.slice(0, UNKNOWN).map((text) => oneLine(text, WORD));
    if (unknown.length > UNKNOWN) named.push('…');
    lines.push(t('Not in the vocabulary, read as one unknown word: {0}', named.join(', ')));
  }
  if (padding !== undefined) lines.push(`${paddingText(padding)}.`);
  return lines;
}

function manyTexts({ pieces, top }: Findings): string[] {
  const labels = new Map<string, number>();
  for (const { analysis } of pieces) labels.set(analysis.label, (labels.get(analysis.label) ?? 0) + 1);
  const counts = [...labels].map(([label, n]) => `${whole(n)} ${labelText(label)}`).join(', ');
  const listed = pieces.slice(0, LISTED).map(({ text, analysis }, index) => {
    const beginning = oneLine(text, BEGINNING);
    const verdict = classesText(analysis.classes);
    return `${index + 1}. “${beginning}”: ${verdict}; ${words(analysis, Math.min(top, LISTED_WORDS))}`;
  });
  const rest = pieces.length - listed.length;
  return [
    t('{0}, each with its own verdict: {1}.', count(pieces.length, 'text'), counts),
    ...listed,
    ...(rest > 0 ? [t('{0} not listed here.', count(rest, 'other'))] : []),
  ];
}

/** E.g. "“worst” 13 %, “Avoid” 12 %"; of effects, which way they speak. */
function words({ tokens, label }: Analysis, n: number): string {
  const largest = [...tokens].sort((a, b) => b.weight - a.weight).slice(0, n);
  const value = ({ weight, effect }: WeightedToken) =>
    effect === undefined ? percent(weight) : `${signed(effect)} (${stance(effect, label)})`;
  return largest.map((token) => t('“{0}” {1}', oneLine(token.text, WORD), value(token))).join(', ');
}

/** What the numbers do not say, in one sentence. */
function caveat(kind: WeightKind): string {
  if (kind === 'attention') {
    return t('Attention shows where the model looked: a hint, not a proof, of why it decided so.');
  }
  return kind === 'deletion'
    ? t('An effect is the change of log-odds when that word alone is left out; the effects do not add up.')
    : t(
        'A contribution is the word’s own part of the log-odds: this model knows words and pairs, not sentences.',
      );
}
