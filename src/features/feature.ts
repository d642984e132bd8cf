/** What a feature beside the main path (selection -> analysis -> shading and panel) is given to work with. Types only. */
import type * as vscode from 'vscode';
import type { Config } from '../config';
import type { Insight } from '../editor/insight';
import type { Source } from '../editor/reading';
import type { AnalysisStore, Entry, Unit } from '../editor/store';
import type { TextView } from '../editor/textView';
import type { ExportParts } from '../export/document';
import type { AnalyzerService } from '../model/types';
import type { FeatureMessage, ToWebview } from '../webview/protocol';

/** What status bar and panel speak of. */
export interface Subject {
  readonly entry: Entry;
  readonly unit: Unit;
  /** Undefined once it was closed. */
  readonly document: vscode.TextDocument | undefined;
  /** The document holds the text of this unit no longer as it was read. */
  readonly stale: boolean;
}

/** Where the text of an analysis stands now. */
export interface Located {
  readonly document: vscode.TextDocument;
  readonly unit: Unit;
}

/** An analysis that was kept, shown in the place of a live one. */
export interface Kept {
  /** Of one unit, which no document holds (its span is null); not in the store. */
  readonly entry: Entry;
  /** Where its text stood when it was kept, in UTF-16 units. */
  readonly start: number;
  /** When that was, in ms since 1970. */
  readonly at: number;
}

export interface Surface {
  readonly store: AnalysisStore;
  readonly view: TextView;
  readonly log: Pick<vscode.LogOutputChannel, 'info' | 'error' | 'show'>;
  /** The settings as they stand now. */
  config(): Config;
  /** The service of the settings' model, or of another one by its name. Not to be kept: settings may change. */
  service(model?: string): AnalyzerService;
  /** Ends a service that failed, so that the next request starts another. */
  dropService(service: AnalyzerService): void;
  subject(): Subject | undefined;
  /** Of an analysis by its number, live or kept: null where no open document holds its text any longer. */
  locate(id: number): Located | null;
  /** What is shown in the place of a live analysis; null: nothing is. */
  kept(): Kept | null;
  /** Shows a kept analysis until another text is read or chosen; null: back to what is live. */
  showKept(kept: Kept | null): void;
  /** The text editor that is meant, also while the panel has the focus. */
  editor(): vscode.TextEditor | undefined;
  /** Reads these texts and shows what came of it, as the command does. Never rejects. */
  read(document: vscode.TextDocument, sources: readonly Source[]): Promise<void>;
  /**
   * Shows what a feature reads anew by itself, in place of what is known of the document: in the editor at once, in the
   * panel soon. Null: there is nothing to show any longer.
   */
  present(uri: string, entry: Entry | null): void;
  /** While a document is live, what is known of it is carried through edits: it is about to be presented anew. */
  setLive(document: vscode.TextDocument, live: boolean): void;
  /** What a feature has found out about words beyond their analyses. */
  insight(): Insight;
  /** Hands in what a feature finds out: from now on, hover, status bar and shading ask it. */
  enrich(insight: Insight): void;
  /** More was found out than when it was last asked; `shading`: words may be shaded by it. */
  enriched(shading: boolean): void;
  /** Makes an analysis the one that status bar and panel speak of; unknown ones are let pass. */
  activate(id: number): void;
  /** Something was read, went stale, was cleared, or another analysis or other settings are in force. */
  readonly onDidChange: vscode.Event<void>;
  /** The person has taken everything away: what was going on is over, too. */
  readonly onDidClear: vscode.Event<void>;
  /** @param takeFocus the keyboard goes there too */
  showPanel(takeFocus?: boolean): void;
  /** Whether somebody can see the panel now. */
  panelVisible(): boolean;
  /** Tells the panel; false: its page is not ready and never hears it. */
  post(message: ToWebview): boolean;
  /** The page has been loaded (again), and has the state: whatever else it is to show has to be told anew. */
  readonly onPanelReady: vscode.Event<void>;
  /** The page is hidden or gone: nobody sees what is computed for it. */
  readonly onPanelHidden: vscode.Event<void>;
  /** Hears one type of message from the panel. */
  onMessage<Type extends FeatureMessage['type']>(
    type: Type,
    handle: (message: Extract<FeatureMessage, { type: Type }>) => void,
  ): vscode.Disposable;
  /** Shows an error to the person, once, and logs it. */
  fail(error: unknown): void;
}

/** Where a feature hands in what else there is to export. */
export interface Exports {
  /**
   * Offers readings side by side as the scope "comparison". Asked anew for every export; null while there is nothing.
   * The latest offer that has something is taken.
   */
  offer(scope: 'comparison', parts: () => ExportParts | null): vscode.Disposable;
}
