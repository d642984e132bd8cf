/** How facts are said in the panel alone. Pure. */
import { t } from '@vscode/l10n';
import { perLanguage, speech } from '../../language';
import {
  certaintyText,
  count,
  decimal,
  labelName,
  paddingText,
  percent,
  shortened,
  signed,
  stance,
  TERMS,
  whole,
} from '../../wording';
import type { Analysis, ViewState } from '../protocol';

type ClassProbability = Pick<Analysis, 'label' | 'probability'>;
type Tokens = Analysis['tokens'];

/** The verdict in words, at the beginning of a line, e.g. "Positive, 97.3 %". */
export function verdictSentence({ label, probability }: ClassProbability): string {
  return `${labelName(label)}, ${certaintyText(probability)}`;
}

/** A duration, e.g. "0.4 ms", "12 ms", "3.1 s". */
export function duration(ms: number): string {
  if (ms >= 10_000) return t('{0} s', decimal(ms / 1000, 1));
  return t('{0} ms', decimal(ms, ms < 10 ? 1 : 0));
}

const backendNames = perLanguage<Readonly<Record<string, string>>>(() => ({
  'kernels-relaxed': t('WebAssembly kernels (relaxed SIMD)'),
  'kernels-simd': t('WebAssembly kernels (SIMD)'),
  plain: t('plain TypeScript'),
  'tfjs-node': t('TensorFlow, native (tfjs-node)'),
  wasm: t('TensorFlow.js, WebAssembly'),
  cpu: t('TensorFlow.js, plain JavaScript'),
}));

/** The backend in words; one that is not known here is named as it is. */
export function backendName(backend: string): string {
  const names = backendNames();
  return Object.hasOwn(names, backend) ? names[backend]! : backend;
}

/** Rank of every token by falling weight, from 1; equal weights share a rank. */
export function ranksOf(tokens: Tokens): number[] {
  const falling = tokens.map(({ weight }) => weight).sort((a, b) => b - a);
  const ranks = new Map<number, number>();
  falling.forEach((weight, index) => {
    if (!ranks.has(weight)) ranks.set(weight, index + 1);
  });
  return tokens.map(({ weight }) => ranks.get(weight)!);
}

/** Tokens that the vocabulary does not hold. */
export function unknownCount(tokens: Tokens): number {
  return tokens.filter(({ known }) => !known).length;
}

/** What was read, e.g. "128 words". */
export function readText({ tokens, padding }: Analysis): string {
  const words = count(tokens.length, 'word');
  return padding === undefined ? words : `${words}, ${paddingText(padding)}`;
}

/** Unknown words that are named, and how much of each. */
const NAMED = 4;
const NAME_CHARACTERS = 18;

/** What the vocabulary does not hold, e.g. "3 not in the vocabulary: “zorbulous”, “Varga”"; each by name once. */
export function unknownText(tokens: Tokens): string {
  const n = unknownCount(tokens);
  if (n === 0) return t('All known');
  const byName = new Map<string, string>();
  for (const { known, text } of tokens) {
    const name = text.toLowerCase();
    if (!known && !byName.has(name)) byName.set(name, text);
  }
  const names = [...byName.values()];
  const said = names
    .slice(0, NAMED)
    .map((name) => quoted(name, NAME_CHARACTERS))
    .join(', ');
  const others = names.length - NAMED;
  const all = others > 0 ? t('{0} and {1} more', said, whole(others)) : said;
  return t('{0} not in the vocabulary: {1}', whole(n), all);
}

/** What the model's manifest says of its probabilities, e.g. "Calibrated: temperature 1.06 from 2,000 validation texts". */
export function calibrationText({ temperature, fittedOn }: NonNullable<ViewState['calibration']>): string {
  const said = decimal(temperature, 2);
  if (fittedOn !== undefined) {
    const texts = whole(fittedOn);
    return t('Calibrated: temperature {0} from {1} validation texts', said, texts);
  }
  return temperature === 1
    ? t('As the model gives them: temperature 1')
    : t('Temperature {0}; the model does not say where from', said);
}

/** How long it took: in the model for this text, and from request to result. */
export function timeText({ analyses, ms }: Pick<ViewState, 'analyses' | 'ms'>, own: number): string {
  const n = analyses.length;
  return n > 1
    ? t('{0} (model), {1} in all for all {2} texts', duration(own), duration(ms), whole(n))
    : t('{0} (model), {1} in all', duration(own), duration(ms));
}

const place = /^(.+?):(\d+(?:[:–]\d+)?)$/u;

/** Titles of texts in one file ("a.md:1–3", "a.md:5") by their lines alone; others as they are. */
export function ownTitles(titles: readonly string[]): string[] {
  const places = titles.map((title) => place.exec(title));
  const file = places[0]?.[1];
  if (!places.every((found) => found !== null && found[1] === file)) return [...titles];
  return places.map((found) => {
    const lines = found![2]!;
    return lines.includes('–') ? t('Lines {0}', lines) : t('Line {0}', lines);
  });
}

/** One token said in full, for screen readers, e.g. "great: 31 % of the attention, rank 1 of 8". */
export function spokenWord(
  { tokens, kind, label }: Analysis,
  index: number,
  rank: number,
  shadedBy?: number,
): string {
  const { text, weight, effect, known } = tokens[index]!;
  const fact =
    effect === undefined
      ? `${percent(weight)} ${TERMS[kind].share}`
      : `${signed(effect)}, ${stance(effect, label)}`;
  const facts = [fact, t('rank {0} of {1}', rank, tokens.length)];
  if (shadedBy !== undefined) facts.unshift(`${signed(shadedBy)}, ${stance(shadedBy, label)}`);
  if (!known) facts.push(t('not in the vocabulary'));
  return `${text}: ${facts.join(', ')}`;
}

const SUMMARISED = 5;

/** The distribution in one sentence: how much the largest few hold, and which they are. */
export function summary({ tokens, kind }: Analysis): string {
  const largest = [...tokens].sort((a, b) => b.weight - a.weight).slice(0, SUMMARISED);
  const named = largest
    .map(({ text, weight, effect }) => {
      const value = effect === undefined ? percent(weight) : signed(effect);
      return t('“{0}” {1}', isolated(shortened(text, 24)), value);
    })
    .join(', ');
  if (tokens.length <= SUMMARISED) return t('Largest first: {0}.', named);
  const sum = percent(largest.reduce((total, { weight }) => total + weight, 0));
  const held = kind === 'attention' ? sum : `${sum} ${TERMS[kind].share}`;
  return t('The {0} largest of {1} words hold {2}: {3}.', SUMMARISED, whole(tokens.length), held, named);
}

/** Keeps the direction of a right-to-left word from turning the sentence around it. */
function isolated(word: string): string {
  return `\u2068${word}\u2069`;
}

/** A word of the text inside a sentence, cut where it is long, e.g. "“superb”". */
export function quoted(word: string, most: number): string {
  return t('“{0}”', isolated(shortened(word, most)));
}

/** Day and time of day, e.g. "25 Nov 2026, 18:10". */
export function timeOf(ms: number): string {
  const { language } = speech();
  const locale = language === 'en' ? 'en-GB' : language;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(ms);
}
