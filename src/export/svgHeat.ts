/** The text itself, drawn: every word shaded by its weight on the editor's scale, wrapped as text does. */
import { leastLineOf, lineOf, opacityOf } from '../webview/client/scale';
import { paint } from './colour';
import type { ExportShading, ExportText, Reading } from './document';
import { markup } from './escape';
import { linesOf, type Placed } from './layout';
import { round, type Sheet } from './sheet';
import { frame } from './svgVerdict';
import { hasLines, isHighContrast } from './theme';
import { isAgainst, ranksOf, wordFact } from './words';

const LINE = 1.7;
const PADDING = { x: 12, y: 10 };

/** How a token is drawn, by its index. */
export interface Mark {
  readonly opacity: number;
  readonly against: boolean;
  /** Pixels of the line under it; 0: none. */
  readonly line: number;
  readonly known: boolean;
  /** Said in full. */
  readonly fact: string;
}

/** @param lines whether lines say the weight as well, as in high contrast */
export function marksOf({ analysis }: Reading, shading: ExportShading, lines: boolean): Mark[] {
  const { tokens } = analysis;
  const largest = tokens.reduce((most, { weight }) => Math.max(most, weight), 0);
  const ranks = ranksOf(tokens);
  return tokens.map((token, index) => {
    const opacity = opacityOf(token.weight, largest, shading);
    const against = isAgainst(token);
    const line = Math.max(lines ? lineOf(opacity) : 0, leastLineOf(opacity, against));
    const fact = wordFact(analysis, index, ranks[index]!);
    return { opacity, against, line, known: token.known, fact };
  });
}

export function drawHeat(sheet: Sheet, { text }: ExportText, reading: Reading, shading: ExportShading): void {
  const { theme, left, width } = sheet;
  const { size, family } = theme.text;
  const marks = marksOf(reading, shading, hasLines(theme, shading.emphasis));
  const lines = linesOf(text, reading.analysis, width - 2 * PADDING.x, sheet.measure);
  const height = size * LINE;
  const top = sheet.y;
  const behind: string[] = [];
  const words: string[] = [];
  let y = top + PADDING.y;
  for (const line of lines) {
    for (const placed of line) {
      const at = { ...placed, x: left + PADDING.x + placed.x };
      const mark = placed.token === null ? undefined : marks[placed.token];
      if (mark) behind.push(...drawMark(at, y, height, mark, sheet));
      words.push(
        `<text x="${round(at.x + at.width / 2)}" y="${round(y + height / 2 + size * 0.35)}" textLength="${round(at.width)}" lengthAdjust="spacingAndGlyphs">${markup(at.text)}</text>`,
      );
    }
    y += height;
  }
  sheet.y = y + PADDING.y;
  sheet.add(
    '<g class="marks">',
    ...behind,
    '</g>',
    `<g class="words" font-family="${markup(family)}" font-size="${round(size)}" text-anchor="middle" pointer-events="none" ${paint('fill', theme.colours.text)}>`,
    ...words,
    '</g>',
    frame(left, top, width, sheet.y - top, theme.colours.line),
  );
}

/** What lies behind and under one word. */
function drawMark(
  { x, width }: Placed,
  y: number,
  height: number,
  { opacity, against, line, known, fact }: Mark,
  { theme }: Sheet,
): string[] {
  const { colours, text } = theme;
  const box = { top: y + height / 2 - text.size * 0.62, height: text.size * 1.24 };
  const fill = paint('fill', against ? colours.against : colours.attention, opacity);
  const radius = isHighContrast(theme) ? '' : ' rx="2"';
  const parts = [
    `<rect x="${round(x)}" y="${round(box.top)}" width="${round(width)}" height="${round(box.height)}"${radius} ${fill}><title>${markup(fact)}</title></rect>`,
  ];
  const under = (at: number, colour: string, thick: number, dashes: string) =>
    `<path d="M${round(x)} ${round(at)}h${round(width)}" fill="none" stroke-width="${thick}" ${paint('stroke', colour)}${dashes}/>`;
  if (line > 0) {
    const colour = against ? colours['against-emphasis'] : colours.emphasis;
    const dashes = against ? ` stroke-dasharray="4 3"` : '';
    parts.push(under(box.top + box.height + line / 2, colour, line, dashes));
  }
  if (!known) parts.push(under(box.top + box.height - 2, colours.text, 1, ' stroke-dasharray="1 2"'));
  return parts;
}
