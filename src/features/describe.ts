/** Describe as text: what the shading shows in words, in a read-only document and on the clipboard. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { inform, mention } from '../notice';
import { describeEntry } from './description';
import type { Surface } from './feature';

export const DESCRIPTION_SCHEME = 'attention-description';
const TOLD_MS = 6000;

export class Describe implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly texts = new Map<string, string>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly surface: Surface) {
    this.subscription = vscode.Disposable.from(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(DESCRIPTION_SCHEME, this),
      vscode.commands.registerCommand('attentionInspector.describe', () => this.describe()),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.texts.get(uri.toString()) ??
      t('This description is from before the window was reloaded. Run “Describe Attention as Text” again.')
    );
  }

  /** Of the document that is worked in, else of the one that the panel speaks of. */
  private async describe(): Promise<void> {
    const editor = this.surface.editor();
    const own = editor && this.surface.store.get(editor.document.uri.toString());
    const subject = own ? undefined : this.surface.subject();
    const entry = own ?? subject?.entry;
    if (!entry) {
      void inform(t('There is no analysed text here. Analyze some first.'));
      return;
    }
    const source = vscode.Uri.parse(entry.uri);
    const name = source.path.split('/').at(-1) || entry.uri;
    const text = describeEntry(entry, t('Attention in {0}', name), subject?.stale, this.surface.insight());
    // One description a document: the next one takes its place.
    const uri = vscode.Uri.from({
      scheme: DESCRIPTION_SCHEME,
      path: `/${t('Attention in {0}', name)}${name.endsWith('.txt') ? '' : '.txt'}`,
      query: entry.uri,
    });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    await vscode.env.clipboard.writeText(text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
    mention(t('The description is on the clipboard, too.'), TOLD_MS);
  }
}
