/** A controller of the tests' own, with a service that can be slow and fail, and a panel that keeps what it is told. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readConfig, type Config } from '../../src/config';
import { Controller, type Panel } from '../../src/controller';
import { inspector } from '../../src/editor/inspector';
import type { Unit } from '../../src/editor/store';
import type { Kept } from '../../src/features/feature';
import { InputError } from '../../src/model/types';
import type { PanelEvents } from '../../src/webview/link';
import type { ToWebview, ViewState } from '../../src/webview/protocol';
import { analysisOf, FakeService, type FakeOptions } from '../unit/editor/fakes';
import { closeAll, PAN, putCursor, rangeOf, REVIEW, select, shaded, show, until } from './support';

class FakePanel implements Panel {
  readonly visible = true;
  state: ViewState | null | undefined;
  marks: [number, number | null][] = [];
  sent: ToWebview[] = [];
  shown = 0;
  cleared = 0;

  constructor(readonly events: PanelEvents) {}

  show(): void {
    this.shown++;
  }
  clear(): void {
    this.cleared++;
  }
  setState(state: ViewState | null): void {
    this.state = state;
  }
  mark(id: number, token: number | null): void {
    this.marks.push([id, token]);
  }
  send(message: ToWebview): boolean {
    this.sent.push(message);
    return true;
  }
}

class Bench {
  readonly services: FakeService[] = [];
  readonly log: string[] = [];
  panel!: FakePanel;
  config: Config = readConfig({ get: () => undefined }).config;
  readonly controller: Controller;
  readonly look;

  constructor(public options: FakeOptions = {}) {
    const write = (line: string | Error) => void this.log.push(String(line));
    this.controller = new Controller({
      config: () => this.config,
      createService: () => {
        const service = new FakeService(this.options);
        this.services.push(service);
        return service;
      },
      createPanel: (events) => (this.panel = new FakePanel(events)),
      log: { info: write, error: write, show: () => undefined },
    });
    this.look = inspector(this.controller);
  }

  texts(editor: vscode.TextEditor): string[] {
    const [entry] = this.look.analyses(editor.document.uri);
    return entry?.units.map(({ text }) => text) ?? [];
  }
}

/** Something that work waits for until it is opened. */
class Gate {
  open!: () => void;
  /** Settles once somebody waits. */
  readonly reached: Promise<void>;
  readonly wait: () => Promise<void>;

  constructor() {
    const opened = new Promise<void>((resolve) => (this.open = resolve));
    let reach!: () => void;
    this.reached = new Promise((resolve) => (reach = resolve));
    this.wait = () => (reach(), opened);
  }
}

