/** A file system in memory, flat, that can be told to fail. */
import * as vscode from 'vscode';

export class MemoryFiles implements vscode.FileSystemProvider {
  /** What fails: the next write, which leaves half of its file, or every renaming. */
  fails: 'write' | 'rename' | null = null;
  private readonly files = new Map<string, Uint8Array>();
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;

  content(uri: vscode.Uri): Uint8Array {
    return this.readFile(uri);
  }

  names(): string[] {
    return [...this.files.keys()].sort();
  }

  reset(): void {
    this.fails = null;
    this.files.clear();
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    if (path === '/') return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.found(path).length };
  }

  readDirectory(): [string, vscode.FileType][] {
    return this.names().map((name) => [name.slice(1), vscode.FileType.File]);
  }

  createDirectory(): void {}

  readFile({ path }: vscode.Uri): Uint8Array {
    return this.found(path);
  }

  writeFile({ path }: vscode.Uri, content: Uint8Array): void {
    const fails = this.fails === 'write';
    if (fails) this.fails = null;
    this.files.set(path, fails ? content.slice(0, content.length / 2) : content);
    if (fails) throw vscode.FileSystemError.Unavailable('the connection was lost');
  }

  delete({ path }: vscode.Uri): void {
    this.found(path);
    this.files.delete(path);
  }

  rename(from: vscode.Uri, to: vscode.Uri): void {
    if (this.fails === 'rename') throw vscode.FileSystemError.Unavailable('no renaming here');
    this.files.set(to.path, this.found(from.path));
    this.files.delete(from.path);
  }

  private found(path: string): Uint8Array {
    const content = this.files.get(path);
    if (!content) throw vscode.FileSystemError.FileNotFound(path);
    return content;
  }
}
