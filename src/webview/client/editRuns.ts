/** A changed text cut into words and what stands between them, with what was put in and taken out marked. Pure. */
import type { EditPiece, EditsView } from '../protocol';

/** A run of characters of one kind. */
export interface Run {
  readonly kind: EditPiece['kind'];
  readonly text: string;
}

/** A word of the changed text, or what stands between two; a word may hold runs of several kinds. */
export interface RunGroup {
  /** Index of the token; null between words. */
  readonly token: number | null;
  readonly runs: readonly Run[];
}

/** In reading order; without the removed runs they are the changed text. Line breaks as LF. */
export function runGroups({ pieces, after }: Pick<EditsView, 'pieces' | 'after'>): RunGroup[] {
  const groups: { token: number | null; runs: Run[] }[] = [];
  let at = 0; // in the changed text
  let next = 0; // the first token that does not end before `at`
  const add = (token: number | null, kind: Run['kind'], text: string) => {
    const last = groups.at(-1);
    const run = { kind, text: text.replace(/\r\n?/g, '\n') };
    if (last && last.token === token) last.runs.push(run);
    else groups.push({ token, runs: [run] });
  };
  for (const { kind, text } of pieces) {
    if (kind === 'removed') {
      const inside = after.tokens[next] && after.tokens[next]!.start < at;
      add(inside ? next : null, kind, text);
      continue;
    }
    for (let from = 0; from < text.length;) {
      const token = after.tokens[next];
      const isWord = token !== undefined && token.start <= at;
      const until = token === undefined ? Infinity : isWord ? token.end : token.start;
      const length = Math.min(text.length - from, until - at);
      add(isWord ? next : null, kind, text.slice(from, from + length));
      from += length;
      at += length;
      if (token && at >= token.end) next++;
    }
  }
  return groups;
}
