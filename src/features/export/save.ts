/** Writing a file so that it is there whole, as it was, or not at all; on any file system that VS Code knows. */
import { posix } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { InputError } from '../../model/types';

/** @throws InputError naming the file and why it was not written */
export async function saveWhole(to: vscode.Uri, content: Uint8Array): Promise<void> {
  const { fs } = vscode.workspace;
  const aside = to.with({ path: posix.join(posix.dirname(to.path), `.${posix.basename(to.path)}.part`) });
  try {
    if (fs.isWritableFileSystem(to.scheme) === false) throw new Error(t('its file system is read-only'));
    if (await isFolder(to)) throw new Error(t('it is a folder'));
    await fs.writeFile(aside, content);
    await fs.rename(aside, to, { overwrite: true });
  } catch (error) {
    await fs.delete(aside).then(undefined, () => undefined);
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(t('{0} could not be written: {1}', shownName(to), why), { cause: error });
  }
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.Directory) !== 0,
    () => false,
  );
}

export function shownName(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
}
