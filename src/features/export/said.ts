/** Says quietly that an export is there: a line in the status bar for a while, which opens it. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Format } from '../../export/document';
import { iconless, plainLine } from '../../harmless';
import { nameOf } from './documents';
import { shownName } from './save';

export const OPEN_OUTSIDE = 'attentionInspector.openExported';

const SHOWN_MS = 15_000;
/** What a browser shows better than VS Code does. */
const FOR_A_BROWSER: readonly Format[] = ['html', 'svg'];

export class Said implements vscode.Disposable {
  private item: vscode.StatusBarItem | undefined;
  private timer: NodeJS.Timeout | undefined;

  exported(to: vscode.Uri, format: Format): void {
    // The address is one of ours: its name is text, not an icon.
    const name = iconless(nameOf(to.toString()));
    this.show(t('Exported {0} · Open', name), {
      title: t('Open'),
      command: opensOutside(to, format) ? OPEN_OUTSIDE : 'vscode.open',
      arguments: [to],
    });
    if (this.item) this.item.tooltip = t('Open {0}', plainLine(shownName(to)));
  }

  copied(): void {
    this.show(t('Copied as Markdown'));
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.item?.dispose();
  }

  private show(text: string, command?: vscode.Command): void {
    this.dispose();
    this.item = vscode.window.createStatusBarItem(
      'attentionInspector.exported',
      vscode.StatusBarAlignment.Left,
      -1000,
    );
    this.item.name = t('Attention Inspector: Export');
    this.item.text = `$(check) ${text}`;
    this.item.command = command;
    this.item.accessibilityInformation = { label: text };
    this.item.show();
    this.timer = setTimeout(() => this.dispose(), SHOWN_MS);
  }
}

/** On the person's own machine, a page opens where pages do. */
function opensOutside({ scheme }: vscode.Uri, format: Format): boolean {
  const { uiKind, remoteName } = vscode.env;
  return (
    FOR_A_BROWSER.includes(format) &&
    scheme === 'file' &&
    uiKind === vscode.UIKind.Desktop &&
    remoteName === undefined
  );
}
