/** The quiet note behind an analysed range. */
import * as vscode from 'vscode';
import type { Span } from '../model/types';
import type { Unit } from './store';
import { verdictText } from './words';

/** The note of a live unit, right behind its last word: never on the line below, where a selection may end. */
export function verdictNote(
  document: vscode.TextDocument,
  unit: Unit,
  span: Span,
): vscode.DecorationOptions & { range: vscode.Range } {
  const end = document.positionAt(span.start + (unit.analysis.tokens.at(-1)?.end ?? 0));
  return {
    range: new vscode.Range(end, end),
    renderOptions: { after: { contentText: verdictText(unit.analysis) } },
  };
}
