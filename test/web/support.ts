/** What the tests in a browser's extension host share. Nothing here is Node's: there is none. */
import * as vscode from 'vscode';
import type { Inspector } from '../../src/editor/inspector';
import type { Entry } from '../../src/editor/store';
import { sleep } from '../../src/pause';

/** Upper limit of every wait; nothing is asserted about how long it took. */
const PATIENCE_MS = 30_000;

export const EXTENSION = 'attention-inspector.attention-inspector';

export function extension(): vscode.Extension<Inspector> {
  const found = vscode.extensions.getExtension<Inspector>(EXTENSION);
  if (!found) throw new Error('VS Code does not know the extension');
  return found;
}

export async function inspect(): Promise<Inspector> {
  return extension().activate();
}

export function equal<T>(found: T, expected: T, what: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, found ${a}`);
}

export function ok(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

export function match(found: string, pattern: RegExp, what: string): void {
  ok(pattern.test(found), `${what}: expected ${String(pattern)}, found ${JSON.stringify(found)}`);
}

declare const TEST_MARK: string;

/** Prints lines that the launcher tells from what the workbench logs. */
export function print(text: string): void {
  for (const line of text.split('\n')) console.log(`${TEST_MARK}${line}`);
}

/** Waits until something is there; `what` names it in the error. */
export async function until<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited ${PATIENCE_MS / 1000} s in vain for ${what}`);
    await sleep(20);
  }
}

/** Shows a document, selects all of it, runs the command, and gives what came of it. */
export async function readAll(uri: vscode.Uri): Promise<Entry> {
  const document = await vscode.workspace.openTextDocument(uri);
  return readDocument(document);
}

export async function readText(content: string): Promise<Entry> {
  return readDocument(await vscode.workspace.openTextDocument({ content, language: 'plaintext' }));
}

async function readDocument(document: vscode.TextDocument): Promise<Entry> {
  const editor = await vscode.window.showTextDocument(document);
  const end = document.positionAt(document.getText().length);
  editor.selection = new vscode.Selection(new vscode.Position(0, 0), end);
  await vscode.commands.executeCommand('attentionInspector.analyze');
  const [entry] = (await inspect()).analyses(document.uri);
  ok(entry, `nothing was read of ${document.uri.toString()}`);
  return entry;
}

/** What the person is told while something is done that fails or is not to be had. */
export async function told(
  by: 'showErrorMessage' | 'showInformationMessage',
  work: () => Thenable<unknown>,
): Promise<string> {
  const { window } = vscode;
  const shown = window[by];
  let message = '';
  Object.assign(window, {
    [by]: (text: string) => {
      message = text;
      return Promise.resolve(undefined);
    },
  });
  try {
    await work().then(undefined, () => undefined);
    return await until('something to be told', () => message);
  } finally {
    Object.assign(window, { [by]: shown });
  }
}

/** Sets one of our settings for the time of a test; `undefined` takes it back. */
export async function setSetting(key: string, value: unknown): Promise<void> {
  const settings = vscode.workspace.getConfiguration('attentionInspector');
  if (settings.inspect(key)?.globalValue === value) return;
  await settings.update(key, value, vscode.ConfigurationTarget.Global);
}

/** Reads a file of the extension's own. */
export async function own(path: string): Promise<Uint8Array> {
  return vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension().extensionUri, path));
}
