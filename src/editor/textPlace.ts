/** Finding a text again in a document that may have changed meanwhile. Pure. */
import type { Slice } from './store';

/**
 * Offset of a text: where it was, or the only other place that it stands at; null where there is none such.
 * @param whole reads the whole document, which is only done where it has to be
 */
export function placeOfText(text: string, was: number, slice: Slice, whole: () => string): number | null {
  if (slice(was, was + text.length) === text) return was;
  const all = whole();
  const first = all.indexOf(text);
  return first >= 0 && all.indexOf(text, first + 1) < 0 ? first : null;
}
