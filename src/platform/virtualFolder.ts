/** Model folders on whatever file system VS Code knows. */
import * as vscode from 'vscode';
import { folderReader, type NamedFolder } from '../model/namedFolder';

/** @param folder its siblings lie beside it, as on disk */
export function virtualFolder(folder: vscode.Uri): NamedFolder {
  const where = `Model folder ${folder.toString(true)}`;
  const read = async (name: string) => vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name));
  return { where, read: folderReader(where, read, reason) };
}

function reason(error: unknown): string {
  const code = error instanceof vscode.FileSystemError ? error.code : '';
  if (code === 'FileNotFound') return 'the file is missing';
  if (code === 'FileIsADirectory') return 'a folder stands there, a file was expected';
  return `the file cannot be read (${error instanceof Error ? error.message : String(error)})`;
}
