/** What the tests in a real VS Code share: documents to read, commands to run, and a look at what is shown. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { Inspector, Shown } from '../../src/editor/inspector';
import type { Entry } from '../../src/editor/store';

/** Upper limit of every wait; nothing is asserted about how long it took. */
const PATIENCE_MS = Number(process.env['ATTENTION_INSPECTOR_PATIENCE_MS'] ?? 60_000);

export const REVIEW =
  'This film is a wonderful surprise: the acting is superb and I laughed out loud. A gem that I will watch again!';
export const PAN = 'A dull and lifeless mess, the jokes are awful; do not waste your time or money on it.';

/** The extension's read-only look at what it shows. */
export async function inspect(): Promise<Inspector> {
  const extension = vscode.extensions.getExtension<Inspector>('attention-inspector.attention-inspector');
  assert.ok(extension, 'VS Code does not know the extension');
  return extension.activate();
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

/** Waits until something equals what is expected; fails with the difference. */
export async function untilEqual<T>(look: () => T | Promise<T>, expected: T): Promise<void> {
  await until('two values to be equal', async () => isDeepStrictEqual(await look(), expected)).catch(
    () => {},
  );
  assert.deepEqual(await look(), expected);
}

let folder: string | undefined;
let files = 0;

/** Shows a file of its own, gone when the process ends. */
export async function show(content: string, column?: vscode.ViewColumn): Promise<vscode.TextEditor> {
  if (!folder) {
    const made = mkdtempSync(path.join(os.tmpdir(), 'attention-inspector-'));
    process.on('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  const file = path.join(folder, `text-${++files}.txt`);
  await writeFile(file, content);
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file), column);
}

/** The range of a phrase, which must be there. */
export function rangeOf(document: vscode.TextDocument, phrase: string, from = 0): vscode.Range {
  const start = document.getText().indexOf(phrase, from);
  assert.notEqual(start, -1, `"${phrase}" is not in the document`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + phrase.length));
}

export function select(editor: vscode.TextEditor, ...phrases: string[]): void {
  const ranges = phrases.map((phrase) => rangeOf(editor.document, phrase));
  editor.selections = ranges.map(({ start, end }) => new vscode.Selection(start, end));
}

export function putCursor(editor: vscode.TextEditor, position: vscode.Position): void {
  editor.selection = new vscode.Selection(position, position);
}

export async function analyze(): Promise<void> {
  await vscode.commands.executeCommand('attentionInspector.analyze');
}

export async function clear(): Promise<void> {
  await vscode.commands.executeCommand('attentionInspector.clear');
}

/** Selects the phrases, runs the command, and gives what came of it. */
export async function read(editor: vscode.TextEditor, ...phrases: string[]): Promise<Entry> {
  select(editor, ...phrases);
  await analyze();
  const [entry] = (await inspect()).analyses(editor.document.uri);
  assert.ok(entry, 'nothing was read');
  return entry;
}

/** Every shaded range of an editor with its step, in reading order. */
export function shaded({ shades, against }: Shown): { range: vscode.Range; step: number }[] {
  return [shades, against.shades]
    .flatMap((sides) => sides.flatMap((ranges, step) => ranges.map((range) => ({ range, step }))))
    .sort((a, b) => a.range.start.compareTo(b.range.start));
}

/** All that must hold of an editor whose live analyses are all in sight. */
export async function checkShading(editor: vscode.TextEditor): Promise<void> {
  const inspector = await inspect();
  const { document } = editor;
  const live = inspector.analyses(document.uri).flatMap(({ units }) => units.filter(({ span }) => span));
  const words = live.flatMap(({ analysis, span }) =>
    analysis.tokens.map((token) => ({ ...token, at: (span?.start ?? 0) + token.start })),
  );
  // What follows an edit elsewhere comes a moment later.
  const marks = await until('every word to be shaded, each where it stands', () => {
    const found = shaded(inspector.shown(editor));
    const same = found.every(({ range }, index) => document.offsetAt(range.start) === words[index]?.at);
    return found.length === words.length && same ? found : undefined;
  });
  for (const [index, { range }] of marks.entries()) {
    assert.equal(document.getText(range), words[index]?.text);
  }
  for (const { analysis } of live) {
    const sum = analysis.tokens.reduce((total, { weight }) => total + weight, 0);
    assert.ok(Math.abs(sum - 1) < 1e-4, `the weights sum to ${sum}`);
  }
}

/** The steps of one unit's words must be ordered as their weights. */
export async function checkOrder(editor: vscode.TextEditor, entry: Entry): Promise<void> {
  const steps = new Map(
    shaded((await inspect()).shown(editor)).map(({ range, step }) => [
      editor.document.offsetAt(range.start),
      step,
    ]),
  );
  for (const { analysis, span } of entry.units) {
    assert.ok(span);
    const byWeight = [...analysis.tokens].sort((a, b) => a.weight - b.weight);
    const order = byWeight.map(({ start }) => steps.get(span.start + start) ?? -1);
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
    assert.equal(order.at(-1), 39, 'the strongest word has full shading');
  }
}

/** Our hover at a position as plain text; null when there is none. */
export async function hoverAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<string | null> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  const texts = hovers.flatMap(({ contents }) =>
    contents.map((content) => (typeof content === 'string' ? content : content.value)),
  );
  return texts.find((text) => /of the attention|of all effects|Not read,/.test(text)) ?? null;
}

/** Sets one of our settings for the time of a test; `undefined` takes it back. */
export async function setSetting(key: string, value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration('attentionInspector')
    .update(key, value, vscode.ConfigurationTarget.Global);
}

/** Closes everything without saving. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty) continue;
    await vscode.window.showTextDocument(document).then(undefined, () => undefined);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await until('every tab to be closed', () =>
    vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0),
  );
}

export interface Pauses {
  /** Longest turn of the event loop so far, ms: by the clock, and of processor time spent in this thread. */
  readonly clock: number;
  readonly processor: number;
  stop(): void;
}

/**
 * Watches the event loop of the extension host. On a machine that is busy with other things the clock counts their
 * time too; the processor time of this thread does not.
 */
export function watchPauses(): Pauses {
  const { threadCpuUsage = process.cpuUsage } = process as {
    threadCpuUsage?: () => { user: number; system: number };
  };
  const spent = () => {
    const { user, system } = threadCpuUsage.call(process);
    return (user + system) / 1000;
  };
  const pauses = { clock: 0, processor: 0, stop: () => void (running = false) };
  let running = true;
  let clock = performance.now();
  let processor = spent();
  const turn = () => {
    const [now, used] = [performance.now(), spent()];
    pauses.clock = Math.max(pauses.clock, now - clock);
    pauses.processor = Math.max(pauses.processor, used - processor);
    [clock, processor] = [now, used];
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  return pauses;
}

/** How the pauses are printed. */
export function described({ clock, processor }: Pauses): string {
  return `longest pause of the event loop ${processor.toFixed(1)} ms of processor time (${clock.toFixed(1)} ms by the clock)`;
}
