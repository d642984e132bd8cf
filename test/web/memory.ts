/** A file system in memory, there from the start. */
import * as vscode from 'vscode';
import { MemoryFiles } from '../vscode/memoryFiles';

export const files = new MemoryFiles();

export const at = (path: string) => vscode.Uri.from({ scheme: 'memfs', path });

vscode.workspace.registerFileSystemProvider('memfs', files);
