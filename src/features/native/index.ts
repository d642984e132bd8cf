/** Native TensorFlow for those who want it. Needs Node: an extension host in a browser goes without this import. */
import path from 'node:path';
import * as vscode from 'vscode';
import { nativePlaces } from '../../model/node/nativeFolder';
import type { Surface } from '../feature';
import { NativeInstaller } from './installer';
import { thisMachine } from './machine';
import { NativeTensorFlow } from './native';

/** @param changed what a backend finds has changed: services are to be started anew */
export function registerNative(
  surface: Surface,
  { extensionPath, globalStorageUri }: Pick<vscode.ExtensionContext, 'extensionPath' | 'globalStorageUri'>,
  changed: () => void,
): vscode.Disposable {
  const installer = new NativeInstaller(nativePlaces(globalStorageUri.fsPath), thisMachine, {
    proofPath: path.join(extensionPath, 'dist', 'nativeProof.js'),
    proxy: () => vscode.workspace.getConfiguration('http').get<string>('proxy') || undefined,
    log: (line) => surface.log.info(line),
  });
  return new NativeTensorFlow(surface, installer, changed);
}
