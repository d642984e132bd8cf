/** One word, two places: what is pointed at in the editor is marked in the panel, and the other way round. */
import * as vscode from 'vscode';
import { documentOf, reveal } from './places';
import { tokenAt, unitAt, type AnalysisStore, type Unit } from './store';
import { wordSpan, type MarkedWord, type TextView } from './textView';

export interface LinkEvents {
  /** Mark the word in the panel, or none of this analysis. */
  onWord(id: number, token: number | null): void;
  /** The cursor came to another analysis, or one was chosen. */
  onUnit(): void;
}

export class WordLink implements vscode.Disposable {
  private pointed: MarkedWord | null = null;
  /** What was last chosen in the panel, which needs not be told of it. */
  private revealed: MarkedWord | null = null;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly store: AnalysisStore,
    private readonly view: TextView,
    private readonly events: LinkEvents,
  ) {
    this.subscription = vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
      const [cursor] = selections;
      if (cursor) this.cursorAt(textEditor.document, cursor);
    });
  }

  /** A word is pointed at in the editor, or none any longer. */
  point(word: MarkedWord | null): void {
    if (word?.unit === this.pointed?.unit && word?.token === this.pointed?.token) return;
    const left = this.pointed;
    this.pointed = word;
    if (word) this.events.onWord(word.unit.id, word.token);
    else if (left) this.events.onWord(left.unit.id, null);
  }

  /**
   * The text under the cursor may have been read anew: the panel is told which word it is now. Where another one was
   * chosen meanwhile, that stays.
   */
  repoint(): void {
    const editor = vscode.window.activeTextEditor;
    const entry = editor && this.store.get(editor.document.uri.toString());
    if (!editor || !entry) return;
    const [start, active, end] = offsets(editor.document, editor.selection);
    if (unitAt(entry, active) === entry.active) this.point(this.wordIn(entry.active, start, end));
  }

  /** A word is pointed at in the panel, or none any longer. */
  markFromPanel(id: number, token: number | null): void {
    // What the editor pointed at before is no longer what the panel shows.
    this.pointed = null;
    const unit = this.store.find(id)?.unit;
    this.view.mark(unit && token !== null ? { unit, token } : null);
  }

  /** A word was chosen in the panel: shows it in its editor. */
  async revealFromPanel(id: number, token: number): Promise<void> {
    const found = this.store.find(id);
    const span = found && wordSpan({ unit: found.unit, token });
    this.revealed = found ? { unit: found.unit, token } : null;
    const document = found && documentOf(found.entry.uri);
    if (span && document) await reveal(document, span);
  }

  /** An analysis was chosen in the panel. */
  activateFromPanel(id: number): void {
    const found = this.store.find(id);
    if (found) this.activate(found.entry, found.unit);
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private cursorAt(document: vscode.TextDocument, selection: vscode.Selection): void {
    const entry = this.store.get(document.uri.toString());
    if (!entry) return;
    const [start, active, end] = offsets(document, selection);
    const unit = unitAt(entry, active);
    if (unit) this.activate(entry, unit);
    this.point(unit ? this.wordIn(unit, start, end) : null);
  }

  /** The word at a cursor, or the one that is selected and nothing else. */
  private wordIn(unit: Unit, start: number, end: number): MarkedWord | null {
    const token = unit.span ? tokenAt(unit, start - unit.span.start) : undefined;
    if (token === undefined) return null;
    const { revealed } = this;
    const span = start === end ? null : wordSpan({ unit, token });
    if (start < end && (span?.start !== start || span.end !== end)) return null;
    return span && revealed?.unit === unit && revealed.token === token ? null : { unit, token };
  }

  private activate(entry: { active: Unit }, unit: Unit): void {
    if (entry.active === unit) return;
    entry.active = unit;
    this.events.onUnit();
  }
}

function offsets(
  document: vscode.TextDocument,
  { start, active, end }: vscode.Selection,
): [start: number, active: number, end: number] {
  return [document.offsetAt(start), document.offsetAt(active), document.offsetAt(end)];
}
