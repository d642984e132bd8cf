/** What a feature beside the main path (selection -> analysis -> shading and panel) is given to work with. Types only. */
import type * as vscode from 'vscode';
import type { Config } from '../config';
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
  /** The text editor that is meant, also while the panel has the focus. */
  editor(): vscode.TextEditor | undefined;
  /** Reads these texts and shows what came of it, as the command does. Never rejects. */
  read(document: vscode.TextDocument, sources: readonly Source[]): Promise<void>;
  /** Something was read, went stale, was cleared, or another analysis or other settings are in force. */
  readonly onDidChange: vscode.Event<void>;
  /** @param takeFocus the keyboard goes there too */
  showPanel(takeFocus?: boolean): void;
  /** Whether somebody can see the panel now. */
  panelVisible(): boolean;
  /** Tells the panel; false: its page is not ready and never hears it. */
  post(message: ToWebview): boolean;
  /** The page has been loaded (again), and has the state: whatever else it is to show has to be told anew. */
  readonly onPanelReady: vscode.Event<void>;
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
