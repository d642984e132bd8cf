/**
 * The vocabulary every layer shares: what a text becomes once it has been read.
 *
 * Offsets are UTF-16 code units into the text that was given, so that
 * `text.slice(token.start, token.end) === token.text` always holds.
 */

/** A stretch of the given text, end exclusive, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One token (word or punctuation mark) of the given text. */
export interface Token extends Span {
  readonly text: string;
}

/** A token with its share of the attention. */
export interface WeightedToken extends Token {
  /** Attention weight; the weights of one analysis sum to 1. */
  readonly weight: number;
  /** Whether the vocabulary holds the token; unknown ones are read as `<unk>`. */
  readonly known: boolean;
}

export type Label = 'positive' | 'negative';

/** One verdict over one stretch of text, read in one run of the network. */
export interface Analysis extends Span {
  readonly label: Label;
  /** P(positive) in [0, 1]. */
  readonly probability: number;
  /** In reading order, never empty; offsets into the whole given text. */
  readonly tokens: readonly WeightedToken[];
  /** Milliseconds the network took for this stretch. */
  readonly ms: number;
}

/** Backends of TensorFlow.js: native TensorFlow, WebAssembly, plain JavaScript. */
export type TfjsBackend = 'tfjs-node' | 'wasm' | 'cpu';

/** What computes, as shown to people: the WebAssembly kernels in either build, plain TypeScript, or TensorFlow.js. */
export type Backend = 'kernels-relaxed' | 'kernels-simd' | 'plain' | TfjsBackend;

/** What may be asked to compute; `auto` and `kernels` are the kernels in the best build that loads. */
export type BackendChoice = 'auto' | 'kernels' | 'plain' | TfjsBackend;

/** Everything one request gave: a text within the model's length has one analysis, a longer one has one per paragraph. */
export interface Report {
  readonly model: string;
  readonly backend: Backend;
  /** In reading order. Empty when the text holds no token at all. */
  readonly analyses: readonly Analysis[];
  /** Stretches with tokens that were not read (above the word limit, or cancelled). */
  readonly unread: readonly Span[];
  /** Milliseconds from text to result. */
  readonly ms: number;
}

/** What the loaded model says of itself. */
export interface ModelInfo {
  readonly name: string;
  readonly backend: Backend;
  /** Why better backends were passed over, one line each; empty when the first choice loaded. */
  readonly passedOver: readonly string[];
  /** Words the network reads in one run; longer texts are split. */
  readonly maxTokens: number;
  readonly vocabularySize: number;
}

export interface AnalyzeOptions {
  /** Stop after this many tokens; the rest is reported as unread. Default 20,000. */
  readonly maxWords?: number;
  /** Checked between runs; when it says true the rest is reported as unread. */
  readonly cancelled?: () => boolean;
  /** Called after each analysis, with the tokens read so far and in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Reads one file of a model folder by name; rejects when it is missing. */
export type ReadFile = (name: string) => Promise<Uint8Array>;

/** Bad input from outside (model folder, data file, option): the message is meant for the person, names what and where. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** What the editor side sees of the model: it may run in a worker thread, in this thread or be a fake in a test. */
export interface AnalyzerService {
  /** Loads the model on first use; rejects with InputError when the model folder is missing or damaged. A failed load is tried again on the next call. */
  info(): Promise<ModelInfo>;
  /** Never rejects for a cancelled request: what was read so far comes back, the rest as `unread`. */
  analyze(
    text: string,
    options?: { maxWords?: number; signal?: AbortSignal; onProgress?: (done: number, total: number) => void },
  ): Promise<Report>;
  dispose(): void;
}
