/** Which words are worth a mark beside the scroll bar. Pure. */
import type { Unit } from './store';

/** Marks come in so many widths; a wider one is a larger share of its text's largest weight. */
export const WIDTHS = 3;
/** Least share of the largest weight for each width. */
const LEAST: readonly number[] = [0.25, 0.5, 0.75];
/** Marks in one document: more could not be told apart, and each costs. */
export const MOST_MARKS = 1000;

export interface RulerMark {
  readonly unit: Unit;
  readonly token: number;
  /** From 0, narrow, to WIDTHS − 1. */
  readonly width: number;
}

/** The marks of all live texts of a document; of too many, those with the largest shares, in reading order. */
export function marksOf(units: readonly Unit[]): RulerMark[] {
  const found: (RulerMark & { share: number })[] = [];
  for (const unit of units) {
    if (!unit.span || !(unit.largest > 0)) continue;
    unit.analysis.tokens.forEach(({ weight }, token) => {
      const share = weight / unit.largest;
      const width = LEAST.filter((least) => share >= least).length - 1;
      if (width >= 0) found.push({ unit, token, width, share });
    });
  }
  if (found.length <= MOST_MARKS) return found;
  const strongest = found.map((_, at) => at).sort((a, b) => found[b]!.share - found[a]!.share || a - b);
  return strongest
    .slice(0, MOST_MARKS)
    .sort((a, b) => a - b)
    .map((at) => found[at]!);
}
