/** Selection -> analysis -> shading and panel. The latest request wins. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Config } from './config';
import { WordHover } from './editor/hover';
import { NO_INSIGHT, type Insight } from './editor/insight';
import { Menus } from './editor/menus';
import { documentOf, placeOf } from './editor/places';
import { Reader, type Outcome } from './editor/reader';
import type { Source } from './editor/reading';
import { sourcesOf } from './editor/sources';
import { StatusBar } from './editor/statusBar';
import { statusText } from './editor/statusText';
import { AnalysisStore, isStale, unitAt, type Entry } from './editor/store';
import { TextView } from './editor/textView';
import { DocumentTracker } from './editor/tracker';
import { WordLink } from './editor/wordLink';
import type { Kept, Located, Subject, Surface } from './features/feature';
import { InputError, type AnalyzerService } from './model/types';
import { KeptView } from './keptView';
import { complain, inform } from './notice';
import { ServicePool } from './services';
import { asPinned, viewState, type Activity } from './viewState';
import { MessageHub, type Handler } from './webview/hub';
import type { PanelEvents } from './webview/link';
import type { FeatureMessage, ToWebview, ViewState } from './webview/protocol';
import { count, verdictText } from './wording';

/** The attention panel, as far as it is driven from here. */
export interface Panel {
  /** Whether the person can see it now. */
  readonly visible: boolean;
  show(preserveFocus?: boolean): void;
  setState(state: ViewState | null): void;
  /** Empties it, also of what it kept from before a window reload. */
  clear(): void;
  mark(id: number, token: number | null): void;
  send(message: ToWebview): boolean;
}

export interface Surroundings {
  /** The settings as they stand now. */
  config(): Config;
  /** Starts nothing heavy by itself; asked again after a failure and once the model was chosen anew. */
  createService(config: Config): AnalyzerService;
  createPanel(events: PanelEvents): Panel;
  readonly log: Pick<vscode.LogOutputChannel, 'info' | 'error' | 'show'>;
}

export const COMMANDS = {
  analyze: 'attentionInspector.analyze',
  clear: 'attentionInspector.clear',
  openPanel: 'attentionInspector.openPanel',
  showLog: 'attentionInspector.showLog',
  showSample: 'attentionInspector.showSample',
} as const;

const SOON_MS = 50;
/** Between two pictures of a text that is read while it is written; longer ones take the panel more time. */
const LIVE_PANEL_MS = 120;
const LIVE_PANEL_WORDS_PER_MS = 20;

const IDLE: Activity = { busy: false, error: null };

export class Controller implements vscode.Disposable, Surface {
  readonly store = new AnalysisStore();
  readonly view: TextView;
  readonly statusBar = new StatusBar(COMMANDS.openPanel);
  readonly hover: WordHover;
  readonly log: Surroundings['log'];
  private readonly services: ServicePool;
  private readonly panel: Panel;
  private readonly tracker: DocumentTracker;
  private readonly reader: Reader;
  private readonly link: WordLink;
  private readonly subscription: vscode.Disposable;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly panelReady = new vscode.EventEmitter<void>();
  readonly onPanelReady = this.panelReady.event;
  private readonly panelHidden = new vscode.EventEmitter<void>();
  readonly onPanelHidden = this.panelHidden.event;
  private readonly cleared = new vscode.EventEmitter<void>();
  readonly onDidClear = this.cleared.event;
  private readonly hub: MessageHub;
  private readonly menus = new Menus();
  /** Shown instead of what the store holds. */
  private readonly keeping: KeptView;
  private found = NO_INSIGHT;
  /** The last text editor that was worked in: it stays the one meant while the panel has the focus. */
  private lastEditor = vscode.window.activeTextEditor;
  /** The document that the panel speaks of. */
  private subjectUri: string | null = null;
  private activity = IDLE;
  private soon: NodeJS.Timeout | undefined;

