/** What a person sees when threads die, disks fill, settings change and panels close in the middle of something. */
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { readConfig } from '../../src/config';
import { Controller, type Panel } from '../../src/controller';
import { TrainingFeature } from '../../src/features/training';
import { createAnalyzerClient } from '../../src/model/node/client';
import type { AnalyzerService } from '../../src/model/types';
import type { PanelEvents } from '../../src/webview/link';
import type { ToWebview } from '../../src/webview/protocol';
import { closePanel, openAndClose, PageWatch, panelTabs } from './cycles';
import { RejectionWatch } from './rejections';
import {
  analyze,
  checkShading,
  clear,
  closeAll,
  inspect,
  PAN,
  read,
  REVIEW,
  select,
  setSetting,
  show,
  until,
} from './support';
import { heapHeld, WorkerWatch, type Watched } from './watchedWorkers';

const root = path.resolve(__dirname, '..', '..');
const LONG = Array.from({ length: 300 }, (_, i) => `${i}. ${i % 2 ? REVIEW : PAN} ${REVIEW}`).join('\n\n');

/** Errors that are shown to the person, instead of being shown. */
class Shown {
  readonly errors: string[] = [];
  private readonly original = vscode.window.showErrorMessage;

  constructor() {
    (vscode.window as { showErrorMessage: unknown }).showErrorMessage = async (message: string) =>
      void this.errors.push(message);
  }

  restore(): void {
    (vscode.window as { showErrorMessage: unknown }).showErrorMessage = this.original;
  }
}

