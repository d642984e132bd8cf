/** The extension on Node: on the desktop, and on whatever machine VS Code's server runs. */
import path from 'node:path';
import * as vscode from 'vscode';
import { isAddress } from '../config';
import { compose } from '../extension';
import { registerNative } from '../features/native';
import { createAnalyzerClient } from '../model/node/client';
import { classifierNames } from '../model/node/modelFolders';
import type { Platform } from './platform';
import { replaceOnDisk } from './replaceOnDisk';
import { virtualFolder } from './virtualFolder';

export function activate(context: vscode.ExtensionContext) {
  return compose(context, onNode(context));
}

/** Everything was pushed to the subscriptions, which VS Code disposes of. */
export function deactivate(): void {}

function onNode(context: vscode.ExtensionContext): Platform {
  const { extensionPath, globalStorageUri } = context;
  const dist = path.join(extensionPath, 'dist');
  const models = path.join(extensionPath, 'models');
  return {
    createService: ({ model, backend }, log) =>
      createAnalyzerClient({
        workerPath: path.join(dist, 'worker.js'),
        modelFolder: folderOf(model, models),
        wasmFolder: dist,
        storage: globalStorageUri.fsPath,
        backend,
        log,
      }),
    models: () => classifierNames(models),
    loadBundle: () => import('../export/main'),
    replaceOnDisk,
    register: (surface, changed) => registerNative(surface, context, changed),
  };
}

/** Folders on disk are read by the worker itself; others by VS Code, which alone knows their file systems. */
function folderOf(model: string, models: string) {
  if (!isAddress(model)) return path.resolve(models, model);
  const uri = vscode.Uri.parse(model, true);
  return uri.scheme === 'file' ? uri.fsPath : virtualFolder(uri);
}
