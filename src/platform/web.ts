/** The extension in a browser: vscode.dev and every other VS Code that runs extensions in a web worker. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { isAbsolutePath, isAddress } from '../config';
import { compose } from '../extension';
import type { Bundle } from '../features/export/exporter';
import { classifiersAmong } from '../model/modelNames';
import type { NamedFolder } from '../model/namedFolder';
import { InputError } from '../model/types';
import { evaluate } from '../model/web/bundle';
import { createWebClient } from '../model/web/client';
import { inform } from '../notice';
import type { Platform } from './platform';
import { virtualFolder } from './virtualFolder';

export function activate(context: vscode.ExtensionContext) {
  return compose(context, inBrowser(context.extensionUri));
}

/** Everything was pushed to the subscriptions, which VS Code disposes of. */
export function deactivate(): void {}

function inBrowser(extensionUri: vscode.Uri): Platform {
  const read = async (...parts: string[]) =>
    vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, ...parts));
  const readText = async (...parts: string[]) => new TextDecoder().decode(await read(...parts));
  return {
    createService: ({ model, backend }, log) =>
      createWebClient({
        readScript: () => readText('dist', 'web', 'worker.js'),
        modelFolder: folderOf(model, extensionUri),
        readKernel: (name) => read('dist', 'kernels', name),
        backend,
        log,
      }),
    models: async () => {
      // What the extension is served by may not tell what its folders hold.
      const names = JSON.parse(await readText('dist', 'web', 'models.json')) as string[];
      return classifiersAmong(names, (name) => read('models', name, 'model.json'));
    },
    loadBundle: async () => evaluate<Bundle>(await readText('dist', 'web', 'exports.js')),
    replaceOnDisk: null,
    register: () => withoutNode(),
  };
}

/** The commands that need Node are not shown here; who runs them all the same, by a key or from a program, is told why. */
function withoutNode(): vscode.Disposable {
  void vscode.commands.executeCommand('setContext', 'attentionInspector.inBrowser', true);
  const tell = () =>
    inform(
      t(
        'Native TensorFlow needs Node, and this VS Code runs the extension in the browser. The extension’s own WebAssembly computes here, with the same numbers.',
      ),
    );
  const names = ['enableNative', 'removeNative'];
  return vscode.Disposable.from(
    ...names.map((name) => vscode.commands.registerCommand(`attentionInspector.${name}`, tell)),
  );
}

function folderOf(model: string, extensionUri: vscode.Uri): NamedFolder {
  if (isAddress(model)) return virtualFolder(vscode.Uri.parse(model, true));
  return isAbsolutePath(model)
    ? onDisk(model)
    : virtualFolder(vscode.Uri.joinPath(extensionUri, 'models', model));
}

function onDisk(path: string): NamedFolder {
  const read = async () => {
    throw new InputError(
      t(
        'The setting attentionInspector.model is {0}, a path on a disk, which VS Code in the browser cannot read. Give the name of a model that comes with the extension, or the address of a folder that VS Code has open.',
        JSON.stringify(path),
      ),
    );
  };
  return { where: 'The setting attentionInspector.model', read };
}
