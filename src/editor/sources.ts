/** Which texts a command speaks of: every selection for itself, or the paragraph around the cursor. */
import * as vscode from 'vscode';
import { paragraphAround } from './paragraphs';
import type { Source } from './reading';

/** In reading order; empty where there is nothing but blanks. */
export function sourcesOf({ document, selections }: vscode.TextEditor): Source[] {
  const chosen = selections.filter(({ isEmpty }) => !isEmpty);
  // Several bare cursors may stand in one paragraph, which is read once.
  const ranges =
    chosen.length > 0 ? chosen : selections.map(({ active }) => paragraph(document, active.line));
  const sources = new Map<number, Source>();
  for (const range of ranges) {
    if (!range) continue;
    const text = document.getText(range);
    const start = document.offsetAt(range.start);
    if (/\S/.test(text)) sources.set(start, { text, start });
  }
  return [...sources.values()].sort((a, b) => a.start - b.start);
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
