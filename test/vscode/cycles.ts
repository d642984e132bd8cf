/** Opens and closes the attention panel over and over, each time until its page has loaded. */
import * as vscode from 'vscode';
import { until } from './support';

/** Counts the pages of our panels that said they were ready. */
export class PageWatch {
  ready = 0;
  /** Panels that are open as far as the extension has heard. */
  open = 0;
  private readonly original = vscode.window.createWebviewPanel;

  constructor() {
    const { original } = this;
    (vscode.window as { createWebviewPanel: unknown }).createWebviewPanel = (
      ...given: Parameters<typeof original>
    ) => {
      const panel = original.apply(vscode.window, given);
      this.open++;
      panel.onDidDispose(() => this.open--);
      panel.webview.onDidReceiveMessage((message: { type: string }) => {
        if (message.type === 'ready') this.ready++;
      });
      return panel;
    };
  }

  restore(): void {
    (vscode.window as { createWebviewPanel: unknown }).createWebviewPanel = this.original;
  }
}

export function panelTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview);
}

export async function closePanel(): Promise<void> {
  await vscode.window.tabGroups.close(panelTabs(), true);
  await until('the panel to be closed', () => panelTabs().length === 0);
}

export async function openAndClose(watch: PageWatch): Promise<void> {
  const before = watch.ready;
  await vscode.commands.executeCommand('attentionInspector.openPanel');
  await until('the page to be ready', () => watch.ready > before);
  await closePanel();
  // The tab may be gone before the extension hears of it: to open it then would be to show what is being closed.
  await until('the extension to hear of it', () => watch.open === 0);
}
