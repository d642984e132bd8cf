/** The weights as tables in an exported page; readings of the same words share one. */
import { t } from '@vscode/l10n';
import type { Reading } from './document';
import { markup, printableLine } from './escape';
import { areAligned, ranksOf, readingName, TERMS, valueText, weightCells, weightHeads } from './words';

const ROWS_PER_PIECE = 512;
/** A longer table is folded up until somebody wants it. */
const OPEN_ROWS = 200;

/** @param alone whether nothing else is in the document, so that short tables need no folding */
export function* tablesOf(readings: readonly Reading[], alone: boolean): Generator<string> {
  const [first] = readings;
  if (readings.length > 1 && areAligned(readings)) {
    yield* tableHtml(
      t('Weights by every model'),
      [t('Word'), ...readings.map(readingName)],
      alone,
      first!,
      (index) => readings.map(({ analysis }) => valueText(analysis.tokens[index]!)),
    );
    return;
  }
  for (const reading of readings) {
    const { analysis } = reading;
    const ranks = ranksOf(analysis.tokens);
    const name = TERMS[analysis.kind].perWord;
    const title = readings.length > 1 ? t('{0}: {1}', readingName(reading), name) : name;
    yield* tableHtml(title, weightHeads(analysis), alone, reading, (index) =>
      weightCells(analysis, index, ranks[index]!),
    );
  }
}

/** @param cells of a row but its word, by the token's index */
function* tableHtml(
  title: string,
  heads: readonly string[],
  alone: boolean,
  { analysis: { tokens } }: Reading,
  cells: (index: number) => readonly string[],
): Generator<string> {
  const open = alone && tokens.length <= OPEN_ROWS ? ' open' : '';
  const columns = heads.map((head) => `<th scope="col">${markup(head)}</th>`).join('');
  yield `<details${open}><summary>${markup(title)}</summary>
<div class="scroll" tabindex="0" role="group" aria-label="${markup(title)}"><table><thead><tr>${columns}</tr></thead><tbody>
`;
  for (let from = 0; from < tokens.length; from += ROWS_PER_PIECE) {
    yield tokens
      .slice(from, from + ROWS_PER_PIECE)
      .map(({ text }, at) => {
        const values = cells(from + at).map((cell) => `<td>${markup(cell)}</td>`);
        const word = `<th scope="row" dir="auto">${markup(printableLine(text))}</th>`;
        return `<tr>${word}${values.join('')}</tr>\n`;
      })
      .join('');
  }
  yield '</tbody></table></div></details>\n';
}
