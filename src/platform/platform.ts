/** What differs between the hosts that VS Code runs extensions in: on Node, and in a browser. */
import type { Config } from '../config';
import type { ExporterParts } from '../features/export/exporter';
import type * as vscode from 'vscode';
import type { Surface } from '../features/feature';
import type { AnalyzerService } from '../model/types';

export interface Platform extends Pick<ExporterParts, 'loadBundle' | 'replaceOnDisk'> {
  /** Starts nothing heavy by itself. */
  createService(config: Pick<Config, 'model' | 'backend'>, log: (line: string) => void): AnalyzerService;
  /** Names of the models that come with the extension and give verdicts. */
  models(): Promise<string[]>;
  /**
   * What only this host has, or has to say.
   * @param changed what a backend finds has changed: services are to be started anew
   */
  register(surface: Surface, changed: () => void): vscode.Disposable;
}
