/** The settings as VS Code has them: wrong ones are told to the person, changes to whoever is concerned. */
import * as vscode from 'vscode';
import { LiveConfig } from './config';
import { warn } from './notice';
import { guarded } from './untrusted';

const SECTION = 'attentionInspector';

export function openSettings(log: Pick<vscode.LogOutputChannel, 'warn'>): LiveConfig {
  return new LiveConfig(
    () => guarded(vscode.workspace.getConfiguration(SECTION), vscode.workspace.isTrusted),
    (problem) => {
      log.warn(problem);
      void warn(problem);
    },
  );
}

/** @param changed called after every change; `service`: among them the model or its backend */
export function followSettings(config: LiveConfig, changed: (service: boolean) => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration(SECTION)) return;
    config.reload();
    changed(['model', 'backend'].some((name) => event.affectsConfiguration(`${SECTION}.${name}`)));
  });
}
