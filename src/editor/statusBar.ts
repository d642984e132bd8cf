/** The one status-bar item: the verdict where the cursor is. Hidden when there is nothing to say. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { StatusText } from './statusText';

export class StatusBar implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private text: StatusText | null = null;

  /** @param command what a click runs */
  constructor(command: string) {
    this.item = vscode.window.createStatusBarItem(
      'attentionInspector.verdict',
      vscode.StatusBarAlignment.Right,
      100,
    );
    this.item.name = t('Attention Inspector: Verdict');
    this.item.command = command;
  }

  /** What is shown; null while hidden. */
  get shown(): StatusText | null {
    return this.text;
  }

  show(text: StatusText | null): void {
    this.text = text;
    if (!text) return this.item.hide();
    this.item.text = text.text;
    this.item.tooltip = text.tooltip;
    this.item.accessibilityInformation = { label: text.spoken, role: 'button' };
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }
}
