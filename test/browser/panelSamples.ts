/** View states for the panel's tests, from seeded numbers. */
import type {
  Analysis,
  Attribution,
  Examination,
  StabilityView,
  TrustVerdict,
  TrustView,
  ViewAnalysis,
  ViewState,
} from '../../src/webview/protocol';
import { uniform } from '../fixtures/random';

export const eightWords = 'The acting was superb and the ending unforgettable';

const sentences = [
  'I went in with low expectations, and the first half hour did nothing to raise them.',
  'The dialogue is wooden; the camera never quite knows where to look.',
  'Then Ms. Varga enters, and suddenly everything is wonderful: funny, sad, perfectly timed.',
  'I have rarely seen a terrible script saved by one brilliant performance like this.',
  'Still, at 142 minutes it is far too long, and the last act drags badly.',
  'My zorbulous neighbour cried twice. So did I.',
  "Don't wait for it on TV - the sound design alone deserves a cinema.",
];

/** At least `words` tokens of prose in paragraphs, then cut to exactly that many. */
export function prose(words: number): string {
  const parts: string[] = [];
  let tokens = 0;
  for (let index = 0; tokens < words; index++) {
    const sentence = sentences[index % sentences.length]!;
    parts.push(sentence, index % 4 === 3 ? '\n\n' : ' ');
    tokens += sentence.match(tokenPattern)!.length;
  }
  const text = parts.join('');
  const last = [...text.matchAll(tokenPattern)][words - 1]!;
  return text.slice(0, last.index + last[0].length);
}

const tokenPattern = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*|[^\s\p{L}\p{N}]/gu;

/** An analysis with peaked weights; the given words are unknown to the vocabulary. */
export function analysisOf(
  id: number,
  text: string,
  { seed = 7, probability = 0.937, title = 'review.txt:3–9', unknown = ['zorbulous', 'varga'] } = {},
): ViewAnalysis {
  const random = uniform(seed + id);
  const found = [...text.matchAll(tokenPattern)];
  const raw = found.map(() => Math.exp(6 * random() ** 2));
  const total = raw.reduce((sum, value) => sum + value, 0);
  const tokens = found.map((match, index) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
    weight: raw[index]! / total,
    known: !unknown.includes(match[0].toLowerCase()),
  }));
  const classes = [
    { label: 'negative', probability: 1 - probability },
    { label: 'positive', probability },
  ];
  const verdict = classes[probability >= 0.5 ? 1 : 0]!;
  const kind = 'attention' as const;
  const analysis = { start: 0, end: text.length, ...verdict, classes, kind, tokens, ms: 3.6 };
  return { id, title, text, stale: false, analysis };
}

/** The same read by a model without attention, with effects of both signs unless they are given. */
export function withEffects(analysis: Analysis, effects?: readonly number[]): Analysis {
  const values = analysis.tokens.map(
    ({ weight }, index) => effects?.[index] ?? 4 * weight * (index % 3 === 1 ? -1 : 1),
  );
  const total = values.reduce((sum, effect) => sum + Math.abs(effect), 0);
  const tokens = analysis.tokens.map((token, index) => ({
    ...token,
    weight: Math.abs(values[index]!) / total,
    effect: values[index]!,
  }));
  return { ...analysis, kind: 'deletion', tokens };
}

/** The same by a model of other classes, the given probabilities in its order. */
export function withClasses(analysis: Analysis, probabilities: Readonly<Record<string, number>>): Analysis {
  const classes = Object.entries(probabilities).map(([label, probability]) => ({ label, probability }));
  const most = classes.reduce((a, b) => (b.probability > a.probability ? b : a));
  return { ...analysis, ...most, classes };
}

export function stateOf(analyses: readonly ViewAnalysis[], changes: Partial<ViewState> = {}): ViewState {
  return {
    model: 'imdb-attention',
    backend: 'wasm',
    passedOver: ['tfjs-node: not installed (npm run native sets it up)'],
    calibration: { temperature: 1.0606, fittedOn: 2000 },
    analyses,
    active: analyses[0]?.id ?? null,
    unread: null,
    ms: 12.4,
    busy: false,
    error: null,
    gamma: 1,
    scale: 'relative',
    ...changes,
  };
}

/** A document read paragraph by paragraph. */
export function thirtyParts(): ViewState {
  const random = uniform(99);
  const analyses = Array.from({ length: 30 }, (_, index) =>
    analysisOf(index + 1, prose(20 + Math.floor(random() * 60)).slice(index), {
      probability: random(),
      title: `long-review.md:${1 + index * 4}–${3 + index * 4}`,
    }),
  );
  return stateOf(analyses, {
    active: 4,
    unread: '2 stretches of the text were not read, marked with dots: the limit is 20,000 words',
  });
}

/** P of the text after the first of these words are gone, each taking a part of its effect from the log-odds. */
function afterLoss(
  effects: readonly number[],
  order: readonly number[],
  n: number,
  logOdds: number,
  part = 1,
): number {
  const left = order.slice(0, n).reduce((sum, word) => sum - part * effects[word]!, logOdds);
  return 1 / (1 + Math.exp(-left));
}

