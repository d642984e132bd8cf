/** How wide text stands in a terminal. */

const SEGMENTS = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303F\uFF01-\uFF60]|\uFE0F/u;

/** Terminal cells of one line of text: East Asian characters and emoji take two, marks on a letter none. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const { segment } of SEGMENTS.segment(text)) cells += WIDE.test(segment) ? 2 : 1;
  return cells;
}

/** At most `cells` wide: cut between characters, with an ellipsis where something was cut. */
export function clip(text: string, cells: number): string {
  if (cellsOf(text) <= cells) return text;
  let kept = '';
  let used = 1;
  for (const { segment } of SEGMENTS.segment(text)) {
    used += cellsOf(segment);
    if (used > cells) break;
    kept += segment;
  }
  return `${kept}…`;
}
