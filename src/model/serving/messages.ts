/** Every message between whoever serves an analyzer, mostly a thread, and its client, and how a report crosses in between. */
import type { Classified } from '../analyzer';
import type { Attribution, AttributionMethod, Examination, Occluded, Occlusion } from '../trust/types';
import type { PackedEpochs } from './epochMessages';
import { InputError } from '../types';
import type {
  Analysis,
  Backend,
  ModelInfo,
  Neighbour,
  Report,
  Span,
  WeightedToken,
  WeightKind,
} from '../types';

/** Which of the extension's files: one of the model's folder, by the names of ../folder.ts, or a kernel's binary. */
export type FileSource = 'model' | 'kernels';

export type ToWorker =
  /** Nobody waits for the answer any longer: heard where the work under way lets messages be heard. */
  | { readonly type: 'cancel'; readonly id: number }
  /** The answer to `read`. */
  | { readonly type: 'file'; readonly id: number; readonly result: Settled<Uint8Array> }
  | { readonly type: 'info'; readonly id: number }
  | { readonly type: 'classify'; readonly id: number; readonly texts: readonly string[] }
  | ({ readonly type: 'epochs' } & OfText)
  | { readonly type: 'neighbours'; readonly id: number; readonly word: string; readonly count: number }
  | ({ readonly type: 'examine'; readonly occlusion: Occlusion | undefined } & OfText)
  | ({ readonly type: 'attribute'; readonly method: AttributionMethod } & OfText)
  | ({
      readonly type: 'occlude';
      readonly runs: readonly (readonly [number, number])[];
      readonly occlusion: Occlusion | undefined;
    } & OfText)
  | ({
      readonly type: 'analyze';
      readonly texts: readonly string[];
      readonly maxWords: number | undefined;
      readonly fresh: boolean;
    } & Cancellable);

export interface Cancellable {
  readonly id: number;
  /**
   * One shared Int32, non-zero once cancelled: seen while the worker computes, when no message would be. Null where
   * threads share no memory.
   */
  readonly cancel: Int32Array | null;
}

interface OfText extends Cancellable {
  readonly text: string;
}

export type FromWorker =
  /** For a file that only the client can read. */
  /** `most`: bytes that it may have. */
  | {
      readonly type: 'read';
      readonly id: number;
      readonly source: FileSource;
      readonly name: string;
      readonly most: number;
    }
  | { readonly type: 'log'; readonly line: string }
  | { readonly type: 'progress'; readonly id: number; readonly done: number; readonly total: number }
  | { readonly type: 'info'; readonly id: number; readonly result: Settled<ModelInfo> }
  | { readonly type: 'classify'; readonly id: number; readonly result: Settled<Classified[]> }
  | { readonly type: 'epochs'; readonly id: number; readonly result: Settled<PackedEpochs> }
  | { readonly type: 'neighbours'; readonly id: number; readonly result: Settled<Neighbour[]> }
  | { readonly type: 'examine'; readonly id: number; readonly result: Settled<Examination | null> }
  | { readonly type: 'attribute'; readonly id: number; readonly result: Settled<Attribution | null> }
  | { readonly type: 'occlude'; readonly id: number; readonly result: Settled<Occluded | null> }
  | { readonly type: 'analyze'; readonly id: number; readonly result: Settled<PackedReports> };

/** Errors are messages: every request settles. */
export type Settled<T> = { readonly ok: T } | { readonly err: SentError };

export interface SentError {
  /** InputError: the message is for the person as it stands. */
  readonly input: boolean;
  readonly message: string;
  readonly stack: string | undefined;
}

/** Work as a message; never rejects. */
export async function settle<T>(work: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: await work() };
  } catch (error) {
    return { err: sentError(error) };
  }
}

function sentError(error: unknown): SentError {
  if (!(error instanceof Error)) return { input: false, message: String(error), stack: undefined };
  return { input: error instanceof InputError, message: error.message, stack: error.stack };
}

export function receivedError(sent: SentError): Error {
  if (sent.input) return new InputError(sent.message);
  const error = new Error(sent.message);
  if (sent.stack) error.stack = sent.stack;
  return error;
}

