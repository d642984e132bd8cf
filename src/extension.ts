/** Composition root: builds the parts, registers them, pushes them once. No logic. */
import path from 'node:path';
import * as vscode from 'vscode';
import { LiveConfig } from './config';
import { COMMANDS, Controller } from './controller';
import { inspector, type Inspector } from './editor/inspector';
import { reveal } from './editor/places';
import { CodeLenses } from './features/codeLenses';
import { Compare } from './features/compare/compare';
import { EXPORT_COMMANDS, Exporter } from './features/export/exporter';
import { LiveAttention } from './features/live';
import { PinHistory } from './features/pins/history';
import { Pins } from './features/pins/pins';
import { RangeSelection } from './features/rangeSelection';
import { Run } from './features/run';
import { ExplainTool } from './features/explain/tool';
import { SampleReview } from './features/sample';
import { speak } from './language';
import { SHOW_TRAINING, TrainingFeature } from './features/training';
import { RulerMarks } from './editor/rulerMarks';
import { Describe } from './features/describe';
import { Edits } from './features/edits/edits';
import { Navigation } from './features/navigation';
import { createAnalyzerClient } from './model/node/client';
import { classifierNames } from './model/node/modelFolders';
import { AttentionPanel } from './webview/panel';

const SECTION = 'attentionInspector';

/** Starts nothing heavy: the model is loaded, in a thread of its own, by the first command that needs it. */
export function activate(context: vscode.ExtensionContext): Inspector {
  const { extensionUri, extensionPath, subscriptions, workspaceState, extension } = context;
  const { displayName, version } = extension.packageJSON as { displayName: string; version: string };
  // VS Code has read the translations of its display language by now; there are none for English.
  speak({ language: vscode.env.language, bundle: vscode.l10n.bundle });
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
  const training = new TrainingFeature(controller);
  const live = new LiveAttention(controller);
  const history = new PinHistory(workspaceState, (line) => log.error(line));
  const compare = new Compare(controller, {
    models: () => classifierNames(path.join(extensionPath, 'models')),
    pins: () => history.pins,
    memory: workspaceState,
  });
  const pins = new Pins(controller, {
    history,
    document: (address) => vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === address),
    reveal,
    confirm: async (question, yes) =>
      (await vscode.window.showWarningMessage(question, { modal: true }, yes)) === yes,
    say: (message) => void vscode.window.setStatusBarMessage(message, 4000),
    changed: () => compare.pinsChanged(),
    now: () => Date.now(),
  });
  const edits = new Edits(controller);
  const ruler = new RulerMarks(controller.store, () => config.current, controller.onDidChange);
  const { registerCommand } = vscode.commands;
  subscriptions.push(
    log,
    exporter,
    controller,
    new RangeSelection(controller),
    training,
    live,
    new CodeLenses(controller),
    new Run(controller),
    new ExplainTool(controller),
    new SampleReview(controller, COMMANDS.showSample, extensionUri),
    edits,
    ruler,
    new Navigation(controller),
    new Describe(controller),
    registerCommand(COMMANDS.analyze, () => controller.analyze()),
    registerCommand(COMMANDS.clear, () => controller.clear()),
    registerCommand(COMMANDS.openPanel, () => controller.openPanel()),
    registerCommand(COMMANDS.showLog, () => log.show()),
    registerCommand(SHOW_TRAINING, () => training.show()),
    compare,
    exporter.offer('comparison', () => compare.exportParts()),
    pins,
    registerCommand('attentionInspector.compareModels', () => compare.show()),
    registerCommand('attentionInspector.pin', () => pins.pin()),
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
  return inspector(controller, { live, edits, ruler });
}

/** Everything was pushed to the subscriptions, which VS Code disposes of. */
export function deactivate(): void {}
