/** Words brushed in the panel become a selection in their editor; the panel is the tests' own. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readConfig } from '../../src/config';
import { Controller } from '../../src/controller';
import { RangeSelection } from '../../src/features/rangeSelection';
import type { PanelEvents } from '../../src/webview/link';
import type { ViewState } from '../../src/webview/protocol';
import { analysisOf, FakeService } from '../unit/editor/fakes';
import { closeAll, PAN, REVIEW, select, show, until, untilEqual } from './support';

describe('a stretch brushed in the panel', () => {
  const log: string[] = [];
  let state: ViewState | null;
  let events: PanelEvents;
  let controller: Controller;
  let feature: RangeSelection;

  beforeEach(() => {
    const { config } = readConfig({ get: () => undefined });
    const write = (line: string | Error) => void log.push(String(line));
    state = null;
    controller = new Controller({
      config: () => config,
      createService: () => new FakeService({}),
      createPanel: (given) => {
        events = given;
        const nothing = () => undefined;
        return {
          ...{ visible: true, show: nothing, clear: nothing, mark: nothing, send: () => true },
          setState: (next) => void (state = next),
        };
      },
      log: { info: write, error: write, show: () => undefined },
    });
    feature = new RangeSelection(controller);
  });
  afterEach(async () => {
    feature.dispose();
    controller.clear();
    controller.dispose();
    await closeAll();
  });

  const brush = (from: number, to: number, id = state!.active!) =>
    events.onFeature({ type: 'select', id, from, to });
  const selected = (editor: vscode.TextEditor) => editor.document.getText(editor.selection);
  async function read(text: string, phrase: string): Promise<vscode.TextEditor> {
    const editor = await show(text);
    select(editor, phrase);
    await controller.analyze();
    assert.ok(state?.active);
    return editor;
  }

  it('of a pinned text is selected where that stands', async () => {
    const editor = await show(`Intro. ${PAN}`);
    const analysis = analysisOf(PAN);
    const unit = { id: -1, text: PAN, analysis, largest: 1, span: null, place: 'then' };
    const facts = { model: 'then', backend: 'cpu', passedOver: [], ms: 1, maxWords: 9 } as const;
    const uri = editor.document.uri.toString();
    const entry = { ...facts, uri, units: [unit], unread: [], active: unit };
    controller.showKept({ entry, start: 0, at: 5000 });
    brush(1, 3);
    await untilEqual(() => selected(editor), 'dull and lifeless');
  });

  it('is selected from its first word to its last, where it stands', async () => {
    const editor = await read(`Intro.\r\n\r\n${REVIEW}`, REVIEW);
    brush(1, 4);
    await untilEqual(() => selected(editor), 'film is a wonderful');
    brush(0, 0);
    await untilEqual(() => selected(editor), 'This');
    assert.equal(controller.store.all().length, 1, 'nothing was read anew');
  });

  it('is found after edits elsewhere', async () => {
    const editor = await read(`${PAN}\n${REVIEW}`, REVIEW);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Well. '));
    brush(1, 2);
    await untilEqual(() => selected(editor), 'film is');
  });

  it('is shown in an editor that is opened for it, without taking the focus', async () => {
    const editor = await read(REVIEW, REVIEW);
    const { uri } = editor.document;
    await show(PAN);
    brush(1, 2);
    brush(1, 3);
    brush(1, 4);
    const found = await until('the document to be seen', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString()),
    );
    await untilEqual(() => selected(found), 'film is a wonderful');
  });

  it('selects nothing once the text was edited, of no text, and of no words', async () => {
    const editor = await read(REVIEW, REVIEW);
    const cursor = new vscode.Selection(0, 3, 0, 3);
    const quiet = async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      assert.ok(editor.selection.isEqual(cursor), selected(editor));
    };
    editor.selection = cursor;
    for (const [from, to, id] of [
      [3, 2],
      [-1, 2],
      [0, 10_000],
      [0, 2, 999],
    ] as const)
      brush(from, to, id);
    await quiet();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 20), 'very '));
    await until('the text to be known as edited', () => state?.analyses[0]?.stale);
    editor.selection = cursor;
    brush(0, 2);
    await quiet();
    assert.deepEqual(
      log.filter((line) => /could not|Error/.test(line)),
      [],
    );
  });
});
