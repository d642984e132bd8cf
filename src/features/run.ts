/** The run of the verdict through a document: what is chosen in its drawing is shown in the editor. */
import * as vscode from 'vscode';
import { documentOf, reveal } from '../editor/places';
import type { Surface } from './feature';

export class Run implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[];

  constructor(private readonly surface: Surface) {
    this.disposables = [
      surface.onMessage('jump', ({ id }) => void this.jump(id)),
      surface.onMessage('chooseSegments', () => {
        void vscode.commands.executeCommand(
          'workbench.action.openSettings',
          '@id:attentionInspector.segments',
        );
      }),
    ];
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }

  /** Shows a text in its editor, and charts it; one that was edited since is only charted. */
  private async jump(id: number): Promise<void> {
    const found = this.surface.store.find(id);
    if (!found) return;
    this.surface.activate(id);
    const { span } = found.unit;
    const document = documentOf(found.entry.uri);
    if (span && document) await reveal(document, span);
  }
}
