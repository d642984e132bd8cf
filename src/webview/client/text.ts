/** How facts are said in the panel alone. Pure. */
import {
  certaintyText,
  count,
  labelName,
  paddingText,
  percent,
  shortened,
  signed,
  stance,
  TERMS,
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
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
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

/** What was read, e.g. "128 words, 3 not in the vocabulary". */
export function readText({ tokens, padding }: Analysis): string {
  const unknown = unknownCount(tokens);
  const rest = unknown === 0 ? 'all known' : `${unknown.toLocaleString('en-GB')} not in the vocabulary`;
  const facts = [count(tokens.length, 'word'), rest];
  if (padding !== undefined) facts.push(paddingText(padding));
  return facts.join(', ');
}

/** How long it took: in the model for this text, and from request to result. */
export function timeText({ analyses, ms }: Pick<ViewState, 'analyses' | 'ms'>, own: number): string {
  const all = analyses.length > 1 ? ` for all ${analyses.length.toLocaleString('en-GB')} texts` : '';
  return `${duration(own)} (model), ${duration(ms)} in all${all}`;
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
export function spokenWord({ tokens, kind, label }: Analysis, index: number, rank: number): string {
  const { text, weight, effect, known } = tokens[index]!;
  const fact =
    effect === undefined
      ? `${percent(weight)} ${TERMS[kind].share}`
      : `${signed(effect)}, ${stance(effect, label)}`;
  const unknown = known ? '' : ', not in the vocabulary';
  return `${text}: ${fact}, rank ${rank} of ${tokens.length}${unknown}`;
}

const SUMMARISED = 5;

/** The distribution in one sentence: how much the largest few hold, and which they are. */
export function summary({ tokens, kind }: Analysis): string {
  const largest = [...tokens].sort((a, b) => b.weight - a.weight).slice(0, SUMMARISED);
  const named = largest
    .map(({ text, weight, effect }) => {
      const value = effect === undefined ? percent(weight) : signed(effect);
      return `“${isolated(shortened(text, 24))}” ${value}`;
    })
    .join(', ');
  if (tokens.length <= SUMMARISED) return `Largest first: ${named}.`;
  const sum = percent(largest.reduce((total, { weight }) => total + weight, 0));
  const held = kind === 'attention' ? sum : `${sum} ${TERMS[kind].share}`;
  return `The ${largest.length} largest of ${count(tokens.length, 'word')} hold ${held}: ${named}.`;
}

/** Keeps the direction of a right-to-left word from turning the sentence around it. */
function isolated(word: string): string {
  return `\u2068${word}\u2069`;
}
