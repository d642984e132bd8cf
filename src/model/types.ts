/**
 * The vocabulary every layer shares: what a text becomes once it has been read.
 *
 * Offsets are UTF-16 code units into the text that was given, so that
 * `text.slice(token.start, token.end) === token.text` always holds.
 */

import type { Attribution, AttributionMethod, Examination, Occluded, Occlusion } from './trust/types';

/** A stretch of the given text, end exclusive, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One token (word or punctuation mark) of the given text. */
export interface Token extends Span {
  readonly text: string;
}

/**
 * What the weights of a model are: `attention`: shares of the network's attention; `deletion`: how much the log-odds
 * change when a word is left out; `contribution`: a bag of words' own summands.
 */
export type WeightKind = 'attention' | 'deletion' | 'contribution';

/** A token with its share of what is shown. */
export interface WeightedToken extends Token {
  /** Attention weight, or |effect| / Σ |effect|; the weights of one analysis sum to 1. */
  readonly weight: number;
  /**
   * Only where the kind is not `attention`: the change of the log-odds of the analysis' label (against all other
   * classes together) that the word brings; above 0 it speaks for the label, below against it.
   */
  readonly effect?: number;
  /** Whether the vocabulary holds the token; unknown ones are read as `<unk>`. */
  readonly known: boolean;
}

/** One class and how probable it is. */
export interface ClassProbability {
  readonly label: string;
  /** In [0, 1]. */
  readonly probability: number;
}

/** One verdict over one stretch of text, read in one run of the network. */
export interface Analysis extends Span {
  /** The most probable class; of equally probable ones the last. */
  readonly label: string;
  /** Of that label, in [0, 1]. */
  readonly probability: number;
  /** All classes in the model's order; the probabilities sum to 1. */
  readonly classes: readonly ClassProbability[];
  /** What the tokens' weights are. */
  readonly kind: WeightKind;
  /**
   * Share of the attention that fell on PADs, in [0, 1], where the model's softmax sees them; the tokens' weights are
   * then shares of what the true words have.
   */
  readonly padding?: number;
  /**
   * The log-odds of the label before any word is read, where the model has such: with the sum of the words' effects, those
   * of the whole text.
   */
  readonly bias?: number;
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
  /** Stretches with tokens that were not read (above the word limit, beyond what the model reads, or cancelled). */
  readonly unread: readonly Span[];
  /** Words after which the text was cut because the model reads no more of one; only where it was. */
  readonly cutAfter?: number;
  /** Milliseconds from text to result. */
  readonly ms: number;
}

/** What makes the probabilities say how often the model is right. */
export interface Calibration {
  /** The logits are divided by it; 1 leaves the probabilities as the network gives them. */
  readonly temperature: number;
  /** Texts of the validation data that it was fitted on, where the model's manifest says. */
  readonly fittedOn?: number;
}

/** What the loaded model says of itself. */
export interface ModelInfo {
  readonly name: string;
  readonly description: string;
  /** The classes, in the order of `Analysis.classes`. */
  readonly labels: readonly string[];
  readonly kind: WeightKind;
  readonly backend: Backend;
  /** Why better backends were passed over, one line each; empty when the first choice loaded. */
  readonly passedOver: readonly string[];
  /** Words the network reads in one run; longer texts are split. */
  readonly maxTokens: number;
  readonly vocabularySize: number;
  /** Numbers that were learnt or, as a frozen embedding, taken over; the embedding counts. */
  readonly parameters: number;
  readonly calibration: Calibration;
  /** The epochs of its training that its folder keeps, rising; not given where it keeps none. */
  readonly epochs?: readonly number[];
  /** Names of models of the same making, trained from other seeds; not given where the folder names none. */
  readonly seeds?: readonly string[];
}

export interface AnalyzeOptions {
  /** Stop after this many tokens; the rest is reported as unread. Default 20,000. */
  readonly maxWords?: number;
  /** Checked between runs; when it says true the rest is reported as unread. */
  readonly cancelled?: () => boolean;
  /** Called after each analysis, with the tokens read so far and in all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Read from the first word on, with nothing kept of a text that began alike: what is to be timed. */
  readonly fresh?: boolean;
}

/**
 * A text read by the network as it was after an epoch of its training, and what training measured of that network. Words
 * are those of the report's stretch, in reading order.
 */
export interface EpochReading extends ClassProbability {
  /** Passes over the training texts; 0 is untrained. */
  readonly epoch: number;
  /** Mean cross entropy in nats, and share of right verdicts, over the epoch's training texts; null where not known. */
  readonly trainLoss: number | null;
  readonly trainAccuracy: number | null;
  /** The same after the epoch, over texts that were not trained on. */
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  /** All classes in the model's order. */
  readonly classes: readonly ClassProbability[];
  /** As `WeightedToken.weight`, one per word. */
  readonly weights: readonly number[];
  /** As `WeightedToken.effect`; only where the kind is not `attention`. */
  readonly effects?: readonly number[];
  /** Entropy of the weights in bits, and 2^entropy: as many words with equal weights are as uncertain. */
  readonly entropy: number;
  readonly effectiveWords: number;
  /**
   * Share of the attention on the PADs of `EpochsReport.pads`, in [0, 1]: what they get where the model's softmax sees
   * them, else what they would get if it did; only where it is known.
   */
  readonly padding?: number;
}

