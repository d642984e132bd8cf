/** What a feature has found out about words beyond their analysis, for all that shows them. Types only, and who knows nothing. */
import type { Examination, TrustVerdict } from '../model/trust/types';
import type { Entry, Unit } from './store';

/** Signed values that words are shaded by in the place of their weights. */
export interface WordShading {
  readonly source: 'deletion' | 'integrated-gradients';
  /**
   * By word: what it brings to the log-odds of the verdict; above 0 it speaks for it, below against it. Of a text that is
   * being written, words that are not known yet have 0.
   */
  readonly values: readonly number[];
}

/** Which analysis is meant: the model that read it tells texts apart that several have read. */
export type Whose = Pick<Entry, 'model'>;

export interface Insight {
  /** Whether the attention over the text can be believed; null: not known, or there is none to believe. */
  verdictOf(entry: Whose, unit: Unit): TrustVerdict | null;
  /** All that was found out of a text by leaving words out; null: not known. */
  examinationOf(entry: Whose, unit: Unit): Examination | null;
  /** Null: the words are shaded by their weights. */
  shadingOf(entry: Whose, unit: Unit): WordShading | null;
  /**
   * Further lines for the hover over a word, plain text. A promise where something can be found out at little cost; it
   * settles soon and never rejects.
   */
  linesOf(entry: Whose, unit: Unit, token: number): readonly string[] | Promise<readonly string[]>;
}

export const NO_INSIGHT: Insight = {
  verdictOf: () => null,
  examinationOf: () => null,
  shadingOf: () => null,
  linesOf: () => [],
};
