/** How numbers and facts are said in the panel, worded as in the editor. Pure. */
import type { ViewAnalysis, ViewState } from '../protocol';

type Tokens = ViewAnalysis['analysis']['tokens'];

/** A share as a percentage with two significant figures below 10, e.g. "4.2 %", "0.038 %", "97 %". */
export function percent(share: number): string {
  const value = share * 100;
  if (!(value > 0)) return '0 %';
  if (value < 0.001) return 'below 0.001 %';
  return `${value >= 9.95 ? value.toFixed(0) : value.toPrecision(2)} %`;
}

/** Both class probabilities as percentages that add up to 100; what is not certain never reads "100 %". */
export function bothProbabilities(positive: number): { negative: string; positive: string } {
  const tenths = Math.min(999, Math.max(1, Math.round(positive * 1000)));
  const say = (value: number) => `${(value / 10).toFixed(1)} %`;
  return { negative: say(1000 - tenths), positive: say(tenths) };
}

/** The verdict in words, e.g. "Positive, 97.3 %". */
export function verdictText({ label, probability }: ViewAnalysis['analysis']): string {
  return `${labelName(label)}, ${bothProbabilities(probability).positive}`;
}

/** P(positive), which is that of the last class. */
export function positiveShare({ classes }: Pick<ViewAnalysis['analysis'], 'classes'>): number {
  return classes.at(-1)!.probability;
}

export function labelName(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** How many times the uniform share, e.g. "2.5 ×". */
export function times(factor: number): string {
  if (factor < 0.01) return 'less than 0.01 ×';
  return `${factor.toFixed(factor < 0.1 ? 2 : factor < 10 ? 1 : 0)} ×`;
}

/** A duration, e.g. "0.4 ms", "12 ms", "3.1 s". */
export function duration(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}

/** "1 word", "1,234 words". */
export function count(n: number, thing: string): string {
  return `${n.toLocaleString('en-GB')} ${thing}${n === 1 ? '' : 's'}`;
}

const backendNames: Readonly<Record<string, string>> = {
  'kernels-relaxed': 'WebAssembly kernels (relaxed SIMD)',
  'kernels-simd': 'WebAssembly kernels (SIMD)',
  plain: 'plain TypeScript',
  'tfjs-node': 'TensorFlow, native (tfjs-node)',
  wasm: 'TensorFlow.js, WebAssembly',
  cpu: 'TensorFlow.js, plain JavaScript',
};

/** The backend in words; one that is not known here is named as it is. */
export function backendName(backend: string): string {
  return Object.hasOwn(backendNames, backend) ? backendNames[backend]! : backend;
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

/** What was read, e.g. "128 words, 3 of them not in the vocabulary". */
export function readText(tokens: Tokens): string {
  const unknown = unknownCount(tokens);
  const rest = unknown === 0 ? 'all known' : `${unknown.toLocaleString('en-GB')} not in the vocabulary`;
  return `${count(tokens.length, 'word')}, ${rest}`;
}

/** How long it took: in the network for this text, and from request to result. */
export function timeText({ analyses, ms }: Pick<ViewState, 'analyses' | 'ms'>, own: number): string {
  const all = analyses.length > 1 ? ` for all ${analyses.length.toLocaleString('en-GB')} texts` : '';
  return `${duration(own)} (network), ${duration(ms)} in all${all}`;
}

const place = /^(.+?):(\d+(?:[:–]\d+)?)$/u;

/** Titles of texts in one file ("a.md:1–3", "a.md:5") by their lines alone; others as they are. */
export function ownTitles(titles: readonly string[]): string[] {
  const places = titles.map((title) => place.exec(title));
  const file = places[0]?.[1];
  if (!places.every((found) => found !== null && found[1] === file)) return [...titles];
  return places.map((found) => `${found![2]!.includes('–') ? 'Lines' : 'Line'} ${found![2]}`);
}

/** One token said in full, for screen readers, e.g. "great: 31 % of the attention, rank 1 of 8". */
export function spokenWord(tokens: Tokens, index: number, rank: number): string {
  const { text, weight, known } = tokens[index]!;
  const unknown = known ? '' : ', not in the vocabulary';
  return `${text}: ${percent(weight)} of the attention, rank ${rank} of ${tokens.length}${unknown}`;
}

const SUMMARISED = 5;

/** The distribution in one sentence: how much the largest few hold, and which they are. */
export function summary(tokens: Tokens): string {
  const largest = [...tokens].sort((a, b) => b.weight - a.weight).slice(0, SUMMARISED);
  const named = largest
    .map(({ text, weight }) => `“${isolated(shortened(text, 24))}” ${percent(weight)}`)
    .join(', ');
  if (tokens.length <= SUMMARISED) return `Largest first: ${named}.`;
  const sum = largest.reduce((total, { weight }) => total + weight, 0);
  return `The ${largest.length} largest of ${count(tokens.length, 'word')} hold ${percent(sum)}: ${named}.`;
}

/** Keeps the direction of a right-to-left word from turning the sentence around it. */
function isolated(word: string): string {
  return `\u2068${word}\u2069`;
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