const SHARES = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1];

/** What an examination of the analysed text could have found: effects that go with the weights as far as `verdict` says. */
export function examinationOf(
  { analysis }: ViewAnalysis,
  verdict: TrustVerdict = 'agrees',
  seed = 3,
): Examination {
  const { label, probability, tokens, start, end } = analysis;
  const random = uniform(seed);
  const n = tokens.length;
  const follows = { agrees: 1, partly: 0.5, differs: 0, short: 0 }[verdict];
  const effects = tokens.map(({ weight }, word) => {
    const own = random() ** 3 * (word % 4 === 2 ? -0.7 : 1);
    return 1.6 * (follows * weight * Math.min(n, 12) * (word % 5 === 3 ? -0.4 : 1) + (1 - follows) * own);
  });
  const logOdds = Math.log(probability / (1 - probability));
  const words = tokens.map((_, word) => word);
  const by = (values: readonly number[]) => [...words].sort((a, b) => values[b]! - values[a]!);
  // All words together bring the log-odds down to −1.5, as if they shared what they do.
  const part = (logOdds + 1.5) / effects.reduce((sum, effect) => sum + effect, 0);
  const curveBy = (order: readonly number[]) =>
    SHARES.map((share) => afterLoss(effects, order, Math.round(share * n), logOdds, part));
  const fall = (curve: readonly number[]) =>
    curve.slice(1, 6).reduce((sum, p) => sum + probability - p, 0) / 5;
  const [attention, effect] = [by(tokens.map(({ weight }) => weight)), by(effects)].map(curveBy);
  const chance = SHARES.map((share) => probability - 0.35 * share * probability);
  const of = (at: number) => ({
    attention: at,
    effect: at * 1.4,
    random: { mean: at / 5, low: -0.01, high: at / 3 },
  });
  return {
    ...{ start, end, label, probability, effects, occlusion: 'removal' as const, ms: 84 },
    without: effects.map((_, word) => afterLoss(effects, [word], 1, logOdds)),
    faithfulness: {
      verdict,
      tau: n < 2 ? null : 0.08 + 0.6 * follows,
      tauRandom: { mean: 0.002, low: -0.11, high: 0.12 },
      overlap: [1, 5, 10]
        .filter((k) => k < n)
        .map((k) => ({ k, share: Math.round(follows * k) / k, chance: k / n })),
      comprehensiveness: of(fall(attention!)),
      sufficiency: of(0.12 + 0.2 * (1 - follows)),
      curve: {
        shares: SHARES,
        attention: attention!,
        effect: effect!,
        random: chance.map((mean, at) => {
          const wide = 0.3 * SHARES[at]! * (1 - SHARES[at]! / 2);
          return { mean, low: mean - wide, high: Math.min(0.999, mean + wide / 2) };
        }),
      },
      uniform: { label, probability: probability - 0.06 },
    },
  };
}

/** Contributions that sum up to the log-odds of the text. */
export function integratedOf({ analysis }: ViewAnalysis, { effects }: Examination): Attribution {
  const { label, probability, start, end } = analysis;
  const total = Math.log(probability / (1 - probability)) + 0.4;
  const sum = effects.reduce((all, effect) => all + effect, 0);
  const values = effects.map((effect) => effect + (total - sum) / effects.length);
  return { start, end, label, method: 'integrated-gradients', values, total };
}

/** Read by three seeds, between which the weights differ by up to half. */
export function stabilityOf({ analysis }: ViewAnalysis): StabilityView {
  const random = uniform(11);
  const weights = analysis.tokens.map(
    ({ weight }) => [weight * (0.6 + 0.4 * random()), weight * (1 + random() / 2)] as const,
  );
  const ranks = analysis.tokens.map(({ weight }) => {
    const rank = 1 + analysis.tokens.filter((other) => other.weight > weight).length;
    return [Math.max(1, rank - 1), rank + (rank % 3 === 0 ? 7 : 1)] as const;
  });
  const unstable = ranks.flatMap(([best, worst], word) => (best <= 10 && worst - best > 3 ? [word] : []));
  return {
    models: ['imdb-attention', 'imdb-attention-seed2', 'imdb-attention-seed3'],
    probabilities: [analysis.probability, analysis.probability - 0.042, analysis.probability - 0.113],
    ...{ weights, ranks, unstable },
  };
}

export function trustOf(
  view: ViewAnalysis,
  verdict: TrustVerdict = 'agrees',
  changes: Partial<Pick<TrustView, 'source' | 'integrated' | 'stability' | 'seeds'>> = {},
): Extract<TrustView, { state: 'read' }> {
  const common = {
    id: view.id,
    text: view.text,
    source: 'attention' as const,
    integrated: null,
    stability: null,
  };
  return { ...common, ...changes, state: 'read', examination: examinationOf(view, verdict) };
}
