/** The verdict above each analysed text, where the setting asks for it; a click charts the text in the panel. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Unit } from '../editor/store';
import { iconless } from '../harmless';
import { oneLine, verdictText } from '../wording';
import type { Surface } from './feature';

/** For lenses alone: not in the palette, which has no text to name. */
export const SHOW_ANALYSIS = 'attentionInspector.showAnalysis';

/** Of a text that shares its first line with others, so that their verdicts are told apart. */
const NAME_CHARACTERS = 24;

export class CodeLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly disposables: vscode.Disposable[];
  private told = '';

  constructor(private readonly surface: Surface) {
    this.disposables = [
      this.changed,
      vscode.languages.registerCodeLensProvider('*', this),
      vscode.commands.registerCommand(SHOW_ANALYSIS, (id: number) => this.show(id)),
      surface.onDidChange(() => this.tell()),
    ];
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!this.surface.config().codeLens) return [];
    const entry = this.surface.store.get(document.uri.toString());
    const live = (entry?.units ?? []).flatMap((unit) => {
      if (!unit.span) return [];
      return [{ unit, at: document.positionAt(unit.span.start) }];
    });
    return live.map(({ unit, at }, index) => {
      const shared = [live[index - 1], live[index + 1]].some((other) => other?.at.line === at.line);
      return new vscode.CodeLens(new vscode.Range(at, at), {
        title: iconless(
          shared ? t('{0} ({1})', verdictText(unit.analysis), nameOf(unit)) : verdictText(unit.analysis),
        ),
        tooltip: t('Chart this text in the attention panel'),
        command: SHOW_ANALYSIS,
        arguments: [unit.id],
      });
    });
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }

  /** A lens that is a moment old may name an analysis that has been read anew since. */
  private show(id: number): void {
    if (!this.surface.store.find(id)) return;
    this.surface.activate(id);
    this.surface.showPanel();
  }

  /** VS Code asks again once it is told, which it need not while nothing is shown. */
  private tell(): void {
    const { store } = this.surface;
    const lenses = this.surface.config().codeLens
      ? store
          .all()
          .map(({ uri, units }) => [
            uri,
            units.map(({ id, span, analysis }) => [id, span?.start, analysis.probability]),
          ])
      : [];
    const told = JSON.stringify(lenses);
    if (told === this.told) return;
    this.told = told;
    this.changed.fire();
  }
}

function nameOf({ text }: Unit): string {
  return oneLine(text, NAME_CHARACTERS);
}
