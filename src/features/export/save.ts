/** Writing a file so that it is there whole, as it was, or not at all; on any file system that VS Code knows. */
import { randomUUID } from 'node:crypto';
import { realpath, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { InputError } from '../../model/types';

/** @throws InputError naming the file and why it was not written */
export async function saveWhole(to: vscode.Uri, content: Uint8Array): Promise<void> {
  try {
    if (vscode.workspace.fs.isWritableFileSystem(to.scheme) === false) {
      throw new Error(t('its file system is read-only'));
    }
    if (await isFolder(to)) throw new Error(t('it is a folder'));
    await (to.scheme === 'file' ? replaceOnDisk(to.fsPath, content) : replaceElsewhere(to, content));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError(t('{0} could not be written: {1}', shownName(to), why), { cause: error });
  }
}

/** Written aside and renamed by the system itself: VS Code's own renaming deletes what it replaces first. */
async function replaceOnDisk(file: string, content: Uint8Array): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const aside = asideOf(target, path);
  try {
    await writeFile(aside, content, { flag: 'wx', flush: true });
    await rename(aside, target);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(t('there is no folder {0}', path.dirname(target)), { cause: error });
  }
}

/**
 * Written aside and renamed by VS Code, which deletes what is replaced first: what was there is put back on failure. Never
 * written in place: after a write that failed, VS Code 1.139 never ends another to the same address.
 */
async function replaceElsewhere(to: vscode.Uri, content: Uint8Array): Promise<void> {
  const { fs } = vscode.workspace;
  const aside = to.with({ path: asideOf(to.path, path.posix) });
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

function asideOf(file: string, { basename, dirname, join }: path.PlatformPath): string {
  return join(dirname(file), `.${basename(file)}.${randomUUID().slice(0, 8)}.part`);
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  const found = await quietly(vscode.workspace.fs.stat(uri));
  return found !== undefined && (found.type & vscode.FileType.Directory) !== 0;
}

export function shownName(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString(true);
}
