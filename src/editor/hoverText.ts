/** What a hover says of one word, as plain lines. Pure. */
import type { Analysis } from '../model/types';
import { count, percent, verdictText } from './words';

export interface HoverText {
  readonly word: string;
  /** Plain text, one line each; may hold characters that mean something in Markdown. */
  readonly lines: readonly string[];
}

/** The facts about the word at `index` of the analysis, which must exist. */
export function hoverText(analysis: Analysis, index: number): HoverText {
  const token = analysis.tokens[index];
  if (!token) throw new RangeError(`No word ${index} in an analysis of ${analysis.tokens.length}`);
  const total = analysis.tokens.length;
  const rank = 1 + analysis.tokens.filter(({ weight }) => weight > token.weight).length;
  const lines = [
    `${percent(token.weight)} of the attention`,
    `${times(token.weight * total)} the uniform share, rank ${rank} of ${total}`,
  ];
  if (!token.known) lines.push('Not in the vocabulary: read as <unk>');
  lines.push(`Text of ${count(total, 'word')}: ${verdictText(analysis)}`);
  return { word: token.text, lines };
}

function times(factor: number): string {
  if (factor < 0.01) return 'less than 0.01 ×';
  return `${factor.toFixed(factor < 0.1 ? 2 : factor < 10 ? 1 : 0)} ×`;
}
