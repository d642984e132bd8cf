/** What a model made of one text as a whole, also where it had to read it in stretches; aligned with other models'. Pure. */
import type { Analysis, ClassProbability, ModelInfo, Report, Token, WeightedToken } from '../../model/types';
import type { ComparedReading } from '../../webview/protocol';

/** Probabilities are kept this far from 0 where their logarithm is taken. */
const LEAST = 1e-7;

/**
 * One analysis of all that was read: of several stretches the verdict is the mean of their log probabilities by words,
 * and weights are shares of the whole. Null where nothing was read.
 */
export function wholeOf({ analyses }: Pick<Report, 'analyses'>): Analysis | null {
  const [first, ...more] = analyses;
  if (!first || more.length === 0) return first ?? null;
  const words = analyses.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const classes = joined(analyses, words);
  const verdict = classes.reduce((most, one) => (one.probability >= most.probability ? one : most));
  const agree = analyses.every(({ label }) => label === verdict.label);
  const tokens = analyses.flatMap((analysis) => {
    const share = analysis.tokens.length / words;
    return analysis.tokens.map((token) => withShare(token, share, agree));
  });
  const ms = analyses.reduce((sum, analysis) => sum + analysis.ms, 0);
  const { start, kind } = first;
  return { start, end: analyses.at(-1)!.end, ...verdict, classes, kind, tokens, ms };
}

/** An effect on a stretch's own verdict says nothing about another one: it is only kept where all stretches agree. */
function withShare({ effect, ...token }: WeightedToken, share: number, keepsEffect: boolean): WeightedToken {
  const weight = token.weight * share;
  return effect === undefined || !keepsEffect ? { ...token, weight } : { ...token, weight, effect };
}

function joined(analyses: readonly Analysis[], words: number): ClassProbability[] {
  const logs = analyses[0]!.classes.map((_, k) =>
    analyses.reduce((sum, { classes, tokens }) => {
      const log = Math.log(Math.max(LEAST, classes[k]!.probability));
      return sum + (tokens.length / words) * log;
    }, 0),
  );
  const powers = logs.map((log) => Math.exp(log - Math.max(...logs)));
  const total = powers.reduce((a, b) => a + b, 0);
  return analyses[0]!.classes.map(({ label }, k) => ({ label, probability: powers[k]! / total }));
}

/**
 * A model's weights by the tokens of the text as it is charted. All models cut a text into the same tokens, so a token
 * is known by where it starts; those that this model did not read have null.
 */
export function readingOf(
  { analyses }: Pick<Report, 'analyses'>,
  whole: Analysis,
  tokens: readonly Token[],
  info: Pick<ModelInfo, 'backend' | 'parameters'>,
): ComparedReading {
  const byStart = new Map(whole.tokens.map((token) => [token.start, token]));
  const found = tokens.map(({ start }) => byStart.get(start));
  const { label, probability, kind, ms } = whole;
  return {
    verdict: { label, probability },
    kind,
    weights: found.map((token) => token?.weight ?? null),
    effects: found.some((token) => token?.effect !== undefined)
      ? found.map((token) => token?.effect ?? null)
      : null,
    stretches: analyses.length,
    backend: info.backend,
    ms,
    parameters: info.parameters,
  };
}
