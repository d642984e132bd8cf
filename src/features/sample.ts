/** *Show Sample Review*: something to read for those who have no text at hand. */
import * as vscode from 'vscode';
import { dividedText } from '../editor/sources';
import type { Surface } from './feature';

const FILE = 'samples/sample-review.txt';

type Needed = Pick<Surface, 'config' | 'read' | 'showPanel' | 'fail'>;

export class SampleReview implements vscode.Disposable {
  private readonly registration: vscode.Disposable;
  /** The one that was shown: asked again, it is shown again, with whatever was changed in it. */
  private document: vscode.TextDocument | undefined;

  /**
   * @param command the command's name
   * @param extensionUri the extension's folder, which holds `samples`
   */
  constructor(
    private readonly surface: Needed,
    command: string,
    private readonly extensionUri: vscode.Uri,
  ) {
    this.registration = vscode.commands.registerCommand(command, () => this.show());
  }

  /** Shows the review as a document without a file, so that it can be edited and nothing is kept; reads it. */
  async show(): Promise<void> {
    try {
      const document = await this.open();
      const { document: shown } = await vscode.window.showTextDocument(document, {
        viewColumn: columnFor(document),
        preview: false,
      });
      const { segments } = this.surface.config();
      const text = shown.getText();
      await this.surface.read(
        shown,
        segments === 'selection' ? [{ text, start: 0 }] : dividedText(text, 0, segments),
      );
      this.surface.showPanel();
    } catch (error) {
      this.surface.fail(error);
    }
  }

  dispose(): void {
    this.registration.dispose();
  }

  private async open(): Promise<vscode.TextDocument> {
    const kept = this.document;
    if (kept && !kept.isClosed && /\S/.test(kept.getText())) return kept;
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.extensionUri, FILE));
    const content = new TextDecoder().decode(bytes).trimEnd();
    this.document = await vscode.workspace.openTextDocument({ content, language: 'plaintext' });
    return this.document;
  }
}

/** Where it stands already, else beside a panel or walkthrough that would be covered, else where texts are. */
function columnFor(document: vscode.TextDocument): vscode.ViewColumn {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const holds = ({ input }: vscode.Tab) =>
    input instanceof vscode.TabInputText && input.uri.toString() === document.uri.toString();
  const free = ({ activeTab }: vscode.TabGroup) =>
    !activeTab ||
    activeTab.input instanceof vscode.TabInputText ||
    activeTab.input instanceof vscode.TabInputTextDiff;
  const group = all.find(({ tabs }) => tabs.some(holds)) ?? [activeTabGroup, ...all].find(free);
  return group?.viewColumn ?? vscode.ViewColumn.Beside;
}
