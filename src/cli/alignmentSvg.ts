/** The alignment matrix as a drawing that stands by itself, in light and in dark: Figure 4 of Mohandas 2017. */
import type { Alignment } from '../model/alignment/aligner';
import { percent } from './percent';
import { visibleLine } from './safeText';

const CELL = 24;
const MARGIN = { top: 76, right: 24, bottom: 28, left: 64 };
const FONT = 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace';

const STYLE = `
  text { font: 14px ${FONT}; fill: #1f1f1f; text-anchor: middle; }
  .title { font-weight: 600; text-anchor: start; } .axis { font-size: 12px; fill: #595959; text-anchor: start; }
  .ground { fill: #ffffff; } .frame { fill: none; stroke: #8a8a8a; } .cells { fill: #b54a00; }
  @media (prefers-color-scheme: dark) {
    text { fill: #ededed; } .axis { fill: #b0b0b0; } .ground { fill: #1f1f1f; } .cells { fill: #ff9d4d; }
  }`;

/** The text of an SVG file. */
export function alignmentSvg({ characters, written, output, probability }: Alignment): string {
  const right = MARGIN.left + CELL * characters.length;
  const bottom = MARGIN.top + CELL * written.length;
  const title = `${output} from “${characters.map(({ text }) => text).join('')}”`;
  // Room for the title beside what the columns take.
  const width = Math.max(right, MARGIN.left + 9 * (title.length + 10)) + MARGIN.right;
  const height = bottom + MARGIN.bottom;
  const x = (column: number) => MARGIN.left + CELL * column;
  const y = (row: number) => MARGIN.top + CELL * row;
  const heads = characters.map(
    ({ text }, i) =>
      `<text x="${x(i) + CELL / 2}" y="${MARGIN.top - 8}">${escape(text === ' ' ? '␣' : text)}</text>`,
  );
  const rows = written.map(
    ({ text }, i) => `<text x="${MARGIN.left - 14}" y="${y(i) + 17}">${escape(text)}</text>`,
  );
  const cells = written.flatMap(({ text, weights }, row) =>
    weights.map((weight, i) => {
      const hint = `${text} from ${characters[i]!.text}, character ${i + 1}: ${percent(weight)}`;
      const place = `x="${x(i)}" y="${y(row)}" width="${CELL}" height="${CELL}"`;
      return `<rect ${place} fill-opacity="${Number(weight.toFixed(3))}"><title>${escape(hint)}</title></rect>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title summary">
<title id="title">${escape(title)}</title>
<desc id="summary">Alignment matrix: a row for each character written, a column for each character read; the fuller a cell's colour, the more of the row's attention.</desc>
<style>${STYLE}
</style>
<rect class="ground" width="${width}" height="${height}"/>
<text class="title" x="${MARGIN.left}" y="24">${escape(`${title} · ${percent(probability)}`)}</text>
<text class="axis" x="${MARGIN.left}" y="44">read →</text>
<text class="axis" x="12" y="${MARGIN.top - 8}">written</text>
<g>
${[...heads, ...rows].join('\n')}
</g>
<g class="cells">
${cells.join('\n')}
</g>
<rect class="frame" x="${MARGIN.left}" y="${MARGIN.top}" width="${right - MARGIN.left}" height="${bottom - MARGIN.top}"/>
</svg>
`;
}

/** As text between tags, without characters that XML may not hold. */
function escape(text: string): string {
  return visibleLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
