/** One text with all that was read of it, its stretches joined: what measures over data are made of. */
import { joinProbabilities, mostProbable } from '../classes';
import type { AttributionMethod, Examination } from '../trust/types';
import type { Analysis } from '../types';
import { textTrust, type TextTrust } from './faithfulness';

/** A stretch of a text as it was analysed and examined. */
export interface ReadStretch {
  readonly analysis: Analysis;
  readonly examination: Pick<Examination, 'label' | 'effects' | 'faithfulness'>;
  /** Values of each word. */
  readonly attributions: Readonly<Partial<Record<AttributionMethod, readonly number[]>>>;
}

/** Arrays hold one number for each word that was read, in reading order. */
export interface TextReading {
  /** The verdict over the whole text. */
  readonly predicted: string;
  readonly words: readonly { readonly text: string; readonly start: number }[];
  /** Sum to 1: those of each stretch scaled by its share of the words. */
  readonly weights: readonly number[];
  /** Towards `predicted`, scaled likewise, as the log-odds of the whole are the stretches' weighted mean. */
  readonly effects: readonly number[];
  readonly attributions: Readonly<Partial<Record<AttributionMethod, readonly number[]>>>;
  readonly trust: TextTrust;
}

/**
 * @param stretches at least one, in reading order
 * @param tau of two rows of numbers, by their sizes: agreement of attributions and effects
 */
export function readingOf(
  stretches: readonly ReadStretch[],
  tau: (values: readonly number[], effects: readonly number[]) => number | null,
): TextReading {
  const all = stretches.reduce((sum, { analysis }) => sum + analysis.tokens.length, 0);
  const { classes } = stretches[0]!.analysis;
  const joined = joinProbabilities(
    stretches.map(({ analysis }) => ({
      count: analysis.tokens.length,
      probabilities: analysis.classes.map(({ probability }) => probability),
    })),
    classes.length,
  );
  const predicted = classes[mostProbable(joined)]!.label;
  const spread = (values: (one: ReadStretch) => readonly number[], signed: boolean) =>
    stretches.flatMap((one) => {
      const share = one.analysis.tokens.length / all;
      const factor = signed && one.examination.label !== predicted ? -share : share;
      return values(one).map((value) => value * factor);
    });
  const methods = Object.keys(stretches[0]!.attributions) as AttributionMethod[];
  return {
    predicted,
    words: stretches.flatMap(({ analysis }) => analysis.tokens),
    weights: spread(({ analysis }) => analysis.tokens.map(({ weight }) => weight), false),
    effects: spread(({ examination }) => examination.effects, true),
    attributions: Object.fromEntries(
      methods.map((method) => [method, spread(({ attributions }) => attributions[method]!, true)]),
    ),
    trust: textTrust(
      stretches.map(({ analysis, examination, attributions }) => ({
        words: analysis.tokens.length,
        examination,
        attributions: Object.fromEntries(
          methods.map((method) => [method, tau(attributions[method]!.map(Math.abs), examination.effects)]),
        ),
      })),
    ),
  };
}
