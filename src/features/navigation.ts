/** Going through the words of a text by their weight, and selecting the strongest of them all at once. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { unitAt, type Unit } from '../editor/store';
import { wordSpan } from '../editor/textView';
import { complain, inform, mention } from '../notice';
import { percent, shortened, signed, stance, TERMS, whole } from '../wording';
import type { Surface } from './feature';
import { ranking, stepFrom } from './ranking';

const TOLD_MS = 6000;
const TOP = 5;

export class Navigation implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;

  constructor(private readonly surface: Surface) {
    const { registerCommand } = vscode.commands;
    this.subscription = vscode.Disposable.from(
      registerCommand('attentionInspector.nextWord', (how?: unknown) => this.go(1, how)),
      registerCommand('attentionInspector.previousWord', (how?: unknown) => this.go(-1, how)),
      registerCommand('attentionInspector.selectTopWords', (k?: unknown) => this.selectTop(k)),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** @param how `{ "announce": true }` says the word in a notification too, which screen readers speak */
  private async go(direction: 1 | -1, how: unknown): Promise<void> {
    const found = this.unitInEditor();
    if (!found) return sayNothing();
    const { editor, unit } = found;
    const { token, rank, wrapped } = stepFrom(unit.analysis.tokens, selected(editor, unit), direction);
    select(editor, unit, [token]);
    tell(spoken(unit, token, rank, wrapped), isAnnounced(how));
  }

  private async selectTop(given: unknown): Promise<void> {
    const found = this.unitInEditor();
    if (!found) return sayNothing();
    const { editor, unit } = found;
    const { tokens, kind } = unit.analysis;
    const asked = typeof given === 'number' ? given : await askHowMany(tokens.length);
    if (asked === undefined) return;
    if (!Number.isInteger(asked) || asked < 1) {
      void complain(t('Select Top Words: expected a whole number above 0, found {0}', asked));
      return;
    }
    const top = ranking(tokens).slice(0, asked);
    const share = percent(top.reduce((sum, token) => sum + (tokens[token]?.weight ?? 0), 0));
    select(editor, unit, top);
    const said =
      top.length === 1
        ? t('1 of {0} words selected: {1} {2}', whole(tokens.length), share, TERMS[kind].share)
        : t(
            '{0} of {1} words selected: {2} {3}',
            whole(top.length),
            whole(tokens.length),
            share,
            TERMS[kind].share,
          );
    tell(said, false);
  }

  /** The live text at the cursor, or the one that status bar and panel speak of. */
  private unitInEditor(): { editor: vscode.TextEditor; unit: Unit } | null {
    const editor = this.surface.editor();
    const entry = editor && this.surface.store.get(editor.document.uri.toString());
    if (!editor || !entry) return null;
    const unit = unitAt(entry, editor.document.offsetAt(editor.selection.start)) ?? entry.active;
    return unit.span ? { editor, unit } : null;
  }
}

/** The word that is selected exactly, as the last step left it; null where none is. */
function selected({ document, selections }: vscode.TextEditor, unit: Unit): number | null {
  const [selection] = selections;
  if (selections.length !== 1 || !selection || selection.isEmpty || !unit.span) return null;
  const start = document.offsetAt(selection.start) - unit.span.start;
  const end = document.offsetAt(selection.end) - unit.span.start;
  const token = unit.analysis.tokens.findIndex((one) => one.start === start && one.end === end);
  return token < 0 ? null : token;
}

/** Selects words, the first of them as the one that the editor is scrolled to. */
function select(editor: vscode.TextEditor, unit: Unit, tokens: readonly number[]): void {
  const { document } = editor;
  const selections = tokens.flatMap((token) => {
    const span = wordSpan({ unit, token });
    return span ? [new vscode.Selection(document.positionAt(span.start), document.positionAt(span.end))] : [];
  });
  const [first] = selections;
  if (!first) return;
  editor.selections = selections;
  editor.revealRange(first, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function spoken({ analysis }: Unit, index: number, rank: number, wrapped: boolean): string {
  const token = analysis.tokens[index];
  if (!token) return '';
  const fact =
    token.effect === undefined
      ? `${percent(token.weight)} ${TERMS[analysis.kind].share}`
      : `${signed(token.effect)}, ${stance(token.effect, analysis.label)}`;
  const word = shortened(token.text, 40);
  const { length } = analysis.tokens;
  if (!wrapped) return t('{0}: {1}, rank {2} of {3}', word, fact, whole(rank), whole(length));
  return rank === 1
    ? t('{0}: {1}, rank {2} of {3} (from the top again)', word, fact, whole(rank), whole(length))
    : t('{0}: {1}, rank {2} of {3} (from the bottom again)', word, fact, whole(rank), whole(length));
}

async function askHowMany(most: number): Promise<number | undefined> {
  const wrong = t('Expected a whole number from 1 to {0}', whole(most));
  const value = await vscode.window.showInputBox({
    title: t('Select Top Words'),
    prompt: t('How many of the most attended words?'),
    value: String(Math.min(TOP, most)),
    validateInput: (text) => (/^\s*[1-9]\d{0,5}\s*$/.test(text) && Number(text) <= most ? null : wrong),
  });
  return value === undefined ? undefined : Number(value);
}

function isAnnounced(how: unknown): boolean {
  return typeof how === 'object' && how !== null && (how as { announce?: unknown }).announce === true;
}

function tell(message: string, announce: boolean): void {
  if (announce) void inform(message);
  else mention(message, TOLD_MS);
}

function sayNothing(): void {
  void inform(t('There is no analysed text here. Analyze some first.'));
}
