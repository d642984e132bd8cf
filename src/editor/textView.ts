/** All that shows inside text editors: shading, line strength, unread marks, notes, the marked word. */
import * as vscode from 'vscode';
import type { Config } from '../config';
import type { Span } from '../model/types';
import { Brush, type Painted, type Stroke } from './decorations';
import type { Insight } from './insight';
import { lookOf } from './wordLook';
import { opacityOf, stepOf, underlineOf } from './shading';
import { firstIndex, type AnalysisStore, type Entry, type Unit } from './store';
import { verdictNotes } from './verdictNote';

/** Lines above and below what is in sight that are painted too, so that short scrolls find them ready. */
const MARGIN_LINES = 60;
/** Edits elsewhere and scrolling: the editor moves what it has by itself meanwhile. */
const SOON_MS = 60;

export interface MarkedWord {
  readonly unit: Unit;
  readonly token: number;
  /** Of the document, for a unit that the store does not hold. */
  readonly uri?: string;
}

export class TextView implements vscode.Disposable {
  private readonly brush = new Brush();
  private readonly disposables: vscode.Disposable[];
  private readonly waiting = new Map<vscode.TextEditor, NodeJS.Timeout>();
  private marked: MarkedWord | null = null;

  constructor(
    private readonly store: AnalysisStore,
    private readonly config: () => Config,
    private readonly insight: () => Insight,
  ) {
    this.disposables = [
      this.brush,
      vscode.window.onDidChangeVisibleTextEditors(() => this.refresh()),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.soon(textEditor)),
      vscode.window.onDidChangeActiveColorTheme(() => this.refresh()),
    ];
  }

  /** Paints every visible editor, or those of one document, at once. */
  refresh(uri?: string): void {
    for (const editor of editorsOf(uri)) this.paint(editor);
  }

  /** Paints the document's editors a little later; what a longer painting has not set yet is left out. */
  refreshSoon(uri: string): void {
    for (const editor of editorsOf(uri)) {
      this.brush.stop(editor);
      this.soon(editor);
    }
  }

  /** Outlines one word, or none. */
  mark(word: MarkedWord | null): void {
    if (word?.unit === this.marked?.unit && word?.token === this.marked?.token) return;
    this.marked = word;
    for (const editor of editorsOf()) this.outline(editor);
  }

  /** What stands in this editor now. */
  shown(editor: vscode.TextEditor): Pick<Brush, 'types' | 'against' | 'effects'> & { painted: Painted } {
    const { types, against, effects } = this.brush;
    return { types, against, effects, painted: this.brush.shown(editor) };
  }

  dispose(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    for (const disposable of this.disposables) disposable.dispose();
  }

  private soon(editor: vscode.TextEditor): void {
    if (this.waiting.has(editor)) return;
    const timer = setTimeout(() => this.paint(editor), SOON_MS);
    this.waiting.set(editor, timer);
  }

  private paint(editor: vscode.TextEditor): void {
    clearTimeout(this.waiting.get(editor));
    this.waiting.delete(editor);
    const entry = this.store.get(editor.document.uri.toString());
    if (!entry && this.brush.shown(editor).size === 0) return;
    void this.brush.paint(editor, entry ? this.strokes(editor, entry) : []);
    this.outline(editor);
  }

  private outline(editor: vscode.TextEditor): void {
    const range = this.markedRange(editor.document);
    if (range || this.brush.shown(editor).size > 0) this.brush.outline(editor, range ? [range] : []);
  }

  private *strokes(editor: vscode.TextEditor, entry: Entry): Generator<Stroke> {
    const { document } = editor;
    const { types } = this.brush;
    const lines = linesInSight(editor);
    const [top, bottom] = [lines[0]?.start ?? 0, lines.at(-1)?.end ?? 0];
    const units = entry.units.filter(({ span }) => span && span.end >= top && span.start <= bottom);
    for (const unit of units) if (unit.span) yield* this.wordStrokes(document, entry, unit, lines);
    // A note makes its line wider than the window: where lines are wrapped, typing at their end would scroll sideways.
    if (this.config().showVerdictNote && !(entry.live && wraps(document)))
      for (const note of verdictNotes(document, units)) yield [types.note, note];
    for (const { span } of entry.unread) if (span) yield [types.unread, rangeOf(document, span)];
  }

  private *wordStrokes(
    document: vscode.TextDocument,
    entry: Entry,
    unit: Unit,
    lines: readonly Span[],
  ): Generator<Stroke> {
    const { start, end } = unit.span!;
    const { tokens } = unit.analysis;
    const look = lookOf(unit, this.insight().shadingOf(entry, unit));
    const sides = look.signed ? this.brush.effects : { for: this.brush.types, against: this.brush.against };
    const config = this.config();
    const emphasis = wantsEmphasis(config);
    for (const line of lines) {
      if (line.end <= start || line.start >= end) continue;
      let index = firstIndex(tokens.length, (at) => start + (tokens[at]?.end ?? 0) > line.start);
      for (let token = tokens[index]; token && start + token.start < line.end; token = tokens[++index]) {
        const opacity = opacityOf(look.weightOf(index), look.largest, config);
        const against = look.isAgainst(index);
        const types = sides[against ? 'against' : 'for'];
        const step = stepOf(opacity);
        const shade = step === null ? undefined : types.shades[step];
        if (!shade) continue;
        const range = rangeOf(document, { start: start + token.start, end: start + token.end });
        yield [shade, range];
        const strength = underlineOf(opacity, against, emphasis);
        const underline = strength === null ? undefined : types.lines[strength];
        if (underline) yield [underline, range];
      }
    }
  }

  private markedRange(document: vscode.TextDocument): vscode.Range | undefined {
    const span = this.marked && wordSpan(this.marked);
    if (!span || !this.marked) return undefined;
    const uri = document.uri.toString();
    const holds = this.marked.uri === uri || this.store.get(uri)?.units.includes(this.marked.unit);
    return holds ? rangeOf(document, span) : undefined;
  }
}