  constructor(private readonly surroundings: Surroundings) {
    this.view = new TextView(
      this.store,
      () => surroundings.config(),
      () => this.found,
    );
    this.keeping = new KeptView(this.view);
    this.tracker = new DocumentTracker(this.store, {
      onEdit: (uri, dropped) => this.edited(uri, dropped),
      onForget: () => this.tell(),
    });
    this.log = surroundings.log;
    this.hub = new MessageHub((message) =>
      this.log.error(`The panel sent a message that nobody knows: ${message.type}`),
    );
    this.services = new ServicePool((config) => surroundings.createService(config));
    this.reader = new Reader(this.store, this.tracker, this.services);
    this.link = new WordLink(this.store, this.view, {
      onWord: (id, token) => this.panel.mark(id, token),
      onUnit: () => this.tellSoon(),
    });
    this.hover = new WordHover(
      this.store,
      (unit, token) => this.link.point({ unit, token }),
      () => this.found,
    );
    this.panel = surroundings.createPanel({
      onMark: (id, token) =>
        this.keeping.shows(id) ? this.keeping.mark(token) : this.link.markFromPanel(id, token),
      onReveal: (id, token) =>
        void (this.keeping.shows(id) ? this.keeping.reveal(token) : this.link.revealFromPanel(id, token)),
      onActivate: (id) => this.link.activateFromPanel(id),
      onCommand: (command) => void vscode.commands.executeCommand(COMMANDS[command]),
      onReady: () => this.panelReady.fire(),
      onHidden: () => this.panelHidden.fire(),
      onFeature: (message) => this.hub.handOn(message),
      onTrouble: (what) => this.log.error(what),
    });
    this.subscription = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor((editor) => this.switched(editor)),
      vscode.window.onDidChangeVisibleTextEditors(() => this.tellStatus()),
    );
  }

  /** Reads every selection, or the paragraph around the cursor. Settles once all is shown or said; never rejects. */
  async analyze(): Promise<void> {
    const editor = this.editor();
    const sources = editor ? sourcesOf(editor, this.config().segments) : [];
    if (!editor || sources.length === 0) return sayNothingToRead();
    const { document, selection } = editor;
    return this.read(document, sources, document.offsetAt(selection.start));
  }

  /** @param at offset of the text to chart first */
  async read(document: vscode.TextDocument, sources: readonly Source[], at = 0): Promise<void> {
    this.activity = IDLE;
    try {
      const config = this.config();
      const late = () => this.setActivity({ busy: true, error: null });
      const outcome = await this.reader.read(document, sources, config, late);
      if (!outcome) return;
      this.accept(document, outcome, at);
      this.setActivity(IDLE);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Stops what is being read; what was read so far is shown and the rest marked. */
  cancel(): void {
    this.reader.cancel();
  }

  /** Takes everything away, everywhere. */
  clear(): void {
    this.reader.abandon();
    this.store.clear();
    this.keeping.show(null);
    this.view.mark(null);
    this.view.refresh();
    this.panel.clear();
    this.cleared.fire();
    this.setActivity(IDLE);
  }

  openPanel(): void {
    this.panel.show();
  }

  /** The settings were changed; `service`: among them the model or its backend. */
  reconfigure(service: boolean): void {
    if (service) this.services.renew();
    this.view.refresh();
    this.tell();
  }

  config(): Config {
    return this.surroundings.config();
  }

  service(model?: string): AnalyzerService {
    return this.services.of(this.config(), model);
  }

  dropService(service: AnalyzerService): void {
    this.services.drop(service);
  }

  editor(): vscode.TextEditor | undefined {
    const { activeTextEditor, visibleTextEditors } = vscode.window;
    return activeTextEditor ?? visibleTextEditors.find((visible) => visible === this.lastEditor);
  }

  subject(): Subject | undefined {
    const kept = this.keeping.subject();
    const entry = this.store.get(this.subjectUri ?? '');
    if (kept || !entry) return kept;
    const [unit, document] = [entry.active, documentOf(entry.uri)];
    // While the panel has not been told of it yet, nobody has asked either where it stands now.
    if (this.soon) this.place(entry, document);
    return { entry, unit, document, stale: isStale(unit) };
  }

  locate(id: number): Located | null {
    if (this.keeping.shows(id)) return this.keeping.locate();
    const found = this.store.find(id);
    const document = found && documentOf(found.entry.uri);
    return document && found.unit.span ? { document, unit: found.unit } : null;
  }

  kept(): Kept | null {
    return this.keeping.current;
  }

  showKept(kept: Kept | null): void {
    if (kept === this.keeping.current) return;
    this.keeping.show(kept);
    this.setActivity(IDLE);
  }

  activate(id: number): void {
    const found = this.store.find(id);
    if (!found) return;
    this.keeping.show(null);
    this.subjectUri = found.entry.uri;
    found.entry.active = found.unit;
    this.tell();
  }

  present(uri: string, entry: Entry | null): void {
    if (entry) this.store.renew(entry);
    else this.store.forget(uri);
    if (entry && vscode.window.activeTextEditor?.document.uri.toString() === uri) this.subjectUri = uri;
    this.view.refresh(uri);
    this.tellStatus();
    const words = entry?.units.reduce((sum, { analysis }) => sum + analysis.tokens.length, 0) ?? 0;
    this.tellSoon(Math.max(LIVE_PANEL_MS, words / LIVE_PANEL_WORDS_PER_MS));
  }

  insight(): Insight {
    return this.found;
  }

  enrich(insight: Insight): void {
    this.found = insight;
  }

  enriched(shading: boolean): void {
    if (!shading) return this.tellStatus();
    this.view.refresh();
    this.tell();
  }

  setLive(document: vscode.TextDocument, live: boolean): void {
    const uri = document.uri.toString();
    this.tracker.remember(document);
    if (this.store.setLive(uri, live).dropped) this.edited(uri, true);
  }

  showPanel(takeFocus = false): void {
    this.panel.show(!takeFocus);
  }

  panelVisible(): boolean {
    return this.panel.visible;
  }

  post(message: ToWebview): boolean {
    return this.panel.send(message);
  }

  onMessage<Type extends FeatureMessage['type']>(type: Type, handle: Handler<Type>): vscode.Disposable {
    return this.hub.on(type, handle);
  }

  /** Leaves the panel with what it shows, for a window that is only being reloaded. */
  dispose(): void {
    clearTimeout(this.soon);
    const { reader, services, view, statusBar, tracker, link, subscription } = this;
    const { changed, cleared, panelReady, panelHidden } = this;
    for (const part of [reader, services, view, statusBar, tracker, link, subscription]) part.dispose();
    for (const emitter of [changed, cleared, panelReady, panelHidden]) emitter.dispose();
  }

  private accept(document: vscode.TextDocument, { entry, cancelled, edited }: Outcome, at: number): void {
    if (!entry) {
      if (edited) say(t('The text was edited while it was being read. Run the command again.'));
      else if (!cancelled) sayNothingToRead();
      return;
    }
    entry.active = unitAt(entry, at) ?? entry.active;
    this.store.put(entry);
    this.subjectUri = entry.uri;
    this.keeping.show(null);
    this.view.refresh(entry.uri);
    this.place(entry, document);
    const words = entry.units.reduce((sum, { analysis }) => sum + analysis.tokens.length, 0);
    this.log.info(
      `Read ${count(words, 'word')} at ${entry.active.place} in ${entry.ms.toFixed(0)} ms ` +
        `(${entry.model} on ${entry.backend}): ${verdictText(entry.active.analysis)}`,
    );
  }

  fail(error: unknown): void {
    const { log } = this;
    const reason = error instanceof Error ? error.message : String(error);
    const message = error instanceof InputError ? reason : t('The text could not be read: {0}', reason);
    log.error(error instanceof InputError || !(error instanceof Error) ? message : (error.stack ?? message));
    this.setActivity({ busy: false, error: message });
    void complain(message, t('Show Log')).then((choice) => choice && log.show());
  }

  private edited(uri: string, dropped: boolean): void {
    if (!dropped) {
      this.view.refreshSoon(uri);
      // What is live is told of once it has been read anew.
      return this.store.isLive(uri) ? undefined : this.tellSoon();
    }
    this.view.refresh(uri);
    this.tell();
  }

  private switched(editor: vscode.TextEditor | undefined): void {
    // Without a text editor the focus is in the panel, or in a picture.
    if (!editor) return this.tellStatus();
    this.lastEditor = editor;
    const uri = editor.document.uri.toString();
    if (uri === this.subjectUri || !this.store.get(uri)) return this.tellStatus();
    this.keeping.show(null);
    this.subjectUri = uri;
    this.tell();
  }

  private setActivity(activity: Activity): void {
    this.activity = activity;
    this.tell();
  }

  /** Once for all that comes in quick succession: typing, or a cursor that is held down. */
  private tellSoon(ms = SOON_MS): void {
    this.soon ??= setTimeout(() => this.tell(), ms);
  }

  /** Brings status bar, panel and menus in line with what is known now. */
  private tell(): void {
    clearTimeout(this.soon);
    this.soon = undefined;
    const entries = this.store.all();
    const documents = new Map(
      vscode.workspace.textDocuments.map((document) => [document.uri.toString(), document]),
    );
    for (const entry of entries) this.place(entry, documents.get(entry.uri));
    const latest = this.store.get(this.subjectUri ?? '') ?? entries.at(-1);
    this.subjectUri = latest?.uri ?? null;
    const { current: kept } = this.keeping;
    const state = viewState(kept?.entry ?? latest, this.config(), this.activity, this.found);
    this.panel.setState(state && kept ? asPinned(state, kept.at) : state);
    if (latest?.live && !kept) this.link.repoint();
    this.menus.tell(
      entries.map(({ uri }) => uri),
      entries.length > 0 || kept !== null,
    );
    this.tellStatus();
    this.changed.fire();
  }

  /** The verdict of the document that is worked in, or of the one beside the panel that has the focus. */
  private tellStatus(): void {
    const { activeTextEditor, visibleTextEditors } = vscode.window;
    const editor =
      activeTextEditor ??
      visibleTextEditors.find(({ document }) => document.uri.toString() === this.subjectUri);
    const entry = editor && this.store.get(editor.document.uri.toString());
    this.statusBar.show(entry ? statusText(entry, this.found.verdictOf(entry, entry.active)) : null);
  }

  private place({ units, unread }: Entry, document: vscode.TextDocument | undefined): void {
    for (const part of [...units, ...unread]) {
      if (document && part.span) part.place = placeOf(document, part.span);
    }
  }
}

function say(message: string): void {
  void inform(message);
}

function sayNothingToRead(): void {
  say(t('There is no text to read here. Select some, or put the cursor into a paragraph.'));
}
