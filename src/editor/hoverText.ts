/** What a hover says of one word, as plain lines. Pure. */
import type { Analysis } from '../model/types';
import { classesText, count, percent, signed, stance, TERMS, times, verdictText } from '../wording';

export interface HoverText {
  readonly word: string;
  /** Plain text, one line each; may hold characters that mean something in Markdown. */
  readonly lines: readonly string[];
}

/** The facts about the word at `index` of the analysis, which must exist. */
export function hoverText(analysis: Analysis, index: number): HoverText {
  const token = analysis.tokens[index];
  if (!token) throw new RangeError(`No word ${index} in an analysis of ${analysis.tokens.length}`);
  const { classes, tokens, kind, padding } = analysis;
  const total = tokens.length;
  const rank = `rank ${1 + tokens.filter(({ weight }) => weight > token.weight).length} of ${total}`;
  const { effect: named, share } = TERMS[kind];
  const part = `${percent(token.weight)} ${share}`;
  const lines =
    token.effect === undefined
      ? [part, `${times(token.weight * total)} the uniform share, ${rank}`]
      : [`${named}: ${signed(token.effect)} (${stance(token.effect, analysis.label)})`, `${part}, ${rank}`];
  // The words' weights are shares of what padding leaves.
  if (padding !== undefined) lines[0] = `${part} on words; padding has ${percent(padding)}`;
  if (!token.known) lines.push('Not in the vocabulary: read as <unk>');
  lines.push(`Text of ${count(total, 'word')}: ${verdictText(analysis)}`);
  if (classes.length > 2) lines.push(`All classes: ${classesText(classes)}`);
  return { word: token.text, lines };
}