/** Where a word stands in its document now; null once its text was edited. */
export function wordSpan({ unit, token }: MarkedWord): Span | null {
  const word = unit.analysis.tokens[token];
  if (!word || !unit.span) return null;
  return { start: unit.span.start + word.start, end: unit.span.start + word.end };
}

export function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

function editorsOf(uri?: string): vscode.TextEditor[] {
  const editors = [...vscode.window.visibleTextEditors];
  return uri === undefined ? editors : editors.filter(({ document }) => document.uri.toString() === uri);
}

function wraps(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration('editor', document).get('wordWrap', 'off') !== 'off';
}

function wantsEmphasis({ emphasis }: Config): boolean {
  const { kind } = vscode.window.activeColorTheme;
  const highContrast =
    kind === vscode.ColorThemeKind.HighContrast || kind === vscode.ColorThemeKind.HighContrastLight;
  return emphasis === 'always' || (emphasis === 'auto' && highContrast);
}

/**
 * The stretches of text that are drawn or soon may be, in reading order, one per line. The tail of an extremely long
 * line, which VS Code does not draw, is left out: thousands of decorations there would stall its window.
 */
function linesInSight({ document, visibleRanges }: vscode.TextEditor): Span[] {
  const limit = vscode.workspace.getConfiguration('editor', document).get('stopRenderingLineAfter', 10_000);
  const drawn = limit > 0 ? limit : Infinity;
  // An editor that has not been laid out yet has no visible range; it tells once it has.
  const ranges = visibleRanges.length > 0 ? visibleRanges : [new vscode.Range(0, 0, 0, 0)];
  const spans: Span[] = [];
  let next = 0;
  for (const range of ranges) {
    const last = Math.min(document.lineCount - 1, range.end.line + MARGIN_LINES);
    for (let line = Math.max(next, range.start.line - MARGIN_LINES); line <= last; line++) {
      const start = document.offsetAt(new vscode.Position(line, 0));
      spans.push({ start, end: start + Math.min(document.lineAt(line).text.length, drawn) });
    }
    next = Math.max(next, last + 1);
  }
  return spans;
}
