/** Whether weights can be believed, over many texts: the measures of each text, averaged, each with its interval. */
import type { AttributionMethod, Examination, TrustVerdict } from '../trust/types';
import { estimateMean, estimateRatio, type Estimate } from './bootstrap';

/** The measures of one text; of one that is read in stretches, means over the stretches weighted by their words. */
export interface TextTrust {
  readonly words: number;
  /** See Faithfulness; null where no stretch has any. */
  readonly tau: number | null;
  readonly tauRandom: number;
  /** The 95th percentile of random orders. */
  readonly tauHigh: number;
  readonly comprehensiveness: ByOrder;
  readonly sufficiency: ByOrder;
  /** Only for those k of which every stretch has as many words. */
  readonly overlap: readonly { readonly k: number; readonly share: number; readonly chance: number }[];
  /** Of the longest stretch; of equally long ones the first. */
  readonly verdict: TrustVerdict;
  /** Whether the longest stretch has another verdict once all weights are equal; null where that cannot be. */
  readonly flips: boolean | null;
  /** Kendall's τ-b of |attributions| and |effects|, where they were asked for. */
  readonly attributions?: Readonly<Partial<Record<AttributionMethod, number | null>>>;
}

/** A measure by the order that words are taken in; of random orders the mean, and their 5th and 95th percentile. */
export interface ByOrder {
  readonly attention: number;
  readonly effect: number;
  readonly random: number;
  readonly low: number;
  readonly high: number;
}

/** A stretch of a text that was examined. */
export interface Stretch {
  readonly words: number;
  readonly examination: Pick<Examination, 'label' | 'faithfulness'>;
  readonly attributions?: TextTrust['attributions'];
}

/** @param stretches at least one */
export function textTrust(stretches: readonly Stretch[]): TextTrust {
  const words = stretches.reduce((sum, one) => sum + one.words, 0);
  const all = stretches.map(({ words, examination }) => ({ words, ...examination.faithfulness }));
  const longest = stretches.reduce((a, b) => (b.words > a.words ? b : a));
  const { verdict, uniform } = longest.examination.faithfulness;
  const mean = (value: (one: (typeof all)[number]) => number | null) =>
    weightedMean(all.map((one) => ({ words: one.words, value: value(one) })));
  const byOrder = (measure: 'comprehensiveness' | 'sufficiency'): ByOrder => ({
    attention: mean((one) => one[measure].attention)!,
    effect: mean((one) => one[measure].effect)!,
    random: mean((one) => one[measure].random.mean)!,
    low: mean((one) => one[measure].random.low)!,
    high: mean((one) => one[measure].random.high)!,
  });
  const common = all[0]!.overlap.filter(({ k }) =>
    all.every(({ overlap }) => overlap.some((one) => one.k === k)),
  );
  const overlapAt = (k: number, of: 'share' | 'chance') =>
    mean(({ overlap }) => overlap.find((one) => one.k === k)![of])!;
  const methods = Object.keys(stretches[0]!.attributions ?? {}) as AttributionMethod[];
  const attributions = methods.map((method) => [
    method,
    weightedMean(stretches.map((one) => ({ words: one.words, value: one.attributions![method] ?? null }))),
  ]);
  return {
    words,
    tau: mean(({ tau }) => tau),
    tauRandom: mean(({ tauRandom }) => tauRandom.mean)!,
    tauHigh: mean(({ tauRandom }) => tauRandom.high)!,
    comprehensiveness: byOrder('comprehensiveness'),
    sufficiency: byOrder('sufficiency'),
    overlap: common.map(({ k }) => ({ k, share: overlapAt(k, 'share'), chance: overlapAt(k, 'chance') })),
    verdict,
    flips: uniform && uniform.label !== longest.examination.label,
    ...(methods.length > 0 ? { attributions: Object.fromEntries(attributions) } : {}),
  };
}

