/** What a hover says of one word, as plain lines. Pure. */
import { t } from '@vscode/l10n';
import type { Analysis } from '../model/types';
import { classesText, count, percent, signed, stance, TERMS, times, verdictText } from '../wording';

export interface HoverText {
  readonly word: string;
  /** Plain text, one line each; may hold characters that mean something in Markdown. */
  readonly lines: readonly string[];
}

/**
 * The facts about the word at `index` of the analysis, which must exist.
 * @param further lines of what else is known of it
 */
export function hoverText(analysis: Analysis, index: number, further: readonly string[] = []): HoverText {
  const token = analysis.tokens[index];
  if (!token) throw new RangeError(`No word ${index} in an analysis of ${analysis.tokens.length}`);
  const { classes, tokens, kind, padding } = analysis;
  const total = tokens.length;
  const above = tokens.filter(({ weight }) => weight > token.weight).length;
  const rank = t('rank {0} of {1}', 1 + above, total);
  const { effect: named, share } = TERMS[kind];
  const part = `${percent(token.weight)} ${share}`;
  const lines =
    token.effect === undefined
      ? [part, `${t('{0} the uniform share', times(token.weight * total))}, ${rank}`]
      : [`${named}: ${signed(token.effect)} (${stance(token.effect, analysis.label)})`, `${part}, ${rank}`];
  // The words' weights are shares of what padding leaves.
  if (padding !== undefined) lines[0] = t('{0} on words; padding has {1}', part, percent(padding));
  lines.push(...further);
  if (!token.known) lines.push(t('Not in the vocabulary: read as <unk>'));
  lines.push(t('Text of {0}: {1}', count(total, 'word'), verdictText(analysis)));
  if (classes.length > 2) lines.push(t('All classes: {0}', classesText(classes)));
  return { word: token.text, lines };
}
