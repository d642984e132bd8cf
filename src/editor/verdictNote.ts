/** The quiet notes behind analysed ranges. */
import * as vscode from 'vscode';
import type { Span } from '../model/types';
import { verdictText } from '../wording';
import type { Unit } from './store';

type Note = vscode.DecorationOptions & { range: vscode.Range };

/** The notes of live units in reading order; those that end on one line share a note, which stands behind it all. */
export function verdictNotes(document: vscode.TextDocument, units: readonly Unit[]): Note[] {
  const notes = new Map<number, Note>();
  for (const unit of units) {
    if (!unit.span) continue;
    const note = verdictNote(document, unit, unit.span);
    const { line } = note.range.start;
    const before = notes.get(line);
    notes.set(line, before ? joined(document, before, note) : note);
  }
  return [...notes.values()];
}

function joined(document: vscode.TextDocument, before: Note, note: Note): Note {
  const { end } = document.lineAt(note.range.start).range;
  const texts = [before, note].map(({ renderOptions }) => renderOptions?.after?.contentText ?? '');
  return { range: new vscode.Range(end, end), renderOptions: { after: { contentText: texts.join(' · ') } } };
}

/**
 * The note of a live unit: behind its last word, never on the line below, where a selection may end. Where the line
 * goes on, the note stands behind that too, so that no text is pushed aside.
 */
function verdictNote(document: vscode.TextDocument, unit: Unit, span: Span): Note {
  const last = document.positionAt(span.start + (unit.analysis.tokens.at(-1)?.end ?? 0));
  const line = document.lineAt(last);
  const rest = line.text.slice(last.character);
  const end = rest.trim() === '' ? last : line.range.end;
  return {
    range: new vscode.Range(end, end),
    renderOptions: { after: { contentText: verdictText(unit.analysis) } },
  };
}
