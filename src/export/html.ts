/**
 * A document as one page that needs nothing else: no script, no font, no address. What the person wrote stands in it as
 * text alone, and a policy refuses everything that is not the page's own style.
 */
import { t } from '@vscode/l10n';
import { piecesOf } from '../webview/client/heatData';
import { chartSvg } from './chart';
import type { ExportDocument, ExportText, Reading } from './document';
import { markup, printable, printableLine } from './escape';
import { byName, styleOf } from './htmlStyle';
import { tablesOf } from './htmlTable';
import { verdictHtml } from './htmlVerdict';
import type { Measure } from './measure';
import { MOST_CHARTS } from './svg';
import { marksOf } from './svgHeat';
import { hasLines, type ExportTheme } from './theme';
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
} from './words';

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
const CHART_WIDTH = 900;
const COLUMN_CHART_WIDTH = 460;

/** What the parts of a page are drawn with. */
interface Look {
  readonly theme: ExportTheme;
  readonly measure: Measure;
  readonly document: ExportDocument;
}

export function* htmlOf(document: ExportDocument, theme: ExportTheme, measure: Measure): Generator<string> {
  const title = markup(printableLine(document.title));
  const over = overview(document);
  const wide = document.texts.some(({ readings }) => readings.length > 1);
  yield `<!DOCTYPE html>
<html lang="${markup(document.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${markup(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="${markup(document.generator)}">
<title>${title}</title>
<style>${styleOf(theme, document.shading.emphasis, wide)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${over === null ? '' : paragraph(over)}
</header>
<main>
`;
  for (const [index, text] of document.texts.entries()) {
    yield* textHtml(text, index, { theme: byName(theme), measure, document });
  }
  const unread = (document.unread ?? []).map((one) => paragraph(unreadLine(one), 'warning'));
  yield `${unread.join('\n')}
</main>
<footer>${paragraph(createdLine(document))}</footer>
</body>
</html>
`;
}

const paragraph = (words: string, name?: string): string =>
  `<p${name === undefined ? '' : ` class="${name}"`}>${markup(words)}</p>`;

function* textHtml(text: ExportText, index: number, look: Look): Generator<string> {
  const stale = staleNote(text);
  yield `<section aria-labelledby="text-${index + 1}">
<h2 id="text-${index + 1}">${markup(text.place === look.document.title ? t('Verdict') : printableLine(text.place))}</h2>
${stale === null ? '' : paragraph(stale, 'warning')}
<div class="readings">
`;
  for (const reading of text.readings) yield* readingHtml(text, reading, look);
  yield '</div>\n';
  yield* tablesOf(text.readings, look.document.texts.length === 1);
  yield '</section>\n';
}

function* readingHtml(text: ExportText, reading: Reading, look: Look): Generator<string> {
  const several = text.readings.length > 1;
  const { analysis } = reading;
  yield `<div class="reading">
${several ? `<h3>${markup(readingName(reading))}</h3>` : ''}
${verdictHtml(reading)}
`;
  if (look.document.texts.length <= MOST_CHARTS) yield chartHtml(reading, several, look);
  const legend = textLegend(analysis);
  yield `<h3>${markup(TERMS[analysis.kind].text)}</h3>
${heatHtml(text, reading, look)}
${legend === null ? '' : paragraph(legend, 'legend')}
</div>
`;
}

function chartHtml({ analysis }: Reading, several: boolean, { theme, measure, document }: Look): string {
  const width = several ? COLUMN_CHART_WIDTH : CHART_WIDTH;
  const chart = chartSvg(analysis, { width, order: document.order, theme, measure });
  const { heading, perWord } = TERMS[analysis.kind];
  const drawing = chart.replace('<svg ', `<svg role="img" aria-label="${markup(perWord)}" `);
  return `<h3>${markup(heading)}</h3>
<figure><div class="scroll" tabindex="0" role="group" aria-label="${markup(heading)}">${drawing}</div>
<figcaption>${paragraph(chartLegend(analysis), 'legend')}${paragraph(summaryOf(analysis))}</figcaption>
</figure>
`;
}

function heatHtml({ text }: ExportText, reading: Reading, { theme, document }: Look): string {
  const { shading } = document;
  const marks = marksOf(reading, shading, hasLines(theme, shading.emphasis));
  const pieces = piecesOf({ text, analysis: reading.analysis }).map((piece) => {
    const words = markup(printable(piece.text));
    if (piece.token === null) return words;
    const { opacity, against, line, known, fact } = marks[piece.token]!;
    const names = [against ? 'a' : [], line > 0 ? `s${line}` : [], known ? [] : 'u'].flat();
    const classes = names.length > 0 ? ` class="${names.join(' ')}"` : '';
    return `<span${classes} style="--o:${+(opacity * 100).toFixed(2)}%" title="${markup(fact)}">${words}</span>`;
  });
  const name = markup(t('{0}, full weights in the table below', TERMS[reading.analysis.kind].shaded));
  // The first line feed after a start tag would be dropped only in <pre>; this is none.
  return `<div class="heat" role="group" aria-label="${name}" lang="">${pieces.join('')}</div>`;
}
