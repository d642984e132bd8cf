/** Finding the paragraph around the cursor: neighbouring lines, up to the blank ones. Pure. */

/** The lines of a document, as far as paragraphs need to know. */
export interface Lines {
  readonly count: number;
  isBlank(line: number): boolean;
}

/** First and last line (0-based, both inclusive) of the paragraph that holds `line`; null on a blank line. */
export function paragraphAround(lines: Lines, line: number): { first: number; last: number } | null {
  if (line < 0 || line >= lines.count || lines.isBlank(line)) return null;
  let first = line;
  while (first > 0 && !lines.isBlank(first - 1)) first--;
  let last = line;
  while (last + 1 < lines.count && !lines.isBlank(last + 1)) last++;
  return { first, last };
}