/** Over those that have a value; null where none has. */
function weightedMean(values: readonly { readonly words: number; readonly value: number | null }[]) {
  const known = values.filter((one): one is { words: number; value: number } => one.value !== null);
  const words = known.reduce((sum, one) => sum + one.words, 0);
  return words > 0 ? known.reduce((sum, one) => sum + one.words * one.value, 0) / words : null;
}

/** A measure's estimates; `ratio`: attention's mean over random's, null where random's is not above 0. */
export interface OrderEstimates {
  readonly attention: Estimate;
  readonly effect: Estimate;
  readonly random: Estimate;
  readonly ratio: Estimate | null;
}

export const VERDICTS = ['agrees', 'partly', 'differs', 'short'] as const satisfies readonly TrustVerdict[];

export interface TrustSummary {
  readonly texts: number;
  /** Mean number of words of a text. */
  readonly words: number;
  /** Over the texts that have one; null where none has. */
  readonly tau: Estimate | null;
  readonly tauRandom: Estimate;
  readonly comprehensiveness: OrderEstimates;
  readonly sufficiency: OrderEstimates;
  readonly overlap: readonly {
    readonly k: number;
    readonly share: Estimate;
    readonly chance: Estimate;
  }[];
  /** Share of the texts with each verdict. */
  readonly verdicts: Readonly<Record<TrustVerdict, number>>;
  /** Share of the texts with another verdict once all weights are equal; null where that cannot be. */
  readonly flips: Estimate | null;
  readonly attributions: Readonly<Partial<Record<AttributionMethod, Estimate>>>;
}

/** @param texts at least one */
export function summariseTrust(texts: readonly TextTrust[], seed: number): TrustSummary {
  const known = (values: readonly (number | null | undefined)[]) => values.filter((value) => value != null);
  const estimate = (value: (text: TextTrust) => number | null | undefined) =>
    estimateMean(known(texts.map(value)), seed);
  const orders = (measure: 'comprehensiveness' | 'sufficiency'): OrderEstimates => {
    const of = (order: keyof ByOrder) => texts.map((text) => text[measure][order]);
    const random = estimateMean(of('random'), seed)!;
    return {
      attention: estimateMean(of('attention'), seed)!,
      effect: estimateMean(of('effect'), seed)!,
      random,
      ratio: random.mean > 0 ? estimateRatio(of('attention'), of('random'), seed) : null,
    };
  };
  const ks = [...new Set(texts.flatMap(({ overlap }) => overlap.map(({ k }) => k)))].sort((a, b) => a - b);
  const overlapAt = (k: number, of: 'share' | 'chance') =>
    estimate(({ overlap }) => overlap.find((one) => one.k === k)?.[of])!;
  const methods = Object.keys(texts[0]!.attributions ?? {}) as AttributionMethod[];
  const attributions = methods.map((method) => [
    method,
    estimate(({ attributions }) => attributions?.[method]),
  ]);
  return {
    texts: texts.length,
    words: texts.reduce((sum, { words }) => sum + words, 0) / texts.length,
    tau: estimate(({ tau }) => tau),
    tauRandom: estimate(({ tauRandom }) => tauRandom)!,
    comprehensiveness: orders('comprehensiveness'),
    sufficiency: orders('sufficiency'),
    overlap: ks.map((k) => ({ k, share: overlapAt(k, 'share'), chance: overlapAt(k, 'chance') })),
    verdicts: sharesOf(texts.map(({ verdict }) => verdict)),
    flips: estimate(({ flips }) => (flips === null ? null : Number(flips))),
    attributions: Object.fromEntries(attributions.filter(([, one]) => one !== null)),
  };
}

function sharesOf(verdicts: readonly TrustVerdict[]): Record<TrustVerdict, number> {
  const entries = VERDICTS.map((name) => [
    name,
    verdicts.filter((verdict) => verdict === name).length / verdicts.length,
  ]);
  return Object.fromEntries(entries) as Record<TrustVerdict, number>;
}
