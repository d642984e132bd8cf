/** View states for the panel's tests, from seeded numbers. */
import type { Analysis, ViewAnalysis, ViewState } from '../../src/webview/protocol';
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
