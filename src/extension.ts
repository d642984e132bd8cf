/** Composition root: builds the parts, registers them, pushes them once. No logic. */
import path from 'node:path';
import * as vscode from 'vscode';
import { LiveConfig } from './config';
import { COMMANDS, Controller } from './controller';
import { inspector, type Inspector } from './editor/inspector';
import { EXPORT_COMMANDS, Exporter } from './features/export/exporter';
import { createAnalyzerClient } from './model/node/client';
import { AttentionPanel } from './webview/panel';

const SECTION = 'attentionInspector';

/** Starts nothing heavy: the model is loaded, in a thread of its own, by the first command that needs it. */
export function activate(context: vscode.ExtensionContext): Inspector {
  const { extensionUri, extensionPath, subscriptions, extension } = context;
  const { displayName, version } = extension.packageJSON as { displayName: string; version: string };
  const log = vscode.window.createOutputChannel('Attention Inspector', { log: true });
  const config = new LiveConfig(
    () => vscode.workspace.getConfiguration(SECTION),
    (problem) => {
      log.warn(problem);
      void vscode.window.showWarningMessage(problem);
    },
  );
  const controller = new Controller({
    config: () => config.current,
    createService: ({ model, backend }) =>
      createAnalyzerClient({
        workerPath: path.join(extensionPath, 'dist', 'worker.js'),
        modelFolder: path.resolve(extensionPath, 'models', model),
        wasmFolder: path.join(extensionPath, 'dist'),
        backend,
        log: (line) => log.info(line),
      }),
    createPanel: (events) => new AttentionPanel(extensionUri, events),
    log,
  });
  const exporter = new Exporter(controller, `${displayName} ${version}`);
  const { registerCommand } = vscode.commands;
  subscriptions.push(
    log,
    exporter,
    controller,
    registerCommand(COMMANDS.analyze, () => controller.analyze()),
    registerCommand(COMMANDS.clear, () => controller.clear()),
    registerCommand(COMMANDS.openPanel, () => controller.openPanel()),
    registerCommand(COMMANDS.showLog, () => log.show()),
    registerCommand(EXPORT_COMMANDS.export, (request?: unknown) => exporter.export(request)),
    registerCommand(EXPORT_COMMANDS.copyMarkdown, (request?: unknown) => exporter.copyMarkdown(request)),
    registerCommand(EXPORT_COMMANDS.openOutside, (uri: vscode.Uri) => exporter.openOutside(uri)),
    vscode.languages.registerHoverProvider('*', controller.hover),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(SECTION)) return;
      config.reload();
      controller.reconfigure(
        event.affectsConfiguration(`${SECTION}.model`) || event.affectsConfiguration(`${SECTION}.backend`),
      );
    }),
  );
  return inspector(controller);
}

/** Everything was pushed to the subscriptions, which VS Code disposes of. */
export function deactivate(): void {}
