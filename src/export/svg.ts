/** A document as one picture that stands by itself: verdicts, distributions and the shaded texts, in the given theme. */
import { paint } from './colour';
import { CHART_HEIGHT, chartSvg } from './chart';
import type { ExportDocument, ExportText, Reading } from './document';
import { markup, printableLine } from './escape';
import type { Measure } from './measure';
import { round, Sheet } from './sheet';
import { drawHeat } from './svgHeat';
import { drawVerdict } from './svgVerdict';
import type { ExportTheme } from './theme';
import {
  chartLegend,
  createdLine,
  overview,
  readingName,
  staleNote,
  summaryOf,
  TERMS,
  textLegend,
  unreadLine,
  verdictLine,
} from './words';

const WIDTH = 960;
const MARGIN = 24;
const GAP = 32;
/** Narrower columns than this are not read: the picture becomes wider. */
const LEAST_COLUMN = 340;
/** A chart for every text is of use as long as they can be taken in at a glance. */
export const MOST_CHARTS = 8;

export interface Picture {
  readonly svg: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export function drawPicture(document: ExportDocument, theme: ExportTheme, measure: Measure): Picture {
  const most = Math.max(...document.texts.map(({ readings }) => readings.length));
  const width = Math.max(WIDTH, most * LEAST_COLUMN + (most - 1) * GAP + 2 * MARGIN);
  const sheet = new Sheet(theme, measure, MARGIN, width - 2 * MARGIN, MARGIN);
  sheet.text(printableLine(document.title), { size: theme.ui.size * 1.3, bold: true });
  const over = overview(document);
  if (over !== null) sheet.text(over);
  sheet.space(8);
  const charts = document.texts.length <= MOST_CHARTS;
  for (const text of document.texts) drawText(sheet, text, document, charts);
  for (const unread of document.unread ?? []) sheet.text(unreadLine(unread));
  sheet.space(8);
  sheet.muted(createdLine(document));
  const height = Math.ceil(sheet.y + MARGIN);
  return { svg: framed(document, sheet, width, height), width, height };
}

function framed(document: ExportDocument, { parts, theme }: Sheet, width: number, height: number): string {
  const { colours, ui } = theme;
  const verdicts = document.texts.map(({ place, readings }) =>
    [printableLine(place), ...readings.map(({ analysis }) => verdictLine(analysis))].join(': '),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${markup(ui.family)}" role="img" aria-labelledby="title summary">
<title id="title">${markup(printableLine(document.title))}</title>
<desc id="summary">${markup(verdicts.join('. '))}</desc>
<rect class="ground" width="${width}" height="${height}" ${paint('fill', colours.background)}/>
${parts.join('\n')}
</svg>
`;
}

/** One text under its place, its readings side by side. */
function drawText(sheet: Sheet, text: ExportText, document: ExportDocument, charts: boolean): void {
  const { readings } = text;
  // A text alone may be all that the title names.
  const place = text.place === document.title ? [] : printableLine(text.place);
  const head = [place, staleNote(text) ?? []].flat();
  if (head.length > 0) sheet.muted(head.join(' · '));
  const width = (sheet.width - (readings.length - 1) * GAP) / readings.length;
  const columns = readings.map((_, index) => sheet.column(sheet.left + index * (width + GAP), width));
  // What lies side by side begins at the same height, so that it can be compared.
  const level = () => {
    const y = Math.max(...columns.map((column) => column.y));
    for (const column of columns) column.y = y;
  };
  const each = (draw: (column: Sheet, reading: Reading) => void) => {
    columns.forEach((column, index) => draw(column, readings[index]!));
    level();
  };
  each((column, reading) => {
    if (readings.length > 1) column.heading(readingName(reading));
    drawVerdict(column, reading);
    column.space(20);
  });
  if (charts) {
    each((column, reading) => drawDistribution(column, reading, document));
    each((column) => column.space(20));
  }
  each((column, reading) => {
    if (charts) column.heading(TERMS[reading.analysis.kind].text);
    drawHeat(column, text, reading, document.shading);
  });
  each((column, { analysis }) => {
    const legend = textLegend(analysis);
    column.space(4);
    if (legend !== null) column.muted(legend);
    column.space(24);
  });
  sheet.join(columns);
}

function drawDistribution(sheet: Sheet, { analysis }: Reading, { order }: ExportDocument): void {
  const { theme, measure, width, left } = sheet;
  sheet.heading(TERMS[analysis.kind].heading);
  const chart = chartSvg(analysis, { width, order, theme, measure });
  sheet.add(chart.replace('<svg ', `<svg x="${round(left)}" y="${round(sheet.y)}" `));
  sheet.space(CHART_HEIGHT + 4);
  sheet.muted(chartLegend(analysis));
  sheet.text(summaryOf(analysis));
}
