/** How a text longer than the model's length is divided: paragraphs first, then lines and sentences, then anywhere. */
import type { Token } from './types';

/** Half-open range of token indices. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

const WORD = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/**
 * Divides tokens into stretches of at most `most`. A text that fits is one stretch; a longer one has a stretch
 * per paragraph (blank line between), and a paragraph that is longer still is cut at the last line break or
 * sentence end that fits. Nothing is left out. Stretches without any word join the one before.
 */
export function segment(text: string, tokens: readonly Token[], most: number): TokenRange[] {
  if (tokens.length === 0) return [];
  if (tokens.length <= most) return [{ from: 0, to: tokens.length }];
  const ranges: TokenRange[] = [];
  for (const paragraph of paragraphs(text, tokens)) {
    for (const range of cut(text, tokens, paragraph, most)) {
      const last = ranges.at(-1);
      const wordless = !hasWord(tokens, range);
      if (last && (wordless || !hasWord(tokens, last)) && range.to - last.from <= most) {
        ranges[ranges.length - 1] = { from: last.from, to: range.to };
      } else {
        ranges.push(range);
      }
    }
  }
  return ranges;
}

function hasWord(tokens: readonly Token[], range: TokenRange): boolean {
  for (let i = range.from; i < range.to; i++) if (WORD.test(tokens[i]!.text)) return true;
  return false;
}

/** What stands between two neighbouring tokens. */
function gap(text: string, tokens: readonly Token[], index: number): string {
  return text.slice(tokens[index - 1]!.end, tokens[index]!.start);
}

const BLANK_LINE = /(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)|<br\s*\/?>\s*<br\s*\/?>/iu;
const LINE_BREAK = /[\r\n\u2028\u2029]|<br/iu;

function paragraphs(text: string, tokens: readonly Token[]): TokenRange[] {
  const ranges: TokenRange[] = [];
  let from = 0;
  for (let i = 1; i <= tokens.length; i++) {
    if (i === tokens.length || BLANK_LINE.test(gap(text, tokens, i))) {
      ranges.push({ from, to: i });
      from = i;
    }
  }
  return ranges;
}

/** Cuts one paragraph into stretches of at most `most` tokens. */
function cut(text: string, tokens: readonly Token[], range: TokenRange, most: number): TokenRange[] {
  const ranges: TokenRange[] = [];
  let from = range.from;
  while (range.to - from > most) {
    const to = lastBreak(text, tokens, from, from + most);
    ranges.push({ from, to });
    from = to;
  }
  ranges.push({ from, to: range.to });
  return ranges;
}

/** The last index in (from, to] before which a line or sentence ends; `to` where there is none. */
function lastBreak(text: string, tokens: readonly Token[], from: number, to: number): number {
  for (let i = to; i > from; i--) {
    if (LINE_BREAK.test(gap(text, tokens, i)) || /^(?:[.!?。！？]|\.\.\.|…)$/u.test(tokens[i - 1]!.text)) {
      return i;
    }
  }
  return to;
}
