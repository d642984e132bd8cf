/** Live attention: shading, hover and verdict follow the typing, file by file, for as long as somebody wants it. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { LiveLook } from '../../editor/inspector';
import { pathsOf } from '../../editor/menus';
import { inform } from '../../notice';
import { soon } from '../../pause';
import { whole } from '../../wording';
import type { Surface } from '../feature';
import type { Reason } from './follower';
import { LiveDocument } from './liveDocument';
import { LiveStatusItem } from './statusItem';

export const TOGGLE_LIVE = 'attentionInspector.toggleLive';

export class LiveAttention implements vscode.Disposable {
  private readonly followed = new Map<string, LiveDocument>();
  private readonly item = new LiveStatusItem(TOGGLE_LIVE);
  private readonly disposables: vscode.Disposable[];
  private told = '';

  constructor(private readonly surface: Surface) {
    const { workspace, window, commands } = vscode;
    this.disposables = [
      this.item,
      commands.registerCommand(TOGGLE_LIVE, () => this.toggle()),
      workspace.onDidChangeTextDocument((event) => this.of(event.document)?.edited(event)),
      workspace.onDidCloseTextDocument((document) => this.closed(document)),
      window.onDidChangeVisibleTextEditors(() => this.visibility()),
      window.onDidChangeActiveTextEditor(() => this.tell()),
      surface.onDidClear(() => this.endAll()),
      surface.onDidChange(() => this.surroundingsChanged()),
    ];
  }

  get look(): LiveLook {
    return { documents: this.followed, status: this.item.shown };
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
    for (const document of this.followed.values()) document.dispose();
  }

  private toggle(): void {
    const document = this.surface.editor()?.document;
    if (!document) {
      return say(t('There is no text editor to follow. Open a file, then run the command again.'));
    }
    if (this.of(document)) this.end(document);
    else this.begin(document);
  }

  private begin(document: vscode.TextDocument): void {
    const live = new LiveDocument(document, this.surface, {
      onStop: (reason) => this.stopped(document, reason),
      onFail: (error) => {
        this.end(document);
        this.surface.fail(error);
      },
      onCancel: () => this.end(document),
    });
    this.followed.set(document.uri.toString(), live);
    this.tell();
  }

  private end(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    const live = this.followed.get(uri);
    this.followed.delete(uri);
    live?.dispose();
    this.tell();
  }

  private endAll(): void {
    for (const { document } of [...this.followed.values()]) this.end(document);
  }

  private stopped(document: vscode.TextDocument, reason: Reason): void {
    this.end(document);
    const name = document.uri.path.split('/').at(-1) ?? '';
    const { maxWords } = this.surface.config();
    const limit = whole(maxWords);
    say(
      reason === 'words'
        ? t(
            'Live attention was switched off for {0}: it has more than {1} words (setting attentionInspector.maxWords). Select a part of it and run "Analyze Sentiment Attention" instead.',
            name,
            limit,
          )
        : t(
            'Live attention was switched off for {0}: this machine is too slow to read so long a text after every edit. Run "Analyze Sentiment Attention" when you want to see it.',
            name,
          ),
    );
  }

  private of(document: vscode.TextDocument): LiveDocument | undefined {
    return this.followed.get(document.uri.toString());
  }

  private closed(document: vscode.TextDocument): void {
    // Setting another language closes a document and opens it again at once.
    soon(() => {
      if (this.of(document)?.document === document && document.isClosed) this.end(document);
    });
  }

  private visibility(): void {
    const visible = new Set(vscode.window.visibleTextEditors.map(({ document }) => document));
    for (const live of this.followed.values()) live.setVisible(visible.has(live.document));
    this.tell();
  }

  private surroundingsChanged(): void {
    for (const live of [...this.followed.values()]) if (!live.surroundingsChanged()) this.end(live.document);
    this.tell();
  }

  /** Brings status bar and menus in line with what is followed now. */
  private tell(): void {
    const document = this.surface.editor()?.document;
    const known = document && (this.of(document) ?? this.surface.store.get(document.uri.toString()));
    this.item.show(known && document ? this.of(document) !== undefined : null);
    const paths = [...this.followed.values()].flatMap(({ document: { uri } }) => pathsOf(uri));
    const told = JSON.stringify(paths);
    if (told === this.told) return;
    this.told = told;
    void vscode.commands.executeCommand('setContext', 'attentionInspector.livePaths', paths);
  }
}

function say(message: string): void {
  void inform(message);
}
