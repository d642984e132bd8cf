/** A document as a table: one row for each token of each reading. Cells that a spreadsheet would run are defused. */
import { stringify } from 'csv-stringify/sync';
import type { ExportDocument, ExportText } from './document';
import { told } from './told';
import { ranksOf } from './words';

/** Effect is empty where the weights are attention; probability is as in JSON. */
export const CSV_COLUMNS = [
  ...['text', 'place', 'model', 'index', 'token', 'start', 'end', 'weight', 'rank', 'effect', 'known'],
  ...['label', 'probability'],
] as const;

export function* csvOf({ texts }: ExportDocument): Generator<string> {
  yield line([[...CSV_COLUMNS]]);
  for (const [number, text] of texts.entries()) yield* rowsOf(number + 1, text);
}

/** Numbers from 1, as people count; offsets from 0, as programs do. */
function* rowsOf(number: number, { place, readings }: ExportText): Generator<string> {
  for (const { name, model, analysis } of readings) {
    const { tokens, label, classes } = analysis;
    const ranks = ranksOf(tokens);
    yield line(
      tokens.map(({ text, start, end, weight, effect, known }, index) => [
        ...[number, place, name ?? model, index + 1, text, start, end, weight, ranks[index]!, effect ?? ''],
        ...[String(known), label, told(classes, label)],
      ]),
    );
  }
}

const line = (rows: (string | number)[][]): string => stringify(rows, { escape_formulas: true });
