/** What the extension would say of comparisons and pins, from seeded numbers. */
import type {
  ComparedModel,
  ComparedReading,
  ModelsCompared,
  OtherText,
  PinLine,
  TextPair,
  ViewAnalysis,
} from '../../src/webview/protocol';
import { analysisOf, withEffects } from './panelSamples';

export const FIVE = [
  'imdb-attention',
  'imdb-article',
  'imdb-attention-gru',
  'imdb-bag-of-words',
  'imdb-last-state',
] as const;
const KINDS = ['attention', 'attention', 'attention', 'contribution', 'deletion'] as const;

/** A reading by one of the five; the article's model reads 300 words. */
export function readingOf(view: ViewAnalysis, model: number): ComparedReading {
  const plain = analysisOf(view.id, view.text, { seed: 100 + model, probability: 0.95 - model * 0.15 });
  const kind = KINDS[model]!;
  const { tokens } = kind === 'attention' ? plain.analysis : withEffects(plain.analysis);
  const positions = model === 1 ? 300 : Infinity;
  const { label, probability } = plain.analysis;
  const reads = <T>(values: readonly T[]) => values.map((value, i) => (i < positions ? value : null));
  return {
    verdict: { label, probability },
    kind,
    weights: reads(tokens.map(({ weight }) => weight)),
    effects: kind === 'attention' ? null : reads(tokens.map(({ effect }) => effect ?? 0)),
    stretches: 1,
    backend: kind === 'contribution' ? 'plain' : 'kernels-relaxed',
    ms: [3.2, 5.1, 4.4, 0.3, 210][model]!,
    parameters: [2_624_258, 2_781_602, 2_722_050, 87_304, 2_600_450][model]!,
  };
}

export function done(view: ViewAnalysis, model: number): ComparedModel {
  return { model: FIVE[model]!, state: 'done', reading: readingOf(view, model) };
}

export function comparedOf(view: ViewAnalysis, columns?: readonly ComparedModel[]): ModelsCompared {
  const all = columns ?? FIVE.map((_, model) => done(view, model));
  return { id: view.id, text: view.text, offered: FIVE, chosen: all.map(({ model }) => model), columns: all };
}

export const others: readonly OtherText[] = [
  { key: 'unit:2', from: 'document', title: 'review.txt:12', snippet: 'Another paragraph of it' },
  { key: 'pin:4', from: 'pinned', title: 'review.txt:3–9', snippet: 'I went in with high expectations' },
  { key: 'unit:9', from: 'elsewhere', title: 'other.md:1', snippet: 'A text of another document' },
];

export function pairOf(view: ViewAnalysis, text: string): TextPair {
  const other = analysisOf(90, text, { seed: 3, probability: 0.31 });
  const { analysis } = other;
  return {
    ...{ id: view.id, key: 'pin:4', model: 'imdb-attention', state: 'done' },
    other: { title: 'review.txt:3–9', text, analysis },
  };
}

export function pinLines(count: number): PinLine[] {
  return Array.from({ length: count }, (_, i) => ({
    id: count - i,
    place: `reviews/summer.md:${12 + i}–${19 + i}`,
    snippet: 'I went in with low expectations, and the first half hour did nothing to raise…',
    words: 84 + i,
    verdict: { label: i % 2 ? 'negative' : 'positive', probability: 0.93 - i * 0.01 },
    model: 'imdb-attention',
    at: Date.UTC(2026, 10, 25, 18, 0) - i * 3_600_000,
  }));
}
