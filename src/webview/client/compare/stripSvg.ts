/** The drawing of aligned strips, by Observable Plot: words above, a row of cells for each model. */
import { plot, rect, text } from '@observablehq/plot';

export const WORD_HEIGHT = 24;
export const ROW_HEIGHT = 26;
const GAP = 2;

export interface Cell {
  readonly row: number;
  readonly left: number;
  readonly right: number;
  /** In [0, 1]; null: the model did not read the word. */
  readonly opacity: number | null;
  readonly against: boolean;
}

export interface StripColumn {
  readonly token: number;
  readonly left: number;
  readonly right: number;
  readonly label: string;
  readonly known: boolean;
  /** The whole fact, for screen readers. */
  readonly spoken: string;
}

export interface StripDrawing {
  /** Those that are drawn, in reading order, at least one. */
  readonly columns: readonly StripColumn[];
  readonly cells: readonly Cell[];
  readonly rows: number;
  /** Tokens of the text. */
  readonly words: number;
}

export function stripHeight(rows: number): number {
  return WORD_HEIGHT + rows * ROW_HEIGHT;
}

/** Each column is an `option` of the list box around it. Shade and height both say the weight. */
export function drawStrips({ columns, cells, rows, words }: StripDrawing): Element {
  const height = stripHeight(rows);
  const [left, right] = [columns[0]!.left, columns.at(-1)!.right];
  const top = ({ row }: Cell) => WORD_HEIGHT + row * ROW_HEIGHT + GAP;
  const bottom = (cell: Cell) => top(cell) + ROW_HEIGHT - GAP;
  const sides = { x1: (cell: Cell) => cell.left + 1, x2: (cell: Cell) => cell.right - 1, y2: bottom };
  const read = cells.filter(({ opacity }) => opacity !== null);
  const marks = [false, true].flatMap((against) => {
    const own = read.filter((cell) => cell.against === against);
    const side = against ? ' against' : '';
    const bar = (cell: Cell) => bottom(cell) - cell.opacity! * (ROW_HEIGHT - GAP);
    return [
      rect(own, { className: `tints${side}`, ...sides, y1: top, fillOpacity: 'opacity' }),
      rect(
        own.filter(({ opacity }) => opacity! > 0),
        { className: `bars${side}`, ...sides, y1: bar },
      ),
    ];
  });
  const svg = plot({
    width: right - left,
    height,
    margin: 0,
    x: { axis: null, domain: [left, right] },
    // Pixels from above.
    y: { axis: null, domain: [height, 0] },
    opacity: { type: 'identity' },
    marks: [
      ...marks,
      rect(
        cells.filter(({ opacity }) => opacity === null),
        { className: 'unread', ...sides, y1: top },
      ),
      text(columns, {
        className: 'labels',
        x: ({ left: from, right: to }: StripColumn) => (from + to) / 2,
        y: WORD_HEIGHT / 2,
        text: 'label',
      }),
      rect(columns, { className: 'hits', x1: 'left', x2: 'right', y1: 0, y2: height }),
    ],
  });
  return named(svg, columns, words);
}

/** Plot's own style element and labels go, see chartSvg.ts. */
function named(svg: Element, columns: readonly StripColumn[], words: number): Element {
  svg.querySelector('style')?.remove();
  svg.setAttribute('role', 'presentation');
  for (const group of svg.querySelectorAll('g')) {
    for (const name of ['aria-label', 'aria-description', 'aria-hidden']) group.removeAttribute(name);
    if (!group.matches('.hits')) group.setAttribute('aria-hidden', 'true');
  }
  const labels = svg.querySelectorAll('.labels text');
  const hits = svg.querySelectorAll('.hits rect');
  columns.forEach(({ token, known, spoken }, index) => {
    labels[index]!.classList.toggle('unknown', !known);
    const hit = hits[index]!;
    hit.id = `strip-${token}`;
    hit.setAttribute('role', 'option');
    hit.setAttribute('aria-label', spoken);
    hit.setAttribute('aria-posinset', String(token + 1));
    hit.setAttribute('aria-setsize', String(words));
  });
  return svg;
}
