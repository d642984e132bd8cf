/** What chart, heat map and app share: which words are shown, and what the person did with one. */
import type { Analysis, ViewAnalysis, ViewState } from '../protocol';
import { ranksOf } from './text';

/** One analysis ready to be drawn. */
export interface Shown {
  readonly view: ViewAnalysis;
  readonly analysis: Analysis;
  readonly tokens: Analysis['tokens'];
  /** Rank of every token by weight, from 1. */
  readonly ranks: readonly number[];
  readonly largest: number;
  /** Equal for two states that draw the same picture. */
  readonly key: string;
}

export function shownOf(view: ViewAnalysis): Shown {
  const { analysis } = view;
  const { tokens } = analysis;
  const weights = tokens.map(({ weight }) => weight);
  return {
    view,
    analysis,
    tokens,
    ranks: ranksOf(tokens),
    largest: weights.reduce((largest, weight) => Math.max(largest, weight), 0),
    key: JSON.stringify([view.id, view.text, weights, analysis.kind, tokens.map(({ effect }) => effect)]),
  };
}

export type Shading = Pick<ViewState, 'gamma' | 'scale' | 'emphasis'>;

/** What a chart or heat map reports; indices are the tokens'. */
export interface WordEvents {
  /** Pointed at or focused; null: no longer. */
  mark(token: number | null): void;
  /** Clicked, or Enter pressed. */
  reveal(token: number): void;
}
