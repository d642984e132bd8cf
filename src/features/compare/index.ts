/** Comparing in VS Code: its command, and what there is to export. */
import * as vscode from 'vscode';
import type { Exports } from '../feature';
import type { Compare } from './compare';

const COMPARE = 'attentionInspector.compareModels';

export function registerCompare(compare: Compare, exports: Exports): vscode.Disposable {
  return vscode.Disposable.from(
    compare,
    vscode.commands.registerCommand(COMPARE, () => compare.show()),
    exports.offer('comparison', () => compare.exportParts()),
  );
}
