/** From a text that was tried to the document: one edit of VS Code's own, which its undo takes back. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Source } from '../../editor/reading';
import type { Entry, Unit } from '../../editor/store';
import { changedText, changesOf, originalText, type Draft } from './draft';

/** Kinds of documents that are written to without a file system of their own. */
const WRITABLE = ['untitled', 'vscode-notebook-cell', 'vscode-userdata'];

/** Why the draft cannot be applied to its text in the document, for the person; null where nothing speaks against it. */
export function obstacle(
  unit: Unit | undefined,
  document: vscode.TextDocument | undefined,
  draft: Draft,
): string | null {
  if (!document || document.isClosed) return t('The document has been closed.');
  const text = unit?.span ? document.getText(rangeOf(document, unit.span)) : null;
  if (text !== originalText(draft)) return t('The text has been edited since. Analyze it again.');
  const { scheme } = document.uri;
  const writable = vscode.workspace.fs.isWritableFileSystem(scheme) ?? WRITABLE.includes(scheme);
  return writable ? null : t('The document is read-only.');
}

/** Whether the file system says so of the very file; what VS Code's own setting makes read-only it does not tell. */
export async function isReadOnlyFile({ uri }: vscode.TextDocument): Promise<boolean> {
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === undefined) return false;
  const { permissions = 0 } = await vscode.workspace.fs.stat(uri).then(undefined, () => ({ permissions: 0 }));
  return (permissions & vscode.FilePermission.Readonly) !== 0;
}

/** The edit of the document. The unit is live and its text unchanged: see `obstacle`. */
export function editOf(document: vscode.TextDocument, start: number, draft: Draft): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const change of changesOf(draft)) {
    const range = rangeOf(document, { start: start + change.start, end: start + change.end });
    edit.replace(document.uri, range, change.text);
  }
  return edit;
}

/** All live texts of the entry as they stand once the draft is in the place of its unit's, to be read anew. */
export function sourcesAfter({ units }: Entry, changed: Unit, draft: Draft): Source[] {
  const text = changedText(draft);
  const longer = text.length - changed.text.length;
  const from = changed.span?.start ?? 0;
  return units.flatMap((unit) => {
    if (!unit.span) return [];
    if (unit === changed) return [{ text, start: from }];
    const { start } = unit.span;
    return [{ text: unit.text, start: start > from ? start + longer : start }];
  });
}

function rangeOf(
  document: vscode.TextDocument,
  { start, end }: { start: number; end: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
