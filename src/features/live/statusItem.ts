/** The switch in the status bar: whether the file in front is followed, and a click that changes it. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';

export interface LiveStatus {
  readonly text: string;
  readonly tooltip: string;
}

export class LiveStatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'attentionInspector.live',
    vscode.StatusBarAlignment.Right,
    99,
  );
  private status: LiveStatus | null = null;

  /** @param command what a click runs */
  constructor(command: string) {
    this.item.name = t('Attention Inspector: Live');
    this.item.command = command;
  }

  /** What is shown; null while hidden. */
  get shown(): LiveStatus | null {
    return this.status;
  }

  /** @param live whether the document in front is followed; null where there is nothing to follow */
  show(live: boolean | null): void {
    if (live === null) {
      this.status = null;
      return this.item.hide();
    }
    const tooltip = live
      ? t('Live attention is on for this file: the shading follows your typing. Click to turn it off.')
      : t('Turn live attention on for this file: the shading then follows your typing.');
    this.status = { text: live ? `$(record) ${t('Live')}` : `$(circle-large-outline) ${t('Live')}`, tooltip };
    this.item.text = this.status.text;
    this.item.tooltip = tooltip;
    const label = live ? t('Live attention: on') : t('Live attention: off');
    this.item.accessibilityInformation = { label, role: 'button' };
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }
}
