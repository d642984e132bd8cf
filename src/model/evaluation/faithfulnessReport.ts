/** How far what a model shows of words can be believed, over sets of texts: what the command and the cards tell. */
import type { Occlusion } from '../trust/types';
import type { WeightKind } from '../types';
import type { EditSummary } from './editedWords';
import type { TextTrust, TrustSummary } from './faithfulness';
import type { PairScores } from './pairs';
import type { Agreement, AgreementSummary } from './rationales';
import type { Interval } from './statistics';

/**
 * What words of marked texts are scored by. Of the model: `weights` as shown, `effects` of leaving each out towards the
 * model's verdict, and their `sizes`. Controls: `random`, `first` and `last` words of the text, `tfIdf`, `naiveBayes`.
 */
export type Scorer =
  | 'weights'
  | 'effects'
  | 'sizes'
  | 'random'
  | 'first'
  | 'last'
  | 'tfIdf'
  | 'naiveBayes'
  | 'gradient-input'
  | 'integrated-gradients'
  | 'attention-gradient';

/** What was measured of one text. */
export interface TextReport extends TextTrust {
  readonly id: string;
  /** The true class, and the model's. */
  readonly label: string;
  readonly predicted: string;
  readonly rationales?: Readonly<Partial<Record<Scorer, Readonly<Record<Agreement, number>>>>>;
}

/** What one model is worth on one set of texts. */
export interface SetReport {
  /** Name of the file or folder. */
  readonly data: string;
  /** The part of data that have parts. */
  readonly part: string | null;
  /** Texts measured, and how many of each class. */
  readonly texts: number;
  readonly classes: Readonly<Record<string, number>>;
  /** Share of right verdicts with its 95 % interval. */
  readonly accuracy: number;
  readonly interval: Interval;
  readonly trust: TrustSummary;
  readonly rationales?: {
    /** Texts with marked words. */
    readonly texts: number;
    /** Mean share of the words, and of the sentences, that are marked. */
    readonly tokens: number;
    readonly sentences: number;
    /** Where document frequencies and class counts of words are from; naiveBayes is only there with training texts. */
    readonly countedIn: string;
    readonly scorers: Readonly<Partial<Record<Scorer, AgreementSummary>>>;
  };
  readonly pairs?: PairScores & { readonly edits: EditSummary | null };
  readonly perText?: readonly TextReport[];
}

export interface ModelReport {
  readonly model: string;
  readonly backend: string;
  readonly kind: WeightKind;
  readonly sets: readonly SetReport[];
}

/** How it was measured. */
export interface Conditions {
  readonly seed: number;
  readonly occlusion: Occlusion;
  /** Resamples of each interval. */
  readonly resamples: number;
}

/** The content of a model folder's faithfulness.json. */
export interface StoredReport extends Conditions, ModelReport {
  readonly version: 1;
}
