/** Every message between the analyzer's worker thread and its client, and how a report crosses in between. */
import type { Classified } from '../analyzer';
import type { PackedEpochs } from './epochMessages';
import type {
  Analysis,
  Backend,
  BackendChoice,
  ModelInfo,
  Neighbour,
  Report,
  Span,
  WeightedToken,
  WeightKind,
} from '../types';

/** What a worker is started with. */
export interface WorkerSettings {
  readonly modelFolder: string;
  /** With the kernels' and TensorFlow.js's .wasm binaries: the worker's own. */
  readonly wasmFolder: string;
  readonly backend: BackendChoice;
}

export type ToWorker =
  | { readonly type: 'info'; readonly id: number }
  | { readonly type: 'classify'; readonly id: number; readonly texts: readonly string[] }
  | { readonly type: 'epochs'; readonly id: number; readonly text: string; readonly cancel: Int32Array }
  | { readonly type: 'neighbours'; readonly id: number; readonly word: string; readonly count: number }
  | {
      readonly type: 'analyze';
      readonly id: number;
      readonly text: string;
      readonly maxWords: number | undefined;
      /** One shared Int32, non-zero once cancelled: seen while the worker computes, when no message would be. */
      readonly cancel: Int32Array;
    };

export type FromWorker =
  | { readonly type: 'log'; readonly line: string }
  | { readonly type: 'progress'; readonly id: number; readonly done: number; readonly total: number }
  | { readonly type: 'info'; readonly id: number; readonly result: Settled<ModelInfo> }
  | { readonly type: 'classify'; readonly id: number; readonly result: Settled<Classified[]> }
  | { readonly type: 'epochs'; readonly id: number; readonly result: Settled<PackedEpochs> }
  | { readonly type: 'neighbours'; readonly id: number; readonly result: Settled<Neighbour[]> }
  | { readonly type: 'analyze'; readonly id: number; readonly result: Settled<PackedReport> };

/** Errors are messages: every request settles. */
export type Settled<T> = { readonly ok: T } | { readonly err: SentError };

export interface SentError {
  /** InputError: the message is for the person as it stands. */
  readonly input: boolean;
  readonly message: string;
  readonly stack: string | undefined;
}

/** Numbers per analysis in `heads`: start, end, ms, number of tokens, index of its label, attention on PADs and bias or NaN. */
const HEAD = 7;

/**
 * A report as flat arrays, which are handed over instead of copied object by object; the words
 * themselves stay where they are: the receiver cuts them from the text it sent.
 */
export interface PackedReport {
  readonly model: string;
  readonly backend: Backend;
  readonly ms: number;
  /** Of all analyses, which come from one model; empty where there is none. */
  readonly labels: readonly string[];
  readonly kind: WeightKind;
  /** (analyses, HEAD) */
  readonly heads: Float64Array;
  /** (analyses, labels) */
  readonly probabilities: Float64Array;
  /** Per token of all analyses in order: start, end (UTF-16 units into the whole text), weight, effect or NaN, 1 if known. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly weights: Float64Array;
  readonly effects: Float64Array;
  readonly known: Uint8Array;
  /** (spans, 2) */
  readonly unread: Uint32Array;
  readonly cutAfter?: number;
}

export function packReport(report: Report): PackedReport {
  const { analyses, unread, model, backend, ms, cutAfter } = report;
  const count = analyses.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const labels = (analyses[0]?.classes ?? []).map(({ label }) => label);
  const heads = new Float64Array(analyses.length * HEAD);
  const probabilities = new Float64Array(analyses.length * labels.length);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  const weights = new Float64Array(count);
  const effects = new Float64Array(count);
  const known = new Uint8Array(count);
  let at = 0;
  analyses.forEach((a, i) => {
    const label = labels.indexOf(a.label);
    heads.set([a.start, a.end, a.ms, a.tokens.length, label, a.padding ?? NaN, a.bias ?? NaN], i * HEAD);
    probabilities.set(
      a.classes.map(({ probability }) => probability),
      i * labels.length,
    );
    for (const token of a.tokens) {
      starts[at] = token.start;
      ends[at] = token.end;
      weights[at] = token.weight;
      effects[at] = token.effect ?? NaN;
      known[at] = Number(token.known);
      at++;
    }
  });
  const spans = Uint32Array.from(unread.flatMap(({ start, end }) => [start, end]));
  return {
    ...{ model, backend, ms, labels, kind: analyses[0]?.kind ?? 'attention' },
    ...{ heads, probabilities, starts, ends, weights, effects, known, unread: spans },
    ...(cutAfter === undefined ? {} : { cutAfter }),
  };
}

/** The buffers to hand over with a packed report. */
export function transferList(packed: PackedReport): ArrayBuffer[] {
  const { heads, probabilities, starts, ends, weights, effects, known, unread } = packed;
  return [heads, probabilities, starts, ends, weights, effects, known, unread].map(
    (array) => array.buffer as ArrayBuffer,
  );
}

/** @param text the very text that was analysed */
export function unpackReport(packed: PackedReport, text: string): Report {
  const { model, backend, ms, labels, kind, heads, unread, cutAfter } = packed;
  const analyses: Analysis[] = [];
  let from = 0;
  // By index: a text of 20,000 paragraphs of one word comes through here in the editor's own thread.
  for (let i = 0; i < heads.length; i += HEAD) {
    const to = from + heads[i + 3]!;
    const first = (i / HEAD) * labels.length;
    const classes = labels.map((label, k) => ({ label, probability: packed.probabilities[first + k]! }));
    const padding = heads[i + 5]!;
    const bias = heads[i + 6]!;
    analyses.push({
      start: heads[i]!,
      end: heads[i + 1]!,
      ...classes[heads[i + 4]!]!,
      classes,
      kind,
      ...(Number.isNaN(padding) ? {} : { padding }),
      ...(Number.isNaN(bias) ? {} : { bias }),
      tokens: unpackTokens(packed, text, from, to),
      ms: heads[i + 2]!,
    });
    from = to;
  }
  const spans: Span[] = [];
  for (let i = 0; i < unread.length; i += 2) spans.push({ start: unread[i]!, end: unread[i + 1]! });
  return { model, backend, analyses, unread: spans, ...(cutAfter === undefined ? {} : { cutAfter }), ms };
}

function unpackTokens(packed: PackedReport, text: string, from: number, to: number): WeightedToken[] {
  const { starts, ends, weights, effects, known } = packed;
  const tokens: WeightedToken[] = [];
  for (let i = from; i < to; i++) {
    const start = starts[i]!;
    const end = ends[i]!;
    const effect = effects[i]!;
    tokens.push({
      ...{ text: text.slice(start, end), start, end, weight: weights[i]!, known: known[i] === 1 },
      ...(Number.isNaN(effect) ? {} : { effect }),
    });
  }
  return tokens;
}
