/**
 * Whether attention can be believed on the text at hand: what each word does to the verdict, and how far the attention
 * weights agree with it. Types only; arrays hold one number for each word of the stretch, in reading order.
 */
import type { Span } from '../types';

/**
 * How a word is taken out: `removal`: the text is read as if it were not there (the default); `unknown`: `<unk>` stands
 * in its place; `zero`: a word vector of zeros does.
 */
export type Occlusion = 'removal' | 'unknown' | 'zero';

/**
 * How the log-odds of the verdict are divided among words: `gradient-input`: ∂/∂x · x (Shrikumar et al. 2017);
 * `integrated-gradients`: its mean on the way from a text of zero vectors (Sundararajan, Taly, Yan 2017);
 * `attention-gradient`: ∂/∂a · a of the attention weight a (Serrano, Smith 2019).
 */
export type AttributionMethod = 'gradient-input' | 'integrated-gradients' | 'attention-gradient';

/** What the words of a stretch do to its verdict when they are left out, one at a time. */
export interface Occluded extends Span {
  /** The verdict of the whole stretch, and its probability. */
  readonly label: string;
  readonly probability: number;
  readonly occlusion: Occlusion;
  /** P(label) without each word, in [0, 1]. */
  readonly without: readonly number[];
  /** Log-odds of the label with the word less those without it: above 0 the word speaks for the label. */
  readonly effects: readonly number[];
}

/** A contribution of each word to the log-odds of the verdict. */
export interface Attribution extends Span {
  readonly label: string;
  readonly method: AttributionMethod;
  readonly values: readonly number[];
  /**
   * What the values of integrated gradients are to sum up to: log-odds of the text less those of the text of zero
   * vectors. They do within 1 % (or 0.001, where that is more), but where the way between the two is too rough to be
   * followed in some hundred steps. Null for methods that promise no sum.
   */
  readonly total: number | null;
}

/** What a measure comes to under many random orders of the same words. */
export interface Spread {
  readonly mean: number;
  /** 5th and 95th percentile. */
  readonly low: number;
  readonly high: number;
}

/** One measure, by the order that it is taken in. */
export interface Ordered {
  /** Words by falling attention weight. */
  readonly attention: number;
  /** Words by falling effect of leaving each out by itself: what could be reached. */
  readonly effect: number;
  readonly random: Spread;
}

/** P(label) after the first words of an order were taken out; one number for each of `shares`. */
export interface DeletionCurve {
  /** Shares of the words that are gone, rising from 0. */
  readonly shares: readonly number[];
  readonly attention: readonly number[];
  readonly effect: readonly number[];
  readonly random: readonly Spread[];
}

/**
 * `agrees`: attention shows what matters here; `partly`; `differs`: it does not; `short`: too few words to say. The
 * thresholds are in `measures.ts`.
 */
export type TrustVerdict = 'agrees' | 'partly' | 'differs' | 'short';

/** How faithful the weights are (ERASER: DeYoung et al. 2020; Jain, Wallace 2019). */
export interface Faithfulness {
  readonly verdict: TrustVerdict;
  /** Kendall's τ-b of weights and |effects|, in [−1, 1]; null where either holds all words equal. */
  readonly tau: number | null;
  /** Of random orders. */
  readonly tauRandom: Spread;
  /** Share of the k words with most weight that are among the k with the largest |effect|; k/n by chance. */
  readonly overlap: readonly { readonly k: number; readonly share: number; readonly chance: number }[];
  /** Mean fall of P(label) when the first 1, 5, 10, 20, 50 % of the words are taken out: the larger the better. */
  readonly comprehensiveness: Ordered;
  /** Mean fall of P(label) when only those are left: the smaller the better. */
  readonly sufficiency: Ordered;
  readonly curve: DeletionCurve;
  /** The verdict with all weights equal; null for engines and models that cannot be made to. */
  readonly uniform: { readonly label: string; readonly probability: number } | null;
}

/** One stretch examined. */
export interface Examination extends Occluded {
  readonly faithfulness: Faithfulness;
  /** Milliseconds it took. */
  readonly ms: number;
}
