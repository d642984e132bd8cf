/** Going through words by weight, selecting the strongest, marks beside the scroll bar, the shading in words. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  clear,
  closeAll,
  inspect,
  PAN,
  putCursor,
  read,
  REVIEW,
  setSetting,
  show,
  until,
  untilEqual,
} from './support';

const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(`attentionInspector.${command}`, ...args);

/** The words by falling weight, of equal weights the first in the text. */
const ranked = (tokens: readonly { text: string; weight: number }[]) =>
  tokens
    .map((token, index) => ({ ...token, index }))
    .sort((a, b) => b.weight - a.weight || a.index - b.index);

describe('going through words by their weight', () => {
  let editor: vscode.TextEditor;
  afterEach(async () => {
    await setSetting('rulerMarks', undefined);
    await clear();
    await closeAll();
  });

  const selected = () => editor.selections.map((selection) => editor.document.getText(selection));

  it('selects one after the other by falling weight, and back, and around', async () => {
    editor = await show(`${REVIEW}\n${PAN}\n`);
    const entry = await read(editor, REVIEW, PAN);
    const { tokens } = entry.units[1]!.analysis;
    const order = ranked(tokens).map(({ text }) => text);
    putCursor(editor, new vscode.Position(1, 4));
    const seen: string[] = [];
    for (let i = 0; i <= tokens.length; i++) {
      await run('nextWord');
      seen.push(...selected());
    }
    assert.deepEqual(seen, [...order, order[0]]);
    await run('previousWord');
    assert.deepEqual(selected(), order.slice(-1), 'it goes round');
    await run('previousWord');
    assert.deepEqual(selected(), order.slice(-2, -1));
    putCursor(editor, new vscode.Position(0, 3));
    await run('previousWord');
    assert.deepEqual(
      selected(),
      [ranked(entry.units[0]!.analysis.tokens)[0]!.text],
      'of the text at the cursor',
    );
    await run('nextWord', { announce: true });
    assert.deepEqual(selected(), [ranked(entry.units[0]!.analysis.tokens)[1]!.text]);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('selects the strongest k words at once, the strongest as the main one', async () => {
    editor = await show(REVIEW);
    const entry = await read(editor, REVIEW);
    const order = ranked(entry.active.analysis.tokens).map(({ text }) => text);
    await run('selectTopWords', 4);
    assert.deepEqual(selected(), order.slice(0, 4));
    await run('selectTopWords', 10_000);
    assert.equal(editor.selections.length, order.length);
    const before = editor.selections;
    for (const wrong of [0, -1, 2.5, NaN]) await run('selectTopWords', wrong);
    assert.deepEqual(editor.selections, before);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('says one short thing where nothing was read, and where the text was edited', async () => {
    editor = await show(REVIEW);
    await run('nextWord');
    await run('selectTopWords', 3);
    await run('describe');
    assert.deepEqual(selected(), ['']);
    await read(editor, REVIEW);
    await editor.edit((builder) => builder.insert(new vscode.Position(0, 6), 'x'));
    putCursor(editor, new vscode.Position(0, 0));
    await run('nextWord');
    assert.deepEqual(selected(), ['']);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('marks the strongest words beside the scroll bar where the setting wants it', async () => {
    editor = await show(REVIEW);
    const { active } = await read(editor, REVIEW);
    const inspector = await inspect();
    const words = () =>
      inspector.ruler(editor).flatMap((ranges) => ranges.map((range) => editor.document.getText(range)));
    assert.deepEqual(words(), []);
    await setSetting('rulerMarks', true);
    const strong = active.analysis.tokens.filter(({ weight }) => weight >= active.largest / 4);
    await untilEqual(() => words().toSorted(), strong.map(({ text }) => text).toSorted());
    assert.ok(strong.length > 0);
    await clear();
    assert.deepEqual(words(), []);
  });
});

describe('the shading as text', () => {
  afterEach(async () => {
    await clear();
    await closeAll();
  });

  const described = () =>
    until('the description', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.scheme === 'attention-description' ? active.document : undefined;
    });

  it('stands in a read-only document and on the clipboard', async () => {
    const editor = await show(`${REVIEW}\n${PAN}\n`);
    const entry = await read(editor, REVIEW, PAN);
    putCursor(editor, new vscode.Position(1, 2));
    await until('the second text to be meant', () => entry.active === entry.units[1]);
    await run('describe');
    const document = await described();
    const text = document.getText();
    assert.match(text, /^Attention in text-\d+\.txt\n2 texts were read by the model imdb-attention/);
    assert.ok(text.indexOf('reads negative') < text.indexOf('reads positive'), 'the one at the cursor first');
    const strongest = ranked(entry.active.analysis.tokens)[0]!;
    assert.ok(text.includes(`1. “${strongest.text}”: `));
    assert.equal(await vscode.env.clipboard.readText(), text);
    assert.match(document.uri.path, /^\/Attention in text-\d+\.txt$/);

    await vscode.commands.executeCommand('type', { text: 'x' }).then(undefined, () => undefined);
    assert.equal(document.getText(), text, 'it cannot be written to');
  });

  it('follows the next analysis when it is asked for again', async () => {
    const editor = await show(`${REVIEW}\n${PAN}\n`);
    await read(editor, REVIEW);
    await run('describe');
    const first = await described();
    assert.match(first.getText(), /reads positive/);
    await vscode.window.showTextDocument(editor.document);
    await read(vscode.window.activeTextEditor!, PAN);
    await run('describe');
    await untilEqual(() => /reads negative/.test(first.getText()), true);
  });
});
