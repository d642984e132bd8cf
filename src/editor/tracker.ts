/** Keeps the store in step with the documents: edits shift or drop, closing forgets. */
import * as vscode from 'vscode';
import { soon } from '../pause';
import type { AnalysisStore, Slice } from './store';

export interface TrackerEvents {
  /** Something known of this document has moved; `dropped`: some of it no longer holds. */
  onEdit(uri: string, dropped: boolean): void;
  /** The document was closed and what was known of it is gone. */
  onForget(uri: string): void;
}

export class DocumentTracker implements vscode.Disposable {
  private readonly lineEndings = new WeakMap<vscode.TextDocument, vscode.EndOfLine>();
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly store: AnalysisStore,
    private readonly events: TrackerEvents,
  ) {
    this.disposables = [
      vscode.workspace.onDidChangeTextDocument((event) => this.changed(event)),
      vscode.workspace.onDidCloseTextDocument((document) => this.closed(document)),
    ];
  }

  /** To be called before anything of this document is put into the store or followed there. */
  remember(document: vscode.TextDocument): void {
    this.lineEndings.set(document, document.eol);
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }

  private changed({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const known = this.lineEndings.get(document);
    if (known === undefined) return;
    const uri = document.uri.toString();
    const outcomes = [];
    // New line endings move every offset and come without a list of changes, like a save.
    if (known !== document.eol) outcomes.push(this.store.recheck(uri, sliceOf(document)));
    else if (contentChanges.length > 0)
      outcomes.push(this.store.edit(uri, edits(contentChanges), sliceOf(document)));
    this.lineEndings.set(document, document.eol);
    for (const { known, dropped } of outcomes) if (known) this.events.onEdit(uri, dropped);
  }

  private closed(document: vscode.TextDocument): void {
    // Setting another language closes a document and opens it again at once, with the same text.
    soon(() => {
      if (vscode.workspace.textDocuments.includes(document)) return;
      const uri = document.uri.toString();
      if (this.store.forget(uri)) this.events.onForget(uri);
    });
  }
}

function edits(changes: readonly vscode.TextDocumentContentChangeEvent[]) {
  return changes.map(({ rangeOffset, rangeLength, text }) => ({
    offset: rangeOffset,
    removed: rangeLength,
    inserted: text.length,
  }));
}

/** Reads a document by offsets. */
export function sliceOf(document: vscode.TextDocument): Slice {
  return (start, end) =>
    document.getText(new vscode.Range(document.positionAt(start), document.positionAt(end)));
}
