/** Model folders on whatever file system VS Code knows. */
import * as vscode from 'vscode';
import { tooLong } from '../model/folder';
import { folderReader, type NamedFolder } from '../model/namedFolder';

/** @param folder its siblings lie beside it, as on disk */
export function virtualFolder(folder: vscode.Uri): NamedFolder {
  const where = `Model folder ${folder.toString(true)}`;
  const read = async (name: string, most: number) => {
    const { fs } = vscode.workspace;
    const uri = vscode.Uri.joinPath(folder, name);
    // Not every file system says how long a file is before it has been read.
    const size = Number.isFinite(most)
      ? await fs.stat(uri).then(
          (stat) => stat.size,
          () => 0,
        )
      : 0;
    const bytes = size > most ? null : await fs.readFile(uri);
    if (!bytes || bytes.length > most) throw tooLong(name, bytes?.length ?? size, most);
    return bytes;
  };
  return { where, read: folderReader(where, read, reason) };
}

function reason(error: unknown): string {
  const code = error instanceof vscode.FileSystemError ? error.code : '';
  if (code === 'FileNotFound') return 'the file is missing';
  if (code === 'FileIsADirectory') return 'a folder stands there, a file was expected';
  return `the file cannot be read (${error instanceof Error ? error.message : String(error)})`;
}