/** A text padded to as many positions as a softmax may run over. */
export interface PadFacts {
  /** The model's own where its softmax sees PADs, else the article's. */
  readonly positions: number;
  /** PADs among them. */
  readonly count: number;
  /** Whether the model's softmax sees PADs; where it does not, they get nothing. */
  readonly seen: boolean;
  /** Whether scores are bounded to [−1, 1], so that no weight is more than e² times another. */
  readonly bounded: boolean;
}

/** What training said of its texts; what it did not say is not given. */
export interface TrainedOn {
  readonly texts?: number;
  /** Further texts whose labels are another model's probabilities. */
  readonly softlyLabelled?: number;
  readonly validationTexts?: number;
}

/** One text through a model's training. */
export interface EpochsReport {
  readonly model: string;
  /** What the words' weights are. */
  readonly kind: WeightKind;
  /** Words read: the first ones of the text, all of them where the model reads so many in one run. */
  readonly words: number;
  /** Null for a model without attention. */
  readonly pads: PadFacts | null;
  readonly trainedOn: TrainedOn;
  /** By rising epoch. */
  readonly epochs: readonly EpochReading[];
  /** Milliseconds from text to result. */
  readonly ms: number;
}

/**
 * Reads one file of a model folder by name; rejects when it is missing.
 * @param most bytes that are expected at most: a longer file is refused, where that can be, before it is read
 */
export type ReadFile = (name: string, most?: number) => Promise<Uint8Array>;

/** Bad input from outside (model folder, data file, option): the message is meant for the person, names what and where. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** A word near another one in the model's embedding. */
export interface Neighbour {
  /** In the vocabulary's form: lower case. */
  readonly word: string;
  /** Cosine of the angle between the two vectors, in [−1, 1]. */
  readonly similarity: number;
}

/** What the editor side sees of the model: it may run in a worker thread, in this thread or be a fake in a test. */
export interface AnalyzerService {
  /** Loads the model on first use; rejects with InputError when the model folder is missing or damaged. A failed load is tried again on the next call. */
  info(): Promise<ModelInfo>;
  /** Never rejects for a cancelled request: what was read so far comes back, the rest as `unread`. */
  analyze(
    text: string,
    options?: {
      maxWords?: number;
      signal?: AbortSignal;
      onProgress?: (done: number, total: number) => void;
      /** See AnalyzeOptions. */
      fresh?: boolean;
    },
  ): Promise<Report>;
  /**
   * The same for many texts at one go, one report each: a thousand sentences cost one round trip. `maxWords` holds for all
   * of them together.
   */
  analyzeMany(
    texts: readonly string[],
    options?: { maxWords?: number; signal?: AbortSignal; onProgress?: (done: number, total: number) => void },
  ): Promise<Report[]>;
  /**
   * Reads a text with the network of every epoch that the model's folder keeps: its first stretch, as `analyze` divides
   * it, which is all of a text within the model's length. Never rejects for a cancelled request: the epochs read so far
   * come back. Rejects with InputError when the model keeps no epochs, or the text holds no word.
   */
  epochs(
    text: string,
    options?: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void },
  ): Promise<EpochsReport>;
  /**
   * What each word does to the verdict of a text, and how far the weights agree with it: of the text's first stretch, as
   * `analyze` divides it. Analyses that are asked for meanwhile come first.
   * @param options.occlusion `removal` where not given
   * @returns null where it was cancelled; rejects with InputError where the text holds no word
   */
  examine(
    text: string,
    options?: {
      occlusion?: Occlusion;
      signal?: AbortSignal;
      onProgress?: (done: number, total: number) => void;
    },
  ): Promise<Examination | null>;
  /**
   * What each word contributes to the log-odds of the verdict by the network's gradient, of the same stretch.
   * @returns null where it was cancelled; rejects with InputError where the text holds no word, or the model cannot be
   * attributed so
   */
  attribute(
    text: string,
    method: AttributionMethod,
    options?: { signal?: AbortSignal },
  ): Promise<Attribution | null>;
  /**
   * The verdict without each of these runs of words (indices of the stretch's words, end exclusive), which may overlap:
   * phrases, windows, sentences. The arrays of the result hold one number for each run.
   * @returns null where it was cancelled; rejects with InputError for a run that is none of the stretch's
   */
  occlude(
    text: string,
    runs: readonly (readonly [from: number, to: number])[],
    options?: { occlusion?: Occlusion; signal?: AbortSignal },
  ): Promise<Occluded | null>;
  /** Gives back what the model holds in memory, once what was asked is answered; the next request loads it again. */
  rest(): void;
  /** The same for good: from now on it gives the memory back whenever nothing is open, as after every request. */
  retire(): void;
  /**
   * The words nearest to this one in the model's embedding, the most alike first; always in the same order. Empty for
   * a word that the vocabulary does not hold, and for a model without an embedding.
   */
  neighbours(word: string, count: number): Promise<readonly Neighbour[]>;
  dispose(): void;
}
