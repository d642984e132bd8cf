/** Writing a file so that it is there whole, as it was, or not at all; on any file system that VS Code knows. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { InputError } from '../../model/types';

/**
 * Puts a file where another may stand, which is whole at any moment. `vscode.workspace.fs` cannot: its renaming deletes what
 * it replaces first.
 */
export type ReplaceOnDisk = (file: string, content: Uint8Array) => Promise<void>;

/**
 * @param replaceOnDisk null where there is no disk: in a browser
 * @throws InputError naming the file and why it was not written
 */
export async function saveWhole(
  to: vscode.Uri,
  content: Uint8Array,
  replaceOnDisk: ReplaceOnDisk | null,
): Promise<void> {
  try {
    if (vscode.workspace.fs.isWritableFileSystem(to.scheme) === false) {
      throw new Error(t('its file system is read-only'));
    }
    if (await isFolder(to)) throw new Error(t('it is a folder'));
    await (to.scheme === 'file' && replaceOnDisk
      ? replaceOnDisk(to.fsPath, content)
      : replaceElsewhere(to, content));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(t('{0} could not be written: {1}', shownName(to), why), { cause: error });
  }
}

/**
 * Written aside and renamed by VS Code, which deletes what is replaced first: what was there is put back on failure. Never
 * written in place: after a write that failed, VS Code 1.139 never ends another to the same address.
 */
async function replaceElsewhere(to: vscode.Uri, content: Uint8Array): Promise<void> {
  const { fs } = vscode.workspace;
  const aside = to.with({ path: asideOf(to.path) });
  const before = await quietly(fs.readFile(to));
  try {
    await fs.writeFile(aside, content);
    await fs.rename(aside, to, { overwrite: true });
  } catch (error) {
    await quietly(fs.delete(aside));
    if (before && !(await quietly(fs.stat(to)))) await quietly(fs.writeFile(to, before));
    throw error;
  }
}

/** Undefined instead of an error. */
async function quietly<T>(work: Thenable<T>): Promise<T | undefined> {
  return work.then(
    (done) => done,
    () => undefined,
  );
}

function asideOf(path: string): string {
  const slash = path.lastIndexOf('/');
  // Not `randomUUID`, which a browser only has on pages that came encrypted.
  const [mark] = crypto.getRandomValues(new Uint32Array(1));
  return `${path.slice(0, slash + 1)}.${path.slice(slash + 1)}.${mark!.toString(16).padStart(8, '0')}.part`;
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  const found = await quietly(vscode.workspace.fs.stat(uri));
  return found !== undefined && (found.type & vscode.FileType.Directory) !== 0;
}

export function shownName(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
}
