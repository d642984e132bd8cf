/** By what each word of a text is shaded: its weight, or a signed value in its place. Pure. */
import { isAgainst } from '../wording';
import type { WordShading } from './insight';
import { sharesOf } from './shading';
import type { Unit } from './store';

export interface WordLook {
  /** Shaded on the scale with two sides. */
  readonly signed: boolean;
  /** The weights, or the values' shares, sum to 1. */
  readonly largest: number;
  weightOf(word: number): number;
  isAgainst(word: number): boolean;
}

/** @param shading null: by the weights */
export function lookOf({ analysis, largest }: Unit, shading: WordShading | null): WordLook {
  const { tokens } = analysis;
  if (!shading) {
    return {
      signed: false,
      largest,
      weightOf: (word) => tokens[word]?.weight ?? 0,
      isAgainst: (word) => isAgainst(tokens[word] ?? {}),
    };
  }
  const { values } = shading;
  const shares = sharesOf(values);
  return {
    signed: true,
    largest: Math.max(0, ...shares),
    weightOf: (word) => shares[word] ?? 0,
    isAgainst: (word) => (values[word] ?? 0) < 0,
  };
}
