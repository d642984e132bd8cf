/**
 * How verdicts, weights and effects are said: in the editor, the panel and the terminal alike. Pure; no imports but
 * the language's. Labels are data from outside: every function here that says one gives it on one line, cut and harmless.
 */
import { t } from '@vscode/l10n';
import { decimal, significant, whole } from './language';
import type { ClassProbability } from './model/types';

export { decimal, significant, whole } from './language';
export { TERMS } from './terms';

/** A longer label is cut. */
export const LABEL_CHARACTERS = 32;
/** More classes than this are not all listed in a line of text. */
const LISTED_CLASSES = 8;
/** An effect nearer to 0 reads "0.00", and is said to speak neither for nor against anything. */
const LEAST_EFFECT = 0.005;
/** What is not certain is never said to be; in tenths of a percent. */
const MOST_CERTAIN = 999;

/** Digits with the sign behind them, e.g. "4.2 %". */
export function percentText(digits: string): string {
  return t('{0} %', digits);
}

/** A share as a percentage with two significant figures below 10, e.g. "4.2 %", "0.038 %", "97 %". */
export function percent(share: number): string {
  const value = share * 100;
  if (!(value > 0)) return percentText('0');
  if (value < 0.001) return t('below {0}', percentText(decimal(0.001, 3)));
  return percentText(value >= 9.95 ? decimal(value, 0) : significant(value, 2));
}

/** How many times something, e.g. "2.5 ×". */
export function times(factor: number): string {
  if (factor < 0.01) return t('less than {0} ×', decimal(0.01, 2));
  return `${decimal(factor, factor < 0.1 ? 2 : factor < 10 ? 1 : 0)} ×`;
}

/** Nouns by their English name, with the number in its place. */
const COUNTED = {
  word: (one: boolean, n: string) => (one ? t('{0} word', n) : t('{0} words', n)),
  text: (one: boolean, n: string) => (one ? t('{0} text', n) : t('{0} texts', n)),
  parameter: (one: boolean, n: string) => (one ? t('{0} parameter', n) : t('{0} parameters', n)),
  other: (one: boolean, n: string) => (one ? t('{0} other', n) : t('{0} others', n)),
};

/** "1 word", "1,234 words". */
export function count(n: number, what: keyof typeof COUNTED): string {
  return COUNTED[what](n === 1, whole(n));
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most `most` characters as a person counts them, the cut shown by "…". */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  // Only the first stretch is looked at: a token may be a line of 10 MB.
  const head = text.slice(0, most * 16);
  const characters = Array.from(graphemes.segment(head), ({ segment }) => segment);
  return characters.length <= most && head === text ? text : `${characters.slice(0, most - 1).join('')}…`;
}

/**
 * Text from outside as it may be shown anywhere: one line, no control or direction characters (joiners shape letters and
 * emoji), cut where it is long. Empty where nothing is left.
 */
export function oneLine(text: string, most: number): string {
  const line = text
    .slice(0, most * 16)
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return /[^\u200c\u200d]/.test(line) ? shortened(line, most) : '';
}

/** A class's name in one harmless line. */
export function labelText(label: string, most = LABEL_CHARACTERS): string {
  return oneLine(sentimentText(label) ?? label, most) || t('(no name)');
}

/** The two labels that are words of the language rather than names; data and exports keep them as they are. */
function sentimentText(label: string): string | undefined {
  return label === 'positive' ? t('positive') : label === 'negative' ? t('negative') : undefined;
}

/** The label where it begins a line, e.g. "Positive"; names with capitals of their own stay as they are. */
export function labelName(label: string, most = LABEL_CHARACTERS): string {
  const name = labelText(label, most);
  return name === name.toLowerCase() ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}

/** How probable a class is, e.g. "97.3 %"; what is not certain never reads "100 %" nor "0 %". */
export function certaintyText(probability: number): string {
  const tenths = Math.min(MOST_CERTAIN, Math.round(probability * 1000));
  return tenths < 1 ? t('below {0}', percentText(decimal(0.1, 1))) : percentText(decimal(tenths / 10, 1));
}

/** That of each class; of two they add up to 100. */
export function certainties(classes: readonly ClassProbability[]): string[] {
  const probabilities = classes.map(({ probability }) => probability);
  const most = Math.round(Math.max(...probabilities) * 1000) / 1000;
  const top = probabilities.indexOf(Math.max(...probabilities));
  return probabilities.map((probability, index) =>
    certaintyText(classes.length === 2 && index !== top ? 1 - most : probability),
  );
}

/** E.g. "positive, 97.3 %". */
export function verdictText({ label, probability }: ClassProbability): string {
  return `${labelText(label)}, ${certaintyText(probability)}`;
}

/** Every class in the model's order, e.g. "joy 61.0 %, anger 30.0 %, fear 9.0 %"; of many only the most probable. */
export function classesText(classes: readonly ClassProbability[], separator = ', '): string {
  const said = certainties(classes);
  const falling = classes.map((_, i) => i).sort((a, b) => classes[b]!.probability - classes[a]!.probability);
  const listed = falling.slice(0, LISTED_CLASSES).sort((a, b) => a - b);
  const parts = listed.map((i) => `${labelText(classes[i]!.label)} ${said[i]}`);
  const rest = falling.slice(LISTED_CLASSES);
  const sum = rest.reduce((total, i) => total + classes[i]!.probability, 0);
  if (rest.length > 0) parts.push(`${count(rest.length, 'other')} ${certaintyText(sum)}`);
  return parts.join(separator);
}

/** Whether the classes are the two of sentiment, in either order: they alone have colours of their own. */
export function isSentiment(classes: readonly ClassProbability[]): boolean {
  const labels = classes.map(({ label }) => label);
  return labels.length === 2 && labels.includes('negative') && labels.includes('positive');
}

/** A change of log-odds with its sign, e.g. "+0.84", "−1.20", "0.00". */
export function signed(effect: number): string {
  if (Math.abs(effect) < LEAST_EFFECT) return decimal(0, 2);
  return `${effect < 0 ? '−' : '+'}${decimal(Math.abs(effect), 2)}`;
}

/** What the sign says, e.g. "speaks against positive". */
export function stance(effect: number, label: string): string {
  if (Math.abs(effect) < LEAST_EFFECT) return t('hardly any effect');
  return effect < 0 ? t('speaks against {0}', labelText(label)) : t('speaks for {0}', labelText(label));
}

/** Whether the word speaks against the verdict of its text. */
export function isAgainst({ effect }: { readonly effect?: number | undefined }): boolean {
  return effect !== undefined && effect <= -LEAST_EFFECT;
}

/** E.g. "3.2 % of the attention on padding", where the model's attention sees padding. */
export function paddingText(padding: number): string {
  return t('{0} of the attention on padding', percent(padding));
}
