/** The light bulb on analysed words: looking at an edit without making it. Elsewhere it offers nothing. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { AnalysisStore } from '../../editor/store';
import { whole } from '../../wording';
import { nameOf, negated, wordsOf, type Place } from './proposals';
import { targetAt, type Target } from './target';

export const EDIT_COMMANDS = {
  without: 'attentionInspector.analyzeWithout',
  replace: 'attentionInspector.replaceWord',
  negate: 'attentionInspector.negateWord',
} as const;

export type EditKind = keyof typeof EDIT_COMMANDS;

const KIND = vscode.CodeActionKind.Refactor.append('attentionInspector');
const KINDS = {
  without: KIND.append('without'),
  replace: KIND.append('replace'),
  negate: KIND.append('negate'),
};

export class EditActions implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = { providedCodeActionKinds: [KIND] };

  constructor(
    private readonly store: AnalysisStore,
    /** Where the words stand by now in the text that edits are tried on; null when they are gone. */
    private readonly placeOf: (target: Target) => Place | null,
  ) {}

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const target = targetAt(this.store, document, range);
    const place = target && this.placeOf(target);
    if (!target || !place) return [];
    const name = nameOf(place);
    const words = wordsOf(place);
    const titles: Record<EditKind, string | null> = {
      without:
        words === 1 ? t('Analyze without “{0}”', name) : t('Analyze without these {0} words', whole(words)),
      replace: t('Replace “{0}” by…', name),
      negate: negated(place)?.said ?? null,
    };
    return (Object.keys(titles) as EditKind[]).flatMap((kind) => {
      const said = titles[kind];
      if (said === null || (only && !only.contains(KINDS[kind]) && !KINDS[kind].contains(only))) return [];
      const title = kind === 'negate' ? t('Negate: {0}', said) : said;
      const action = new vscode.CodeAction(title, KINDS[kind]);
      action.command = { command: EDIT_COMMANDS[kind], title, arguments: [target] };
      return [action];
    });
  }
}
