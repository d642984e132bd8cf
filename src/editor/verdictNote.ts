/** The quiet note behind an analysed range. */
import * as vscode from 'vscode';
import type { Span } from '../model/types';
import { verdictText } from '../wording';
import type { Unit } from './store';

/**
 * The note of a live unit: behind its last word, never on the line below, where a selection may end. Where the line
 * goes on, the note stands behind that too, so that no text is pushed aside.
 */
export function verdictNote(
  document: vscode.TextDocument,
  unit: Unit,
  span: Span,
): vscode.DecorationOptions & { range: vscode.Range } {
  const last = document.positionAt(span.start + (unit.analysis.tokens.at(-1)?.end ?? 0));
  const line = document.lineAt(last);
  const rest = line.text.slice(last.character);
  const end = rest.trim() === '' ? last : line.range.end;
  return {
    range: new vscode.Range(end, end),
    renderOptions: { after: { contentText: verdictText(unit.analysis) } },
  };
}