describe('when things go wrong', () => {
  let workers: WorkerWatch;
  let rejections: RejectionWatch;
  let shown: Shown;

  beforeEach(() => {
    workers = new WorkerWatch();
    rejections = new RejectionWatch();
    shown = new Shown();
  });

  afterEach(async () => {
    for (const key of ['backend', 'model', 'gamma', 'segments']) await setSetting(key, undefined);
    await clear();
    await closeAll();
    shown.restore();
    workers.restore();
    rejections.stop();
    assert.deepEqual(rejections.seen, []);
  });

  /** The thread that an analysis is open on. */
  const reading = (): Promise<Watched> =>
    until('an analysis to be under way', () =>
      workers.living.find(({ open, asked }) => open.size > 0 && asked.has('analyze')),
    );

  const texts = async (editor: vscode.TextEditor) =>
    (await inspect()).analyses(editor.document.uri).flatMap(({ units }) => units.map(({ text }) => text));

  async function selectAll(editor: vscode.TextEditor): Promise<void> {
    editor.selection = new vscode.Selection(0, 0, editor.document.lineCount, 0);
  }

  it('a killed worker is one clear error, what is shaded stays, and the next analysis works', async () => {
    // Threads of before are not watched; another setting starts others, this one is slow as well.
    await setSetting('backend', 'plain');
    const first = await show(REVIEW, vscode.ViewColumn.One);
    await read(first, REVIEW);
    await checkShading(first);
    const second = await show(LONG, vscode.ViewColumn.Two);
    await selectAll(second);
    const done = analyze();
    const { worker } = await reading();
    await worker.terminate();
    await done;
    assert.equal(shown.errors.length, 1, shown.errors.join('\n'));
    assert.match(shown.errors[0]!, /The analysis stopped unexpectedly \(exit code 1\)/);
    assert.deepEqual(await texts(second), []);
    assert.deepEqual(await texts(first), [REVIEW]);
    await checkShading(first);
    await vscode.window.showTextDocument(first.document, vscode.ViewColumn.One);
    const again = await show(PAN, vscode.ViewColumn.Two);
    await read(again, PAN);
    await checkShading(again);
    assert.equal(shown.errors.length, 1);
  });

  it('settings that change during a run count for the next one, which wins', async () => {
    await setSetting('backend', 'plain');
    const editor = await show(`${LONG}\n\n${PAN}`);
    await selectAll(editor);
    const first = analyze();
    const before = await reading();
    await setSetting('model', 'imdb-bag-of-words');
    await setSetting('gamma', 2);
    await setSetting('backend', 'auto');
    select(editor, PAN);
    const second = analyze();
    await Promise.all([first, second]);
    const [entry] = (await inspect()).analyses(editor.document.uri);
    assert.equal(entry?.model, 'imdb-bag-of-words');
    assert.deepEqual(await texts(editor), [PAN]);
    await checkShading(editor);
    await until('the thread of the old settings to end', () => before.ended);
    assert.deepEqual(shown.errors, []);
  });

  it('settings that change during a run leave it its result', async () => {
    await setSetting('backend', 'plain');
    const editor = await show(LONG);
    await selectAll(editor);
    const first = analyze();
    await reading();
    await setSetting('model', 'imdb-bag-of-words');
    await first;
    const [entry] = (await inspect()).analyses(editor.document.uri);
    assert.equal(entry?.model, 'imdb-attention');
    assert.ok((await texts(editor)).length >= 300);
    await read(editor, PAN);
    assert.equal((await inspect()).analyses(editor.document.uri)[0]?.model, 'imdb-bag-of-words');
    assert.deepEqual(shown.errors, []);
  });

  it('of 200 analyses in a row the last is shown, and nothing waits in the worker', async () => {
    await setSetting('backend', 'plain');
    const editor = await show(`The end.\n\n${LONG}`);
    await read(editor, 'The end.');
    const started: Promise<void>[] = [];
    for (let i = 0; i < 200; i++) {
      if (i === 199) select(editor, 'The end.');
      else await selectAll(editor);
      started.push(analyze());
      if (i % 2) await sleep(2);
    }
    await Promise.all(started);
    assert.deepEqual(await texts(editor), ['The end.']);
    assert.equal((await inspect()).analyses().length, 1);
    await checkShading(editor);
    await until('the worker to be idle', () => workers.living.every(({ open }) => open.size === 0));
    const most = Math.max(...workers.all.map(({ mostOpen }) => mostOpen));
    const [only] = workers.all;
    console.log(
      `      200 analyses: ${only!.asked.get('analyze')! - 1} reached the model, at most ${most} requests open`,
    );
    assert.equal(workers.all.length, 1, 'one thread served them all');
    assert.deepEqual(shown.errors, []);
  });

  it('an export whose panel is closed in the middle is one clear error, and no file', async () => {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'attention-inspector-closed-'));
    const original = vscode.window.createWebviewPanel;
    const window = vscode.window as { createWebviewPanel: unknown };
    let closed = 0;
    window.createWebviewPanel = (...given: Parameters<typeof original>) => {
      const panel = original.apply(vscode.window, given);
      const { webview } = panel;
      const post = webview.postMessage.bind(webview);
      webview.postMessage = async (message: ToWebview) => {
        if (message.type !== 'exportPng') return post(message);
        closed++;
        await closePanel();
        return false;
      };
      return panel;
    };
    try {
      await read(await show(REVIEW), REVIEW);
      const to = path.join(folder, 'a.png');
      const request = { format: 'png', scope: 'text', to };
      assert.equal(await vscode.commands.executeCommand('attentionInspector.export', request), undefined);
      assert.equal(closed, 1);
      assert.deepEqual(shown.errors, [
        'Nothing was exported. The picture could not be drawn: The attention panel was closed.',
      ]);
      assert.deepEqual(await fs.readdir(folder), []);
      window.createWebviewPanel = original;
      assert.ok(await vscode.commands.executeCommand('attentionInspector.export', request));
      assert.deepEqual(await fs.readdir(folder), ['a.png']);
    } finally {
      window.createWebviewPanel = original;
      await fs.rm(folder, { recursive: true });
    }
  });

  it('an export onto a disk that fills leaves the old file whole, nothing beside it, and says so once', async () => {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'attention-inspector-full-'));
    const to = path.join(folder, 'a.json');
    const { writeFile } = fs;
    await writeFile(to, 'old');
    await read(await show(REVIEW), REVIEW);
    try {
      for (const bytes of [0, 1, 700]) {
        const full = async (file: string, content: Uint8Array, options: object) => {
          if (!file.startsWith(folder)) return writeFile(file, content, options);
          await writeFile(file, content.subarray(0, bytes), options);
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
            code: 'ENOSPC',
            errno: -28,
          });
        };
        (fs as { writeFile: unknown }).writeFile = full;
        const request = { format: 'json', scope: 'text', to };
        assert.equal(await vscode.commands.executeCommand('attentionInspector.export', request), undefined);
        (fs as { writeFile: unknown }).writeFile = writeFile;
        assert.equal(await fs.readFile(to, 'utf8'), 'old');
        assert.deepEqual(await fs.readdir(folder), ['a.json']);
        assert.deepEqual(shown.errors.splice(0), [
          `Nothing was exported. ${to} could not be written: ENOSPC: no space left on device, write`,
        ]);
      }
    } finally {
      (fs as { writeFile: unknown }).writeFile = writeFile;
      await fs.rm(folder, { recursive: true });
    }
  });

  it('unloading while everything is at work ends its threads and rejects nothing unheard', async () => {
    const services: AnalyzerService[] = [];
    const sent: ToWebview[] = [];
    let events!: PanelEvents;
    const panel: Panel = {
      ...{ visible: true, show: () => undefined, setState: () => undefined, clear: () => undefined },
      ...{ mark: () => undefined, send: (message) => sent.push(message) > 0 },
    };
    const ignore = () => undefined;
    const controller = new Controller({
      config: () => readConfig({ get: () => undefined }).config,
      createService: ({ model }) => {
        const service = createAnalyzerClient({
          ...{ workerPath: path.join(root, 'dist', 'worker.js'), wasmFolder: path.join(root, 'dist') },
          ...{ modelFolder: path.join(root, 'models', model), backend: 'plain', log: ignore },
        });
        services.push(service);
        return service;
      },
      createPanel: (given) => ((events = given), panel),
      log: { info: ignore, error: ignore, show: ignore },
    });
    const training = new TrainingFeature(controller);
    const editor = await show(`${REVIEW}\n\n${LONG}`);
    select(editor, REVIEW);
    await controller.analyze();
    events.onFeature({ type: 'unfold', section: 'training', open: true });
    const [own] = workers.living;
    await until('the reading through training', () => own!.asked.has('epochs') && own!.open.size > 0);
    const examination = controller.service().examine(LONG.slice(0, 4000));
    await selectAll(editor);
    const analysis = controller.analyze();
    await until('all of them to be open', () => own!.asked.has('examine') && own!.asked.get('analyze')! > 1);
    const told = sent.length;
    training.dispose();
    controller.dispose();
    await assert.rejects(examination, /The analyzer was closed\./);
    await analysis;
    await until('the threads to end', () => workers.living.length === 0);
    await sleep(100);
    assert.equal(sent.length, told, 'a panel that is gone is told nothing');
    assert.deepEqual(shown.errors, []);
    await assert.rejects(services[0]!.info(), /closed/);
  });

  it('a panel that is opened and closed again and again leaves nothing behind', async () => {
    const pages = new PageWatch();
    try {
      await setSetting('backend', 'plain');
      await read(await show(`${REVIEW}\n\n${PAN}`), REVIEW, PAN);
      for (let i = 0; i < 3; i++) await openAndClose(pages);
      const before = await heapHeld();
      for (let i = 0; i < 12; i++) await openAndClose(pages);
      const after = await heapHeld();
      console.log(
        `      heap after 3 cycles ${(before / 2 ** 20).toFixed(1)} MB, after 15 ${(after / 2 ** 20).toFixed(1)} MB`,
      );
      assert.ok(after < 1.05 * before, `${before} bytes grew to ${after}`);
      assert.deepEqual(panelTabs(), []);
      assert.equal(workers.all.length, 1);
    } finally {
      pages.restore();
    }
  });
});
