/** Examinations plain to see: the longer a word the more it does; "bad" and "not" speak against the verdict. */
import type { Attribution, AttributionMethod, Examination, Occluded } from '../../../src/model/trust/types';
import type { Analysis } from '../../../src/model/types';

const AGAINST = /^(?:bad|not)$/u;

/** What taking out runs of words does, one at a time; each word where not given. */
export function occludedOf(
  { start, end, label, probability, tokens }: Analysis,
  occlusion: Occluded['occlusion'] = 'removal',
  runs: readonly (readonly [number, number])[] = tokens.map((_, i) => [i, i + 1]),
): Occluded {
  const effect = ({ text, weight }: Analysis['tokens'][number]) => (AGAINST.test(text) ? -4 : 4) * weight;
  const effects = runs.map(([from, to]) =>
    tokens.slice(from, to).reduce((sum, token) => sum + effect(token), 0),
  );
  const odds = Math.log(probability / (1 - probability));
  const without = effects.map((one) => 1 / (1 + Math.exp(one - odds)));
  return { start, end, label, probability, occlusion, without, effects };
}

/** @param replace what is to be otherwise, of its faithfulness */
export function examinationOf(
  analysis: Analysis,
  occlusion?: Occluded['occlusion'],
  replace: Partial<Examination['faithfulness']> = {},
): Examination {
  const { probability } = analysis;
  const fall = (share: number) => probability - 0.6 * share;
  const shares = [0, 0.01, 0.05, 0.1, 0.2, 0.5];
  const random = shares.map((share) => ({
    mean: probability - 0.2 * share,
    low: probability - 0.3 * share,
    high: probability,
  }));
  return {
    ...occludedOf(analysis, occlusion),
    faithfulness: {
      verdict: 'agrees',
      tau: 0.5,
      tauRandom: { mean: 0, low: -0.1, high: 0.1 },
      overlap: [5, 10, 20]
        .filter((k) => k < analysis.tokens.length)
        .map((k) => ({ k, share: 0.6, chance: k / analysis.tokens.length })),
      comprehensiveness: { attention: 0.3, effect: 0.4, random: { mean: 0.05, low: 0.01, high: 0.1 } },
      sufficiency: { attention: 0.1, effect: 0.05, random: { mean: 0.3, low: 0.2, high: 0.4 } },
      curve: {
        shares,
        attention: shares.map(fall),
        effect: shares.map((share) => fall(share) - 0.2 * share),
        random,
      },
      uniform: { label: analysis.label, probability: probability - 0.1 },
      ...replace,
    },
    ms: 1,
  };
}

export function attributionOf(analysis: Analysis, method: AttributionMethod): Attribution {
  const { start, end, label, effects } = occludedOf(analysis);
  const total = method === 'integrated-gradients' ? effects.reduce((sum, one) => sum + one, 0) : null;
  return { start, end, label, method, values: effects, total };
}