describe('the controller', () => {
  let bench: Bench;

  const start = (options?: FakeOptions) => (bench = new Bench(options));

  afterEach(async () => {
    bench.controller.clear();
    bench.controller.dispose();
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeAll();
  });

  it('lets the latest request win', async () => {
    const gate = new Gate();
    start({ hold: gate.wait });
    const editor = await show(`${REVIEW}\n${PAN}`);
    select(editor, REVIEW);
    const first = bench.controller.analyze();
    await gate.reached;
    select(editor, PAN);
    const second = bench.controller.analyze();
    gate.open();
    await Promise.all([first, second]);
    assert.deepEqual(bench.texts(editor), [PAN]);
    assert.equal(bench.log.length, 1, 'the first request has no outcome');
  });

  it('when cancelled shows what was read and marks the rest', async () => {
    const gate = new Gate();
    let analyses = 0;
    start({ unit: 2, hold: async () => (++analyses === 4 ? gate.wait() : undefined) });
    const editor = await show(REVIEW);
    select(editor, REVIEW);
    const done = bench.controller.analyze();
    await gate.reached;
    bench.controller.cancel();
    gate.open();
    await done;
    assert.equal(bench.texts(editor).length, 3);
    const unread = await until('the mark', () => bench.look.shown(editor).unread[0]);
    assert.ok(REVIEW.endsWith(editor.document.getText(unread)));
    assert.match(bench.panel.state?.unread ?? '', /cancelled/);
    assert.match(bench.look.status()?.tooltip ?? '', /cancelled/);
  });

  it('shows nothing of a request that was cleared away while it ran', async () => {
    start({ delay: 100 });
    const editor = await show(REVIEW);
    select(editor, REVIEW);
    const done = bench.controller.analyze();
    bench.controller.clear();
    await done;
    assert.deepEqual(bench.texts(editor), []);
    assert.equal(bench.panel.state, null);
    assert.equal(bench.panel.cleared, 1, 'a panel restored after a reload is emptied, too');
  });

  it('follows the text through edits while it is being read', async () => {
    const gate = new Gate();
    start({ hold: gate.wait });
    const editor = await show(`${REVIEW}\n${PAN}`);
    select(editor, REVIEW, PAN);
    const done = bench.controller.analyze();
    await editor.edit((builder) => builder.insert(new vscode.Position(0, 0), 'So: '));
    const inside = rangeOf(editor.document, 'lifeless').start;
    await editor.edit((builder) => builder.insert(inside, 'very '));
    gate.open();
    await done;
    assert.deepEqual(bench.texts(editor), [REVIEW]);
    for (const { range } of shaded(bench.look.shown(editor))) {
      assert.ok(REVIEW.includes(editor.document.getText(range)));
    }
  });

  it('drops a document that was closed while it was being read', async () => {
    const gate = new Gate();
    start({ hold: gate.wait });
    const document = await vscode.workspace.openTextDocument({ content: REVIEW });
    select(await vscode.window.showTextDocument(document), REVIEW);
    const done = bench.controller.analyze();
    await closeAll();
    await until('the document to be closed', () => document.isClosed);
    gate.open();
    await done;
    assert.deepEqual(bench.look.analyses(), []);
  });

  it('says busy only when it takes long', async () => {
    start({ delay: 10 });
    const editor = await show(REVIEW);
    const states: boolean[] = [];
    const { setState } = bench.panel;
    bench.panel.setState = (state) => {
      states.push(state?.busy ?? false);
      setState.call(bench.panel, state);
    };
    select(editor, REVIEW);
    await bench.controller.analyze();
    assert.ok(!states.includes(true));
    bench.controller.reconfigure(true);
    bench.options = { delay: 900 };
    await bench.controller.analyze();
    assert.ok(states.includes(true));
    assert.equal(bench.panel.state?.busy, false);
  });

  it('tells one error in panel and log, keeps what is shown, and tries again with another service', async () => {
    start();
    const editor = await show(`${REVIEW}\n${PAN}`);
    select(editor, REVIEW);
    await bench.controller.analyze();
    bench.controller.reconfigure(true);
    bench.options = { error: new InputError('There is no model in /nowhere: vocab.txt is missing.') };
    select(editor, PAN);
    await bench.controller.analyze();
    assert.equal(bench.panel.state?.error, 'There is no model in /nowhere: vocab.txt is missing.');
    assert.ok(bench.log.includes('There is no model in /nowhere: vocab.txt is missing.'));
    assert.deepEqual(bench.texts(editor), [REVIEW]);
    assert.deepEqual(
      bench.services.map(({ retired }) => retired),
      [true, true],
    );
    bench.options = {};
    await bench.controller.analyze();
    assert.equal(bench.panel.state.error, null);
    assert.deepEqual(bench.texts(editor), [PAN]);
  });

  it('starts no service before the first request, and another one when the model was set anew', async () => {
    start();
    const editor = await show(REVIEW);
    assert.equal(bench.services.length, 0);
    select(editor, REVIEW);
    await bench.controller.analyze();
    await bench.controller.analyze();
    assert.equal(bench.services.length, 1);
    bench.controller.reconfigure(false);
    await bench.controller.analyze();
    assert.equal(bench.services.length, 1);
    bench.controller.reconfigure(true);
    await bench.controller.analyze();
    assert.equal(bench.services.length, 2);
    assert.equal(bench.services[0]?.retired, true);
  });

  describe('and its panel', () => {
    let editor: vscode.TextEditor;

    beforeEach(async () => {
      start();
      editor = await show(`${REVIEW}\n${PAN}`);
      select(editor, REVIEW, PAN);
      await bench.controller.analyze();
    });

    const ids = () => bench.panel.state?.analyses.map(({ id }) => id) ?? [];
    const marked = () => bench.look.shown(editor).marked.map((range) => editor.document.getText(range));

    it("mark each other's words", async () => {
      const [first = 0, second = 0] = ids();
      bench.panel.events.onMark(second, 3);
      assert.deepEqual(marked(), ['lifeless']);
      bench.panel.events.onMark(second, null);
      assert.deepEqual(marked(), []);
      putCursor(editor, new vscode.Position(0, 7));
      await until('the mark in the panel', () => bench.panel.marks.length > 0);
      assert.deepEqual(bench.panel.marks.at(-1), [first, 1]);
      bench.controller.hover.provideHover(editor.document, new vscode.Position(1, 3));
      assert.deepEqual(bench.panel.marks.at(-1), [second, 1]);
      putCursor(editor, new vscode.Position(0, REVIEW.length));
      await until('the mark to move on', () => bench.panel.marks.at(-1)?.[0] === first);
    });

    it('show a word that was chosen there', async () => {
      bench.panel.events.onReveal(ids()[1] ?? 0, 3);
      await until('the word to be selected', () => editor.document.getText(editor.selection) === 'lifeless');
    });

    it('find the word again in a document that is out of sight', async () => {
      await show('Something else.');
      bench.panel.events.onReveal(ids()[1] ?? 0, 3);
      await until('the document to be back', () => {
        const [visible] = vscode.window.visibleTextEditors;
        return (
          visible?.document === editor.document && visible.document.getText(visible.selection) === 'lifeless'
        );
      });
    });

    it('speak of the same analysis', async () => {
      const [first = 0, second = 0] = ids();
      // The editor may still tell of a cursor that was moved before, which chooses the text where it stands.
      await until('the second one', () => {
        if (bench.panel.state?.active === second) return true;
        bench.panel.events.onActivate(second);
        return false;
      });
      assert.match(bench.look.status()?.text ?? '', /2\/2/);
      putCursor(editor, new vscode.Position(0, 0));
      await until('the other one', () => bench.panel.state?.active === first);
      assert.match(bench.look.status()?.text ?? '', /1\/2/);
    });

    it('say what is stale, and mark and reveal nothing there', async () => {
      const [first = 0] = ids();
      await editor.edit((builder) => builder.insert(new vscode.Position(0, 6), 'x'));
      assert.deepEqual(
        bench.panel.state?.analyses.map(({ stale }) => stale),
        [true, false],
      );
      bench.panel.events.onMark(first, 2);
      assert.deepEqual(marked(), []);
      const { selection } = editor;
      bench.panel.events.onReveal(first, 2);
      bench.panel.events.onReveal(9999, 2);
      bench.panel.events.onMark(9999, 2);
      bench.panel.events.onActivate(9999);
      assert.ok(editor.selection.isEqual(selection));
    });

    it('keep the last state when only the window goes away', () => {
      const { state } = bench.panel;
      bench.controller.dispose();
      assert.equal(bench.panel.state, state);
    });
  });

  it('says where a text that was just read stands, also before the panel has been told', async () => {
    start();
    const editor = await show(`${REVIEW}\n${PAN}`);
    select(editor, REVIEW);
    await bench.controller.analyze();
    const { entry, unit } = bench.controller.subject()!;
    const next = { ...unit, id: bench.controller.store.nextId(), place: '' };
    bench.controller.present(entry.uri, { ...entry, units: [next], active: next });
    assert.equal(bench.controller.subject()?.unit.place, unit.place);
    assert.notEqual(unit.place, '');
  });

  it('charts the live text that was chosen, wherever the cursor stands', async () => {
    start();
    const { controller, panel } = bench;
    const { document } = await show(`${REVIEW}\n${PAN}`);
    await controller.read(document, [
      { text: REVIEW, start: 0 },
      { text: PAN, start: REVIEW.length + 1 },
    ]);
    const { entry } = controller.subject()!;
    const [first, second] = entry.units;
    controller.present(entry.uri, { ...entry, live: true });
    // The cursor, at the very beginning, is in the first.
    await until('the word at the cursor', () => panel.marks.some(([id]) => id === first!.id));
    controller.activate(second!.id);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(controller.subject()?.unit.text, PAN);
    assert.equal(panel.state?.active, second!.id);
  });

  describe('a kept analysis', () => {
    const keep = (editor: vscode.TextEditor, text: string, start: number): Kept => {
      const analysis = analysisOf(text);
      const unit: Unit = { id: -1, text, analysis, largest: 1, span: null, place: 'then' };
      const facts = { model: 'then', backend: 'cpu', passedOver: [], ms: 1, maxWords: 9 } as const;
      const uri = editor.document.uri.toString();
      return { entry: { ...facts, uri, units: [unit], unread: [], active: unit }, start, at: 5000 };
    };

    it('is shown in the place of a live one, until that is wanted, read anew or cleared', async () => {
      start();
      const editor = await show(`${REVIEW}\n${PAN}`);
      select(editor, REVIEW);
      await bench.controller.analyze();
      const kept = keep(editor, PAN, REVIEW.length + 1);
      const isShown = () => [bench.panel.state?.model, bench.panel.state?.pinned];
      for (const leave of [
        () => bench.controller.showKept(null),
        () => bench.controller.analyze(),
        () => bench.controller.activate(bench.controller.store.all()[0]?.active.id ?? 0),
      ]) {
        bench.controller.showKept(kept);
        assert.deepEqual(isShown(), ['then', 5000]);
        assert.equal(bench.panel.state?.analyses[0]?.stale, false);
        assert.equal(bench.controller.subject()?.unit.text, PAN);
        await leave();
        assert.deepEqual(isShown(), ['plain', undefined]);
        assert.equal(bench.controller.kept(), null);
      }
      bench.controller.showKept(kept);
      bench.controller.clear();
      assert.equal(bench.controller.subject(), undefined);
    });

    it('marks and reveals in the editor where its text stands, also a moved one, and nowhere else', async () => {
      start();
      const editor = await show(`${PAN}\n`);
      bench.controller.showKept(keep(editor, PAN, 0));
      const marked = () => bench.look.shown(editor).marked.map((range) => editor.document.getText(range));
      bench.panel.events.onMark(-1, 1);
      assert.deepEqual(marked(), ['dull']);
      await editor.edit((builder) => builder.insert(new vscode.Position(0, 0), 'Well. '));
      bench.panel.events.onMark(-1, 3);
      assert.deepEqual(marked(), ['lifeless']);
      bench.panel.events.onReveal(-1, 1);
      await until('the word to be selected', () => editor.document.getText(editor.selection) === 'dull');
      bench.panel.events.onMark(-1, null);
      assert.deepEqual(marked(), []);
      await editor.edit((builder) => builder.replace(rangeOf(editor.document, 'lifeless'), 'lively'));
      bench.panel.events.onMark(-1, 3);
      assert.deepEqual(marked(), []);
    });

    it('is stale where its open document no longer has it, and not because it has no place of its own', async () => {
      start();
      const document = await vscode.workspace.openTextDocument({ content: PAN });
      const editor = await vscode.window.showTextDocument(document);
      bench.controller.showKept(keep(editor, PAN, 0));
      const look = () => {
        const { stale } = bench.controller.subject()!;
        return [stale, bench.controller.locate(-1)?.unit.span?.start];
      };
      assert.deepEqual(look(), [false, 0]);
      await editor.edit((builder) => builder.insert(new vscode.Position(0, 0), 'Well. '));
      assert.deepEqual(look(), [false, 6]);
      await editor.edit((builder) => builder.replace(rangeOf(editor.document, 'lifeless'), 'lively'));
      assert.deepEqual(look(), [true, undefined]);
      await closeAll();
      await until('the document to be closed', () => document.isClosed);
      assert.deepEqual(look(), [false, undefined]);
    });

    it('in an untitled document works alike, and says nothing once that is closed', async () => {
      start();
      const document = await vscode.workspace.openTextDocument({ content: PAN });
      const editor = await vscode.window.showTextDocument(document);
      bench.controller.showKept(keep(editor, PAN, 0));
      bench.panel.events.onMark(-1, 1);
      assert.equal(bench.look.shown(editor).marked.length, 1);
      await closeAll();
      bench.panel.events.onMark(-1, 2);
      bench.panel.events.onReveal(-1, 2);
      assert.equal(bench.panel.state?.model, 'then');
    });
  });
});
