/** The list of the words with the most attention, or the most effect on the verdict. */
import type { Analysis } from '../model/types';
import { isAgainst, signed, stance, TERMS } from '../wording';
import { percent } from './percent';
import { joinedTokens } from './result';
import { visibleLine } from './safeText';
import type { Shader } from './shader';
import { cellsOf, clip } from './width';

const TOP = 10;
const BAR_CELLS = 24;
/** A longer word is cut. */
const WORD_CELLS = 24;

/** Heading and one line a word, with its place in the text counted from 1. */
export function topWords(analyses: readonly Analysis[], { level, chalk, accent }: Shader): string {
  const labels = analyses.flatMap(({ tokens, label }) => tokens.map(() => label));
  const top = [...joinedTokens(analyses).entries()]
    .sort(([i, a], [j, b]) => b.weight - a.weight || i - j)
    .slice(0, TOP);
  const largest = top[0]![1].weight;
  const words = top.map(([, { text }]) => clip(visibleLine(text), WORD_CELLS));
  const column = Math.max(...words.map(cellsOf));
  const rows = top.map(([index, token], rank) => {
    const { weight, effect, known } = token;
    const side = isAgainst(token) ? 'against' : 'for';
    const cells = Math.max(1, Math.round((weight / largest) * BAR_CELLS));
    const sign = SIGNS[level > 0 ? 'coloured' : 'plain'][side].repeat(cells);
    const facts = [`word ${index + 1}`];
    if (effect !== undefined) facts.push(stance(effect, labels[index]!));
    if (!known) facts.push('not in the vocabulary');
    return [
      chalk.dim(String(rank + 1).padStart(4)),
      words[rank]! + ' '.repeat(column - cellsOf(words[rank]!)),
      (effect === undefined ? percent(weight) : signed(effect)).padStart(7),
      (level > 0 ? accent(sign, side) : sign) + ' '.repeat(BAR_CELLS - cells),
      chalk.dim(facts.join(', ')),
    ].join('  ');
  });
  return [chalk.bold(TERMS[analyses[0]!.kind].most), ...rows].join('\n');
}

/** What bars are made of; the two sides differ without colour. */
const SIGNS = { coloured: { for: '█', against: '▒' }, plain: { for: '#', against: '-' } } as const;
