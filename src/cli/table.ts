/** Figures in columns. */
import { cellsOf } from './width';

const GAP = '  ';

/**
 * Rows as lines of equal columns: the first column to the left, the others to the right, none wider than it needs.
 * @param rows cells of one line each; rows may be of different lengths
 */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cellsOf(cell))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => {
        const blank = ' '.repeat(widths[i]! - cellsOf(cell));
        return i === 0 ? cell + blank : blank + cell;
      })
      .join(GAP)
      .trimEnd();
  return rows.map((row) => `${line(row)}\n`).join('');
}
