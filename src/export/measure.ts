/** How wide text stands, where nothing can be asked: from what kind of character it is. Pure; in pixels. */

/** Widths of text; those of words are exact where a page has measured them. */
export interface Measure {
  /** A word or blank of the text itself. */
  word(text: string): number;
  /** Everything around it, at a size in pixels. */
  ui(text: string, size: number): number;
}

const SEGMENTS = new Intl.Segmenter('en', { granularity: 'grapheme' });
const EMOJI = /\p{Emoji_Presentation}|\uFE0F/u;
const WIDE =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF01-\uFF60]/u;
const OTHER = /^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Hebrew}]/u;
const INVISIBLE = /^[\u200b-\u200f\u2060\ufeff\u00ad]+$/u;

/** Of the font's size. East Asian characters are square, emoji a little wider, whatever the font around them. */
const SQUARE = 1;
const EMOJI_WIDTH = 1.25;
/** Scripts that are set in a font of their own. */
const OTHER_WIDTH = 0.53;
/** Every character of the fonts that editors have: Menlo, DejaVu and Liberation 0.602, Consolas 0.55. */
const MONOSPACE = 0.602;

/** Of the wider fonts for user interfaces (DejaVu, Verdana), in classes of Latin letters: lines never become too long. */
const UI_WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/^[iljI.,:;'’|! ·]/, 0.34],
  [/^[tfr()[\]“”"-]/, 0.43],
  [/^[mwMW@%—…]/, 0.98],
  [/^[A-Z&+=<>±×−]/, 0.75],
];
const UI_AVERAGE = 0.625;

/** Graphemes of a text, one by one. */
export function graphemesOf(text: string): string[] {
  return Array.from(SEGMENTS.segment(text), ({ segment }) => segment);
}

/** Whether a line may be broken before or behind this character. */
export function isWide(character: string): boolean {
  return WIDE.test(character);
}

function widthOf(text: string, other: (grapheme: string) => number): number {
  let width = 0;
  for (const { segment } of SEGMENTS.segment(text)) {
    if (INVISIBLE.test(segment)) continue;
    if (EMOJI.test(segment)) width += EMOJI_WIDTH;
    else if (WIDE.test(segment)) width += SQUARE;
    else width += OTHER.test(segment) ? OTHER_WIDTH : other(segment);
  }
  return width;
}

const uiWidth = (grapheme: string) => UI_WIDTHS.find(([of]) => of.test(grapheme))?.[1] ?? UI_AVERAGE;

/**
 * @param size of the text's font
 * @param known exact widths of words, where a page has measured them
 */
export function measureOf(size: number, known: ReadonlyMap<string, number> = new Map()): Measure {
  return {
    word: (text) => known.get(text) ?? size * widthOf(text, () => MONOSPACE),
    ui: (text, at) => at * widthOf(text, uiWidth),
  };
}
