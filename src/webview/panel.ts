/** The attention panel: one webview beside the editor, created on demand and restored after a window reload. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { createNonce, PAGE_SCRIPT, PAGE_STYLES, pageHtml } from './html';
import { PanelLink, type PanelEvents } from './link';
import type { ToWebview, ViewState } from './protocol';

const VIEW_TYPE = 'attentionInspector.panel';

export class AttentionPanel implements vscode.Disposable {
  private readonly link: PanelLink;
  private readonly serializer: vscode.Disposable;
  private panel: vscode.WebviewPanel | undefined;

  /**
   * Registers for restoring the panel at once; shows nothing yet.
   * @param extensionUri the extension's folder, which holds `dist/webview` and `media`
   */
  constructor(
    private readonly extensionUri: vscode.Uri,
    events: PanelEvents,
  ) {
    this.link = new PanelLink(events, (message) => void this.panel?.webview.postMessage(message));
    this.serializer = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (panel) => this.restore(panel),
    });
  }

  /** Whether the person can see the panel now. */
  get visible(): boolean {
    return this.panel?.visible ?? false;
  }

  /** Opens the panel beside the editor, or brings it to the front. */
  show(preserveFocus = true): void {
    if (this.panel) {
      this.panel.reveal(undefined, preserveFocus);
      return;
    }
    closeUnrestoredTabs();
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus };
    this.adopt(vscode.window.createWebviewPanel(VIEW_TYPE, t('Attention'), column, this.options()));
  }

  /** The state to show from now on; null: nothing is analysed (any longer). Does not open the panel. */
  setState(state: ViewState | null): void {
    this.link.setState(state);
  }

  /** Empties the panel at the person's wish, also of what it kept from before a window reload. */
  clear(): void {
    this.link.clear();
  }

  /** Marks one token (index into the analysis' tokens) in chart and heat map, or none. */
  mark(id: number, token: number | null): void {
    this.link.mark(id, token);
  }

  /** Passes on what a feature has to say; false: the page is not ready and never hears it. */
  send(message: ToWebview): boolean {
    return this.link.send(message);
  }

  dispose(): void {
    this.serializer.dispose();
    this.panel?.dispose();
  }

  private restore(panel: vscode.WebviewPanel): void {
    if (this.panel) panel.dispose();
    else this.adopt(panel);
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.iconPath = {
      light: this.file('media/panel-light.svg'),
      dark: this.file('media/panel-dark.svg'),
    };
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.link.suspend();
    });
    panel.onDidChangeViewState(() => {
      // A hidden page is taken down and says `ready` anew when it is shown again.
      if (!panel.visible) this.link.suspend();
    });
    panel.webview.onDidReceiveMessage((message: unknown) => this.link.receive(message));
    panel.webview.options = this.options();
    panel.webview.html = this.page(panel.webview);
  }

  private page(webview: vscode.Webview): string {
    const address = (path: string) => webview.asWebviewUri(this.file(path)).toString();
    return pageHtml({
      script: address(PAGE_SCRIPT),
      styles: PAGE_STYLES.map(address),
      cspSource: webview.cspSource,
      nonce: createNonce(),
    });
  }

  private options(): vscode.WebviewOptions {
    return {
      enableScripts: true,
      localResourceRoots: [this.file('dist/webview'), this.file('media')],
    };
  }

  private file(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.extensionUri, path);
  }
}

/** After a window reload a tab in the background is not handed back until it is shown: never keep two panels. */
function closeUnrestoredTabs(): void {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const ours = tabs.filter(
    ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(VIEW_TYPE),
  );
  if (ours.length > 0) void vscode.window.tabGroups.close(ours, true);
}
