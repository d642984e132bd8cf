/** Which texts a command speaks of: every selection for itself, or the paragraph around the cursor; or their segments. */
import * as vscode from 'vscode';
import { paragraphAround } from './paragraphs';
import type { Source } from './reading';
import { segmentsOf, type Segments } from './segments';

/**
 * In reading order; empty where there is nothing but blanks.
 * @param segments what each text covers: unless it is the selection, what is selected is divided, or the whole document
 * where nothing is; a `document` is whole whatever is selected
 */
export function sourcesOf({ document, selections }: vscode.TextEditor, segments: Segments): Source[] {
  const chosen = selections.filter(({ isEmpty }) => !isEmpty);
  if (segments === 'selection') {
    // Several bare cursors may stand in one paragraph, which is read once.
    const ranges =
      chosen.length > 0 ? chosen : selections.map(({ active }) => paragraph(document, active.line));
    return inOrder(ranges.flatMap((range) => (range ? [sourceOf(document, range)] : [])));
  }
  if (segments === 'document' || chosen.length === 0) return dividedText(document.getText(), 0, segments);
  return inOrder(
    chosen
      .map((range) => sourceOf(document, range))
      .flatMap(({ text, start }) => dividedText(text, start, segments)),
  );
}

/** The segments of a text that begins at `start` of its document. */
export function dividedText(text: string, start: number, segments: Exclude<Segments, 'selection'>): Source[] {
  return segmentsOf(text, segments).map((span) => ({
    text: text.slice(span.start, span.end),
    start: start + span.start,
  }));
}

function sourceOf(document: vscode.TextDocument, range: vscode.Range): Source {
  return { text: document.getText(range), start: document.offsetAt(range.start) };
}

function inOrder(sources: readonly Source[]): Source[] {
  const worded = sources.filter(({ text }) => /\S/.test(text));
  return [...new Map(worded.map((source) => [source.start, source])).values()].sort(
    (a, b) => a.start - b.start,
  );
}

function paragraph(document: vscode.TextDocument, line: number): vscode.Range | undefined {
  const lines = {
    count: document.lineCount,
    isBlank: (at: number) => document.lineAt(at).isEmptyOrWhitespace,
  };
  const found = paragraphAround(lines, line);
  if (!found) return undefined;
  return new vscode.Range(
    new vscode.Position(found.first, document.lineAt(found.first).firstNonWhitespaceCharacterIndex),
    document.lineAt(found.last).range.end,
  );
}
