/** What menus and key bindings are told: whether there is an analysis, and of which files. */
import * as vscode from 'vscode';

export class Menus {
  private told: string | null = null;

  /**
   * @param uris of the documents that something is known of
   * @param some whether an analysis is shown at all, also one that no document has
   */
  tell(uris: readonly string[], some: boolean): void {
    const paths = uris.flatMap((uri) => pathsOf(vscode.Uri.parse(uri)));
    const told = [some, ...paths].join('\n');
    if (told === this.told) return;
    this.told = told;
    void vscode.commands.executeCommand('setContext', 'attentionInspector.analysedPaths', paths);
    void vscode.commands.executeCommand('setContext', 'attentionInspector.hasAnalysis', some);
  }
}

/** What the context key `resourcePath` may hold; the URI itself reads otherwise where the window is on another machine. */
export function pathsOf({ path, fsPath }: vscode.Uri): string[] {
  return path === fsPath ? [path] : [path, fsPath];
}