/** Numbers per analysis in `heads`: start, end, ms, number of tokens, index of its label, attention on PADs and bias or NaN. */
const HEAD = 7;

/** Numbers per text in `texts`: how many analyses and unread stretches it has, and where it was cut or NaN. */
const TEXT = 3;

/**
 * The reports of a request as flat arrays, which are handed over instead of copied object by object; the words
 * themselves stay where they are: the receiver cuts them from the texts it sent.
 */
export interface PackedReports {
  readonly model: string;
  readonly backend: Backend;
  readonly ms: number;
  /** Of all analyses, which come from one model; empty where there is none. */
  readonly labels: readonly string[];
  readonly kind: WeightKind;
  /** (texts, TEXT) */
  readonly texts: Float64Array;
  /** Of all texts in order (analyses, HEAD) */
  readonly heads: Float64Array;
  /** (analyses, labels) */
  readonly probabilities: Float64Array;
  /** Per token of all analyses in order: start, end (UTF-16 units into its text), weight, effect or NaN, 1 if known. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly weights: Float64Array;
  readonly effects: Float64Array;
  readonly known: Uint8Array;
  /** (spans, 2) */
  readonly unread: Uint32Array;
}

/** @param reports of one request, at least one: model, backend and time are those of the first */
export function packReports(reports: readonly Report[]): PackedReports {
  const { model, backend, ms } = reports[0]!;
  const analyses = reports.flatMap((report) => report.analyses);
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
  const texts = Float64Array.from(
    reports.flatMap((report) => [report.analyses.length, report.unread.length, report.cutAfter ?? NaN]),
  );
  const unread = Uint32Array.from(
    reports.flatMap((report) => report.unread.flatMap(({ start, end }) => [start, end])),
  );
  return {
    ...{ model, backend, ms, labels, kind: analyses[0]?.kind ?? 'attention' },
    ...{ texts, heads, probabilities, starts, ends, weights, effects, known, unread },
  };
}

/** The buffers to hand over with packed reports. */
export function transferList(packed: PackedReports): ArrayBuffer[] {
  const { texts, heads, probabilities, starts, ends, weights, effects, known, unread } = packed;
  return [texts, heads, probabilities, starts, ends, weights, effects, known, unread].map(
    (array) => array.buffer as ArrayBuffer,
  );
}

/** @param texts the very texts that were analysed */
export function unpackReports(packed: PackedReports, texts: readonly string[]): Report[] {
  const { model, backend, ms, unread } = packed;
  const at: Place = { analysis: 0, token: 0 };
  let span = 0;
  return texts.map((text, i) => {
    const [count, spans, cutAfter] = packed.texts.subarray(i * TEXT, (i + 1) * TEXT);
    const analyses = unpackAnalyses(packed, text, at, count!);
    const left: Span[] = [];
    for (const end = span + spans!; span < end; span++)
      left.push({ start: unread[2 * span]!, end: unread[2 * span + 1]! });
    const cut = Number.isNaN(cutAfter) ? {} : { cutAfter: cutAfter! };
    return { model, backend, analyses, unread: left, ...cut, ms };
  });
}

/** How far the arrays have been unpacked. */
interface Place {
  analysis: number;
  token: number;
}

function unpackAnalyses(packed: PackedReports, text: string, at: Place, count: number): Analysis[] {
  const { labels, kind, heads } = packed;
  const analyses: Analysis[] = [];
  // By index: a text of 20,000 paragraphs of one word comes through here in the editor's own thread.
  for (const end = at.analysis + count; at.analysis < end; at.analysis++) {
    const i = at.analysis * HEAD;
    const to = at.token + heads[i + 3]!;
    const first = at.analysis * labels.length;
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
      tokens: unpackTokens(packed, text, at.token, to),
      ms: heads[i + 2]!,
    });
    at.token = to;
  }
  return analyses;
}

function unpackTokens(packed: PackedReports, text: string, from: number, to: number): WeightedToken[] {
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
