/**
 * A text and what has been done to it, kept apart: pieces of the text as it was, of what was put in and of what was taken
 * out. Pure; offsets are UTF-16 units.
 */
import type { Span } from '../../model/types';
import type { EditPiece } from '../../webview/protocol';

/** In reading order. Kept and inserted pieces are the changed text, kept and removed ones the text as it was. */
export type Draft = readonly EditPiece[];

/** Puts `text` in the place of a stretch. */
export interface Change extends Span {
  readonly text: string;
}

export function draftOf(text: string): Draft {
  return text === '' ? [] : [{ kind: 'kept', text }];
}

/** The text as it was. */
export function originalText(draft: Draft): string {
  return joined(draft, 'inserted');
}

/** The text with everything that has been done to it. */
export function changedText(draft: Draft): string {
  return joined(draft, 'removed');
}

/** @param change its offsets are into the changed text */
export function applyChange(draft: Draft, { start, end, text }: Change): Draft {
  const pieces: EditPiece[] = [];
  let at = 0; // in the changed text
  let placed = false;
  const place = () => {
    pieces.push({ kind: 'inserted', text });
    placed = true;
  };
  for (const piece of draft) {
    if (piece.kind === 'removed') {
      pieces.push(piece);
      continue;
    }
    const { kind, text: own } = piece;
    const from = Math.min(Math.max(start - at, 0), own.length);
    const to = Math.min(Math.max(end - at, 0), own.length);
    pieces.push({ kind, text: own.slice(0, from) });
    // What an earlier step put in is simply not there any longer.
    if (kind === 'kept') pieces.push({ kind: 'removed', text: own.slice(from, to) });
    at += own.length;
    if (!placed && end <= at) place();
    pieces.push({ kind, text: own.slice(to) });
  }
  if (!placed) place();
  return merged(pieces);
}

/** What has been done as replacements in the text as it was, in reading order, none next to another. */
export function changesOf(draft: Draft): Change[] {
  const changes: Change[] = [];
  let at = 0; // in the text as it was
  let open: { start: number; end: number; text: string } | null = null;
  for (const { kind, text } of draft) {
    if (kind === 'kept') {
      at += text.length;
      open = null;
      continue;
    }
    if (!open) changes.push((open = { start: at, end: at, text: '' }));
    if (kind === 'inserted') open.text += text;
    else at = open.end = at + text.length;
  }
  return changes;
}

/**
 * Where a stretch of the text as it was stands in the changed text; what was put in its place belongs to it. Null when
 * nothing is left of it.
 */
export function spanNow(draft: Draft, { start, end }: Span): Span | null {
  let was = 0;
  let now = 0;
  let from: number | null = null;
  let to: number | null = null;
  /** The stretch's last character was taken out: what is put in right behind it stands in its place. */
  let open = false;
  for (const { kind, text } of draft) {
    const { length } = text;
    if (kind === 'inserted') {
      now += length;
      if (open) to = now;
      continue;
    }
    const step = kind === 'kept' ? 1 : 0;
    open = kind === 'removed' && was < end && end <= was + length;
    if (from === null && start < was + length) from = now + step * (start - was);
    if (to === null && end <= was + length) to = now + step * (end - was);
    was += length;
    now += step * length;
  }
  return from !== null && to !== null && from < to ? { start: from, end: to } : null;
}

/** The same, but only of what stands there unchanged. */
export function keptSpan(draft: Draft, { start, end }: Span): Span | null {
  let was = 0;
  let now = 0;
  for (const { kind, text } of draft) {
    if (kind === 'kept' && was <= start && end <= was + text.length) {
      return { start: now + start - was, end: now + end - was };
    }
    if (kind !== 'inserted') was += text.length;
    if (kind !== 'removed') now += text.length;
  }
  return null;
}

function joined(draft: Draft, without: EditPiece['kind']): string {
  return draft.map(({ kind, text }) => (kind === without ? '' : text)).join('');
}

function merged(pieces: readonly EditPiece[]): Draft {
  const result: EditPiece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (piece.text === '') continue;
    if (last?.kind === piece.kind) result[result.length - 1] = { ...last, text: last.text + piece.text };
    else result.push(piece);
  }
  return result;
}
