/** What the extension must not do: call out, stall the extension host, or take long to start. */
import assert from 'node:assert/strict';
import dns from 'node:dns';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import * as vscode from 'vscode';
import { createAnalyzerClient } from '../../src/model/node/client';
import {
  analyze,
  checkShading,
  clear,
  closeAll,
  described,
  inspect,
  PAN,
  read,
  REVIEW,
  show,
  until,
  watchPauses,
} from './support';

const root = path.resolve(__dirname, '..', '..');

/** Replaces every way out by one that records who asked and refuses those of ours; call the result to take it back. */
function refuseCalls(ours: (stack: string) => boolean): { calls: string[]; restore(): void } {
  const calls: string[] = [];
  const undo: (() => void)[] = [];
  const refuse = <T extends object>(target: T, ...names: (keyof T & string)[]) => {
    for (const name of names) {
      const original = target[name] as (...args: unknown[]) => unknown;
      const guarded = function (this: unknown, ...args: unknown[]): unknown {
        const stack = new Error(name).stack ?? '';
        if (!ours(stack)) return original.apply(this, args);
        calls.push(stack);
        throw new Error(`${name} is refused`);
      };
      target[name] = guarded as T[typeof name];
      undo.push(() => (target[name] = original as T[typeof name]));
    }
  };
  refuse(net.Socket.prototype, 'connect');
  refuse(net, 'connect', 'createConnection');
  refuse(tls, 'connect');
  refuse(http, 'request', 'get');
  refuse(https, 'request', 'get');
  refuse(dns, 'lookup', 'resolve');
  refuse(globalThis, 'fetch');
  return { calls, restore: () => undo.forEach((step) => step()) };
}

describe('quietly', () => {
  afterEach(async () => {
    await clear();
    await closeAll();
  });

  it('sends nothing anywhere from the extension host', async () => {
    const guard = refuseCalls((stack) => stack.includes(path.join(root, 'dist', 'extension.js')));
    try {
      const editor = await show(`${REVIEW}\n${PAN}`);
      await vscode.commands.executeCommand('attentionInspector.openPanel');
      await read(editor, REVIEW, PAN);
      await checkShading(editor);
      assert.deepEqual(guard.calls, []);
      assert.throws(
        () => void new Function('net', `//# sourceURL=${root}/dist/extension.js\nnet.connect(1)`)(net),
      );
      assert.equal(guard.calls.length, 1, 'the guard itself works');
    } finally {
      guard.restore();
    }
  });

  it('sends nothing anywhere from the worker', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'attention-inspector-'));
    const calls = path.join(folder, 'calls.txt');
    const workerPath = path.join(folder, 'guarded.cjs');
    await writeFile(calls, '');
    await writeFile(
      workerPath,
      `const refuse = (name) => () => {
         require('fs').appendFileSync(${JSON.stringify(calls)}, name + '\\n');
         throw new Error(name + ' is refused');
       };
       for (const [name, methods] of Object.entries({
         net: ['connect', 'createConnection'], tls: ['connect'], dns: ['lookup', 'resolve'], dgram: ['createSocket'],
         http: ['request', 'get'], https: ['request', 'get'], http2: ['connect'],
       })) for (const method of methods) require(name)[method] = refuse(name + '.' + method);
       require('net').Socket.prototype.connect = refuse('Socket.connect');
       globalThis.fetch = refuse('fetch');
       require(${JSON.stringify(path.join(root, 'dist', 'worker.js'))});`,
    );
    const client = createAnalyzerClient({
      workerPath,
      modelFolder: path.join(root, 'models', 'imdb-attention'),
      wasmFolder: path.join(root, 'dist'),
      backend: 'auto',
      log: () => undefined,
    });
    try {
      const { analyses } = await client.analyze(REVIEW);
      assert.equal(analyses.length, 1);
      assert.equal(await readFile(calls, 'utf8'), '');
    } finally {
      client.dispose();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('reads and scrolls a text of 20,000 words without stalling the extension host', async () => {
    const paragraphs = Array.from(
      { length: 380 },
      (_, index) => `${index}. ${index % 2 ? REVIEW : PAN} ${REVIEW}`,
    );
    const text = paragraphs.join('\n\n');
    await vscode.commands.executeCommand('attentionInspector.openPanel');
    const editor = await show(text, vscode.ViewColumn.One);
    editor.selection = new vscode.Selection(0, 0, editor.document.lineCount, 0);
    const reading = watchPauses();
    const start = performance.now();
    await analyze();
    const ms = performance.now() - start;
    reading.stop();
    const scrolling = watchPauses();
    const inspector = await inspect();
    for (const line of [300, 600, 100, 700, 0]) {
      editor.revealRange(new vscode.Range(line, 0, line, 0), vscode.TextEditorRevealType.AtTop);
      await until(`shades in line ${line}`, () =>
        inspector.shown(editor).shades.some((ranges) => ranges.some(({ start: at }) => at.line === line)),
      );
    }
    scrolling.stop();
    const [entry] = inspector.analyses(editor.document.uri);
    const words = entry?.units.reduce((sum, { analysis }) => sum + analysis.tokens.length, 0);
    console.log(
      `    ${words} words in ${entry?.units.length} texts: ${ms.toFixed(0)} ms; reading: ${described(reading)}; ` +
        `scrolling: ${described(scrolling)}`,
    );
    assert.ok(words && words > 15_000);
    // The bound is for slow machines; the figures above are what counts.
    assert.ok(Math.max(reading.processor, scrolling.processor) < 500);
  });
});
