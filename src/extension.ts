/** Composition root, of every host: builds the parts, registers them, pushes them once. No logic. */
import * as vscode from 'vscode';
import { COMMANDS, Controller } from './controller';
import { inspector, type Inspector } from './editor/inspector';
import { CodeLenses } from './features/codeLenses';
import { registerCompare } from './features/compare';
import { Compare } from './features/compare/compare';
import { EXPORT_COMMANDS, Exporter } from './features/export/exporter';
import { LiveAttention } from './features/live';
import { registerPins } from './features/pins';
import { PinHistory } from './features/pins/history';
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
import { registerTrust } from './features/trust';
import { openLog } from './notice';
import type { Platform } from './platform/platform';
import { followSettings, openSettings } from './settings';
import { tellIgnored } from './untrusted';
import { AttentionPanel } from './webview/panel';

/**
 * Starts nothing heavy: the model is loaded, in a thread of its own, by the first command that needs it.
 * @param platform what the host that runs the extension does in its own way
 */
export function compose(context: vscode.ExtensionContext, platform: Platform): Inspector {
  const { extensionUri, subscriptions, workspaceState, extension } = context;
  const { displayName, version } = extension.packageJSON as { displayName: string; version: string };
  // VS Code has read the translations of its display language by now; there are none for English.
  speak({ language: vscode.env.language, bundle: vscode.l10n.bundle });
  const log = openLog('Attention Inspector');
  const config = openSettings(log);
  const controller = new Controller({
    config: () => config.current,
    createService: (wanted) => platform.createService(wanted, (line) => log.info(line)),
    createPanel: (events) => new AttentionPanel(extensionUri, events),
    log,
  });
  const exporter = new Exporter(controller, { generator: `${displayName} ${version}`, ...platform });
  const training = new TrainingFeature(controller);
  const live = new LiveAttention(controller);
  const history = new PinHistory(workspaceState, (line) => log.error(line));
  const compare = new Compare(controller, {
    models: () => platform.models(),
    pins: () => history.pins,
    memory: workspaceState,
  });
  const edits = new Edits(controller);
  const ruler = new RulerMarks(controller.store, () => config.current, controller.onDidChange);
  const { registerCommand } = vscode.commands;
  // Disposed of in this order: what uses something comes before it.
  subscriptions.push(
    new RangeSelection(controller),
    new CodeLenses(controller),
    new Run(controller),
    new ExplainTool(controller),
    new SampleReview(controller, COMMANDS.showSample, extensionUri),
    new Navigation(controller),
    new Describe(controller),
    training,
    live,
    edits,
    ruler,
    platform.register(controller, () => controller.reconfigure(true)),
    registerTrust(controller),
    registerCompare(compare, exporter),
    registerPins(controller, history, () => compare.pinsChanged()),
    registerCommand(COMMANDS.analyze, () => controller.analyze()),
    registerCommand(COMMANDS.clear, () => controller.clear()),
    registerCommand(COMMANDS.openPanel, () => controller.openPanel()),
    registerCommand(COMMANDS.showLog, () => log.show()),
    registerCommand(SHOW_TRAINING, () => training.show()),
    registerCommand(EXPORT_COMMANDS.export, (request?: unknown) => exporter.export(request)),
    registerCommand(EXPORT_COMMANDS.copyMarkdown, (request?: unknown) => exporter.copyMarkdown(request)),
    registerCommand(EXPORT_COMMANDS.openOutside, (uri: vscode.Uri) => exporter.openOutside(uri)),
    vscode.languages.registerHoverProvider('*', controller.hover),
    followSettings(config, (service) => controller.reconfigure(service)),
    exporter,
    controller,
    log,
  );
  void tellIgnored(log);
  return inspector(controller, { live, edits, ruler });
}
