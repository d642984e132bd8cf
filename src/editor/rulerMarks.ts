/**
 * Marks in the overview ruler (the scroll bar's) for the strongest words of a whole document, where the setting wants
 * them. A stronger word's mark is wider. The minimap cannot be marked: VS Code has no such part in its API.
 */
import * as vscode from 'vscode';
import type { Config } from '../config';
import { isAgainst } from '../wording';
import { marksOf, WIDTHS } from './ruler';
import type { AnalysisStore } from './store';

const LANES = [
  vscode.OverviewRulerLane.Right,
  vscode.OverviewRulerLane.Center,
  vscode.OverviewRulerLane.Full,
] as const satisfies { length: typeof WIDTHS };

const SOON_MS = 100;

type Types = readonly vscode.TextEditorDecorationType[];

export class RulerMarks implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  /** By width, then whether for or against; created by the first that needs them. */
  private types: { readonly for: Types; readonly against: Types } | null = null;
  private soon: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: AnalysisStore,
    private readonly config: () => Config,
    onDidChange: vscode.Event<void>,
  ) {
    this.subscription = vscode.Disposable.from(
      onDidChange(() => this.refreshSoon()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.refreshSoon()),
    );
  }

  dispose(): void {
    clearTimeout(this.soon);
    this.subscription.dispose();
    this.dropTypes();
  }

  /** What stands in the ruler of an editor by width, for tests. */
  shown(editor: vscode.TextEditor): readonly (readonly vscode.Range[])[] {
    return this.rangesIn(editor).map((sides) => [...sides.for, ...sides.against]);
  }

  private refreshSoon(): void {
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      this.refresh();
    }, SOON_MS);
  }

  private refresh(): void {
    if (!this.config().rulerMarks) return this.dropTypes();
    if (!this.types && this.store.all().length === 0) return;
    const types = (this.types ??= createTypes());
    for (const editor of vscode.window.visibleTextEditors) {
      this.rangesIn(editor).forEach((sides, width) => {
        editor.setDecorations(types.for[width]!, sides.for);
        editor.setDecorations(types.against[width]!, sides.against);
      });
    }
  }

  private rangesIn({ document }: vscode.TextEditor) {
    const entry = this.config().rulerMarks ? this.store.get(document.uri.toString()) : undefined;
    const widths = Array.from({ length: WIDTHS }, () => ({
      for: [] as vscode.Range[],
      against: [] as vscode.Range[],
    }));
    for (const { unit, token, width } of marksOf(entry?.units ?? [])) {
      const word = unit.analysis.tokens[token];
      if (!word || !unit.span) continue;
      const [start, end] = [word.start, word.end].map((at) =>
        document.positionAt(at + (unit.span?.start ?? 0)),
      );
      widths[width]?.[isAgainst(word) ? 'against' : 'for'].push(new vscode.Range(start!, end!));
    }
    return widths;
  }

  /** Disposing of a type takes its marks away everywhere. */
  private dropTypes(): void {
    for (const type of [...(this.types?.for ?? []), ...(this.types?.against ?? [])]) type.dispose();
    this.types = null;
  }
}

function createTypes(): { for: Types; against: Types } {
  const of = (colour: string) =>
    LANES.map((overviewRulerLane) =>
      vscode.window.createTextEditorDecorationType({
        overviewRulerLane,
        overviewRulerColor: new vscode.ThemeColor(`attentionInspector.${colour}`),
        rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
      }),
    );
  return { for: of('attentionEmphasis'), against: of('againstEmphasis') };
}
