/** Where a stretch of text stands, in words a person recognises. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Span } from '../model/types';

/** E.g. "review.txt:3–9", "review.txt:3:14" for a piece of a line, "Film.ipynb cell 2:1". Lines count from 1. */
export function placeOf(document: vscode.TextDocument, { start, end }: Span): string {
  const from = document.positionAt(start);
  const to = document.positionAt(end);
  const lines = `${nameOf(document)}:${from.line + 1}`;
  if (to.line > from.line) return `${lines}–${to.line + 1}`;
  const { firstNonWhitespaceCharacterIndex } = document.lineAt(from.line);
  return from.character > firstNonWhitespaceCharacterIndex ? `${lines}:${from.character + 1}` : lines;
}

/** The open document of this address. */
export function documentOf(uri: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
}

function nameOf({ uri }: vscode.TextDocument): string {
  const name = uri.path.split('/').at(-1) || uri.toString();
  for (const notebook of vscode.workspace.notebookDocuments) {
    const cell = notebook.getCells().find(({ document }) => document.uri.toString() === uri.toString());
    if (cell) return t('{0} cell {1}', name, cell.index + 1);
  }
  return name;
}

/** Selects and shows a stretch, in an editor that already shows the document where there is one. */
export async function reveal(document: vscode.TextDocument, span: Span): Promise<void> {
  const selection = new vscode.Selection(document.positionAt(span.start), document.positionAt(span.end));
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  if (visible) {
    visible.selection = selection;
    visible.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    return;
  }
  const notebook = vscode.workspace.notebookDocuments.find((candidate) =>
    candidate.getCells().some((cell) => cell.document === document),
  );
  const cell = notebook?.getCells().find((candidate) => candidate.document === document);
  if (notebook && cell) {
    const selections = [new vscode.NotebookRange(cell.index, cell.index + 1)];
    await vscode.window.showNotebookDocument(notebook, { selections, preserveFocus: true });
  } else {
    await vscode.window.showTextDocument(document, { selection, preserveFocus: true });
  }
}
