/** Opens and closes the attention panel over and over, each time until its page has loaded. */
import { setTimeout as sleep } from 'node:timers/promises';
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

/** On a machine that is busy VS Code may give up on a page; that is told and not waited for. */
const PAGE_MS = 30_000;

/** @returns whether its page came */
export async function openAndClose(watch: PageWatch): Promise<boolean> {
  const before = watch.ready;
  await vscode.commands.executeCommand('attentionInspector.openPanel');
  const end = Date.now() + PAGE_MS;
  while (watch.ready === before && Date.now() < end) await sleep(10);
  const came = watch.ready > before;
  await closePanel();
  // The tab may be gone before the extension hears of it: to open it then would be to show what is being closed.
  await until('the extension to hear of it', () => watch.open === 0);
  return came;
}
