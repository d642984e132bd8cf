/** An analysis that was pinned, and how it is written down. Pure. */
import * as v from 'valibot';
import type { Entry, Unit } from '../../editor/store';
import type { Analysis, Backend, WeightedToken } from '../../model/types';
import type { PinLine } from '../../webview/protocol';
import { oneLine } from '../../wording';

export interface Pin {
  /** From 1, never used twice in one history. */
  readonly id: number;
  /** When it was pinned, in ms since 1970. */
  readonly at: number;
  /** Of its document. */
  readonly uri: string;
  /** E.g. "review.txt:3–9", as it was then. */
  readonly place: string;
  /** Where its text stood, in UTF-16 units. */
  readonly start: number;
  readonly text: string;
  readonly model: string;
  readonly backend: Backend;
  readonly analysis: Analysis;
}

const SNIPPET = 80;

/** The first words on one line. */
export function snippetOf(text: string): string {
  return oneLine(text, SNIPPET);
}

export function pinLine({ id, at, place, text, model, analysis }: Pin): PinLine {
  const { label, probability, tokens } = analysis;
  const verdict = { label, probability };
  return { id, place, snippet: snippetOf(text), words: tokens.length, verdict, model, at };
}

/** Its unit and entry, as the panel shows them; the unit's number is below 0, so that it is no live one's. */
export function entryOf({ id, uri, place, text, analysis, model, backend }: Pin): Entry {
  const largest = analysis.tokens.reduce((most, { weight }) => Math.max(most, weight), 0);
  const unit: Unit = { id: -id, text, analysis, largest, span: null, place };
  const words = analysis.tokens.length;
  const facts = { uri, model, backend, passedOver: [], ms: analysis.ms, maxWords: words };
  return { ...facts, units: [unit], unread: [], active: unit };
}

const finite = v.pipe(v.number(), v.finite());
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1.001));
const offset = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const name = v.pipe(v.string(), v.maxLength(4000));

/** Tokens are written as columns: the words themselves stand in the text. */
const stored = v.pipe(
  v.object({
    id: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    at: v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15)),
    uri: name,
    place: name,
    start: offset,
    text: v.string(),
    model: name,
    backend: v.picklist(['kernels-relaxed', 'kernels-simd', 'plain', 'tfjs-node', 'wasm', 'cpu']),
    label: name,
    classes: v.pipe(
      v.array(v.object({ label: name, probability: share })),
      v.minLength(1),
      v.maxLength(1000),
    ),
    kind: v.picklist(['attention', 'deletion', 'contribution']),
    padding: v.exactOptional(share),
    bias: v.exactOptional(finite),
    ms: v.pipe(v.number(), v.minValue(0)),
    starts: v.pipe(v.array(offset), v.minLength(1)),
    ends: v.array(offset),
    weights: v.array(share),
    effects: v.exactOptional(v.array(finite)),
    /** Numbers of the tokens that the vocabulary does not hold. */
    unknown: v.array(offset),
  }),
  v.check(({ starts, ends, weights, effects }) => {
    const columns = [ends, weights, ...(effects ? [effects] : [])];
    return columns.every(({ length }) => length === starts.length);
  }, 'as many ends and weights as starts'),
  v.check(
    ({ starts, ends, text }) =>
      starts.every((start, i) => start >= (ends[i - 1] ?? 0) && ends[i]! > start && ends[i]! <= text.length),
    'words in order, within the text',
  ),
  v.check(({ label, classes }) => classes.some((one) => one.label === label), 'a label among the classes'),
);

export type StoredPin = v.InferOutput<typeof stored>;

export function toStored({ analysis, ...pin }: Pin): StoredPin {
  const { label, classes, kind, padding, bias, ms, tokens } = analysis;
  const effects = tokens.map(({ effect }) => effect ?? 0);
  return {
    ...pin,
    ...{ label, classes: classes.map((one) => ({ ...one })), kind, ms },
    ...(padding === undefined ? {} : { padding }),
    ...(bias === undefined ? {} : { bias }),
    starts: tokens.map(({ start }) => start),
    ends: tokens.map(({ end }) => end),
    weights: tokens.map(({ weight }) => weight),
    ...(kind === 'attention' ? {} : { effects }),
    unknown: tokens.flatMap(({ known }, index) => (known ? [] : [index])),
  };
}

/** A pin as it was written; else where it is damaged, without a word of what it held: the text is private. */
export function fromStored(value: unknown): Pin | { readonly damaged: string } {
  const parsed = v.safeParse(stored, value);
  if (!parsed.success) return { damaged: v.getDotPath(parsed.issues[0]) ?? 'as a whole' };
  const { id, at, uri, place, start, text, model, backend } = parsed.output;
  return { id, at, uri, place, start, text, model, backend, analysis: analysisOf(parsed.output) };
}

function analysisOf(pin: StoredPin): Analysis {
  const { text, label, classes, kind, padding, bias, ms, starts, ends, weights, effects } = pin;
  const unknown = new Set(pin.unknown);
  const tokens = starts.map((start, index): WeightedToken => {
    const end = ends[index]!;
    const effect = effects?.[index];
    return {
      ...{ text: text.slice(start, end), start, end, weight: weights[index]!, known: !unknown.has(index) },
      ...(effect === undefined ? {} : { effect }),
    };
  });
  const { probability } = classes.find((one) => one.label === label)!;
  return {
    ...{ start: 0, end: text.length, label, probability, classes, kind, tokens, ms },
    ...(padding === undefined ? {} : { padding }),
    ...(bias === undefined ? {} : { bias }),
  };
}
