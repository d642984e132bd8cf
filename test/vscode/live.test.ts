import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Entry } from '../../src/editor/store';
import {
  analyze,
  checkOrder,
  checkShading,
  clear,
  closeAll,
  hoverAt,
  inspect,
  PAN,
  putCursor,
  rangeOf,
  read,
  REVIEW,
  setSetting,
  shaded,
  show,
  until,
  untilEqual,
} from './support';

const TEXT = `${REVIEW}\n\n${PAN}\n\nThe end of it all was fine.`;

const toggle = async () => vscode.commands.executeCommand('attentionInspector.toggleLive');

async function entryOf(editor: vscode.TextEditor): Promise<Entry | undefined> {
  return (await inspect()).analyses(editor.document.uri)[0];
}

async function texts(editor: vscode.TextEditor): Promise<string[]> {
  return (await entryOf(editor))?.units.map(({ text }) => text) ?? [];
}

/** Waits until exactly these texts have been read, each standing where it stands, and every word of them is shaded. */
async function follows(editor: vscode.TextEditor, ...expected: string[]): Promise<Entry> {
  const { document } = editor;
  const words = (units: Entry['units']) => units.flatMap(({ analysis }) => analysis.tokens).length;
  return until(`the texts ${expected.join(' | ')}`, async () => {
    const entry = await entryOf(editor);
    if (!entry || (await texts(editor)).join('\u0000') !== expected.join('\u0000')) return undefined;
    const places = entry.units.map(({ span }) => span && document.getText().slice(span.start, span.end));
    if (places.join('\u0000') !== expected.join('\u0000')) return undefined;
    // What is carried through an edit is not yet what the model says.
    const whole = entry.units.every(({ carried }) => !carried);
    const shown = shaded((await inspect()).shown(editor)).length;
    return whole && shown === words(entry.units) ? entry : undefined;
  });
}

async function edit(
  editor: vscode.TextEditor,
  change: (builder: vscode.TextEditorEdit) => void,
): Promise<void> {
  assert.ok(await editor.edit(change));
}

/** What the same text gives when it is analysed by hand, in a document of its own. */
async function byHand(text: string): Promise<readonly number[]> {
  const editor = await show(text);
  const entry = await read(editor, text);
  return entry.units[0]!.analysis.tokens.map(({ weight }) => weight);
}

describe('live attention', () => {
  afterEach(async () => {
    await setSetting('segments', undefined);
    await setSetting('maxWords', undefined);
    await setSetting('model', undefined);
    await clear();
    await closeAll();
  });

  const live = async () => (await inspect()).live();

  it('reads a document by paragraphs where nothing was analysed, and follows the typing', async () => {
    const editor = await show(TEXT);
    await toggle();
    const before = await follows(editor, REVIEW, PAN, 'The end of it all was fine.');
    await checkShading(editor);
    putCursor(editor, rangeOf(editor.document, 'superb').end);
    for (const text of ' and t' + 'ruly moving') await vscode.commands.executeCommand('type', { text });
    const typed = REVIEW.replace('superb', 'superb and truly moving');
    const after = await follows(editor, typed, PAN, 'The end of it all was fine.');
    await checkShading(editor);
    await checkOrder(editor, after);
    assert.match(
      (await hoverAt(editor.document, rangeOf(editor.document, 'moving').start)) ?? '',
      /of the attention/,
    );
    assert.deepEqual(
      after.units.map(({ id }) => id),
      before.units.map(({ id }) => id),
      'it is the same text for whoever speaks of it',
    );
    assert.equal(after.units[1], before.units[1], 'what was not edited was not read again');
    const weights = after.units[0]!.analysis.tokens.map(({ weight }) => weight);
    assert.deepEqual(weights, await byHand(typed));
  });

  it('shows its switch beside the verdict, and ends by the same command with what was shown last', async () => {
    const editor = await show(TEXT);
    assert.equal((await live()).status, null);
    await toggle();
    assert.match((await live()).status?.text ?? '', /\$\(record\) Live/);
    await follows(editor, REVIEW, PAN, 'The end of it all was fine.');
    assert.match((await inspect()).status()?.text ?? '', /Positive/);
    await toggle();
    assert.match((await live()).status?.text ?? '', /\$\(circle-large-outline\) Live/);
    assert.equal((await live()).documents.size, 0);
    await checkShading(editor);
    await edit(editor, (builder) => builder.insert(rangeOf(editor.document, 'superb').end, 'ly'));
    await untilEqual(async () => (await entryOf(editor))?.units.filter(({ span }) => span).length, 2);
  });

  it('follows what was analysed by hand, as it grows and shrinks', async () => {
    const editor = await show(`Before.\n${REVIEW}\nBetween.\n${PAN}\nAfter.`);
    await read(editor, REVIEW, PAN);
    await toggle();
    await follows(editor, REVIEW, PAN);
    await edit(editor, (builder) => builder.insert(rangeOf(editor.document, PAN).end, ' Really.'));
    await follows(editor, REVIEW, `${PAN} Really.`);
    await edit(editor, (builder) => {
      builder.insert(new vscode.Position(0, 0), 'Quite a bit ');
      builder.delete(rangeOf(editor.document, 'wonderful '));
      builder.replace(rangeOf(editor.document, 'lifeless'), 'lively');
    });
    await follows(editor, REVIEW.replace('wonderful ', ''), `${PAN.replace('lifeless', 'lively')} Really.`);
    await checkShading(editor);
    await edit(editor, (builder) =>
      builder.delete(rangeOf(editor.document, `${PAN.replace('lifeless', 'lively')} Really.`)),
    );
    await follows(editor, REVIEW.replace('wonderful ', ''));
  });

  it('follows undo and redo, a change of line endings and of the model', async () => {
    const editor = await show(`First line\n${REVIEW}\nand on.\n\n${PAN}`);
    const first = `First line\n${REVIEW}\nand on.`;
    await toggle();
    await follows(editor, first, PAN);
    await edit(editor, (builder) => builder.insert(rangeOf(editor.document, 'dull').start, 'very '));
    await follows(editor, first, PAN.replace('dull', 'very dull'));
    await vscode.commands.executeCommand('undo');
    await follows(editor, first, PAN);
    await vscode.commands.executeCommand('redo');
    await follows(editor, first, PAN.replace('dull', 'very dull'));
    await edit(editor, (builder) => builder.setEndOfLine(vscode.EndOfLine.CRLF));
    await follows(editor, first.replaceAll('\n', '\r\n'), PAN.replace('dull', 'very dull'));
    await checkShading(editor);
    await setSetting('model', 'imdb-bag-of-words');
    await until('the other model', async () => (await entryOf(editor))?.model === 'imdb-bag-of-words');
    assert.equal((await live()).documents.size, 1);
  });

  it('keeps regions analysed by hand in place through a change of line endings', async () => {
    const editor = await show(`One.\nTwo.\n${REVIEW}\nBetween.\n${PAN}\nAfter.`);
    await read(editor, REVIEW, PAN);
    await toggle();
    await follows(editor, REVIEW, PAN);
    await edit(editor, (builder) => builder.setEndOfLine(vscode.EndOfLine.CRLF));
    await follows(editor, REVIEW, PAN);
    await edit(editor, (builder) => builder.setEndOfLine(vscode.EndOfLine.LF));
    await follows(editor, REVIEW, PAN);
    await checkShading(editor);
  });

  it('follows cursors in several places, an emptied document and one that is filled again', async () => {
    const editor = await show(`${REVIEW}\n\n${PAN}`);
    await toggle();
    await follows(editor, REVIEW, PAN);
    const cursors = ['superb', 'awful'].map((word) => rangeOf(editor.document, word).end);
    editor.selections = cursors.map((at) => new vscode.Selection(at, at));
    for (const text of 'ly!') await vscode.commands.executeCommand('type', { text });
    await follows(editor, REVIEW.replace('superb', 'superbly!'), PAN.replace('awful', 'awfully!'));
    await vscode.commands.executeCommand('editor.action.selectAll');
    await vscode.commands.executeCommand('deleteLeft');
    await untilEqual(() => texts(editor), []);
    await untilEqual(async () => shaded((await inspect()).shown(editor)).length, 0);
    await vscode.commands.executeCommand('type', { text: 'A fine film.' });
    await follows(editor, 'A fine film.');
  });

  it('reads sentence by sentence, line by line and whole, as the setting says, and again when it changes', async () => {
    const editor = await show(TEXT);
    await setSetting('segments', 'sentence');
    await toggle();
    const sentences = [
      'This film is a wonderful surprise: the acting is superb and I laughed out loud.',
      'A gem that I will watch again!',
    ];
    await follows(editor, ...sentences, PAN, 'The end of it all was fine.');
    await edit(editor, (builder) => builder.insert(rangeOf(editor.document, 'A gem').start, 'Go! '));
    await follows(editor, sentences[0]!, 'Go!', sentences[1]!, PAN, 'The end of it all was fine.');
    await checkShading(editor);
    await setSetting('segments', 'document');
    await follows(editor, editor.document.getText());
    await setSetting('segments', 'line');
    await follows(editor, REVIEW.replace('A gem', 'Go! A gem'), PAN, 'The end of it all was fine.');
  });

  it('switches itself off above the limit of words, with a word of explanation, and leaves what was read', async () => {
    const editor = await show(REVIEW);
    await setSetting('maxWords', 40);
    await toggle();
    await follows(editor, REVIEW);
    const said: string[] = [];
    const { showInformationMessage } = vscode.window;
    const window = vscode.window as { showInformationMessage: unknown };
    window.showInformationMessage = async (message: string) => void said.push(message);
    try {
      await edit(editor, (builder) =>
        builder.insert(rangeOf(editor.document, REVIEW).end, `\n\n${PAN}\n\n${PAN}`),
      );
      await until('the end of it', async () => (await live()).documents.size === 0);
    } finally {
      window.showInformationMessage = showInformationMessage;
    }
    assert.match((await live()).status?.text ?? '', /circle/);
    if (said.length > 0)
      assert.match(said.join('\n'), /more than 40 words \(setting attentionInspector\.maxWords\)/);
    assert.deepEqual(await texts(editor), [REVIEW]);
    await analyze();
  });

  it('takes in a paste of 10,000 words, and goes on', async () => {
    const editor = await show(REVIEW);
    await toggle();
    await follows(editor, REVIEW);
    const paragraphs = Array.from({ length: 240 }, (_, i) => `${i}. ${i % 2 ? PAN : REVIEW} ${REVIEW}`);
    await edit(editor, (builder) =>
      builder.insert(rangeOf(editor.document, REVIEW).end, `\n\n${paragraphs.join('\n\n')}`),
    );
    const entry = await until('all of it', async () => {
      const found = await entryOf(editor);
      return found?.units.length === 241 ? found : undefined;
    });
    const words = entry.units.reduce((sum, { analysis }) => sum + analysis.tokens.length, 0);
    assert.ok(words > 10_000, `${words} words`);
    await edit(editor, (builder) => builder.insert(new vscode.Position(0, 0), 'Well. '));
    await until('the edit to be read', async () => (await texts(editor))[0] === `Well. ${REVIEW}`);
    assert.equal((await live()).documents.size, 1);
  });

  it('waits while nobody sees the document, follows several, and forgets one that is closed', async () => {
    // A file that was opened by an extension is kept for some minutes after its last editor.
    const untitled = await vscode.workspace.openTextDocument({ content: REVIEW });
    const first = await vscode.window.showTextDocument(untitled);
    await toggle();
    await follows(first, REVIEW);
    const second = await show(PAN);
    await toggle();
    await follows(second, PAN);
    assert.equal((await live()).documents.size, 2);
    const { document } = first;
    const passes = async () => (await live()).documents.get(document.uri.toString())?.passes;
    const before = await passes();
    const change = new vscode.WorkspaceEdit();
    change.insert(document.uri, new vscode.Position(0, 0), 'Well. ');
    await vscode.workspace.applyEdit(change);
    await edit(second, (builder) => builder.insert(new vscode.Position(0, 0), 'So. '));
    await follows(second, `So. ${PAN}`);
    assert.equal(await passes(), before, 'nothing was read for nobody');
    const again = await vscode.window.showTextDocument(document);
    await follows(again, `Well. ${REVIEW}`);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until('the document to be forgotten', async () => (await live()).documents.size === 1);
  });

  it('ends when everything is cleared, and never comes back by itself', async () => {
    const editor = await show(REVIEW);
    await toggle();
    await follows(editor, REVIEW);
    await clear();
    assert.equal((await live()).documents.size, 0);
    await edit(editor, (builder) => builder.insert(new vscode.Position(0, 0), 'Well. '));
    assert.deepEqual(await texts(editor), []);
    assert.equal((await live()).status, null);
  });

  it('puts no note behind wrapped lines, which typing would then scroll sideways', async () => {
    const editor = await show(REVIEW);
    const notes = async () => (await inspect()).shown(editor).notes.length;
    const wrap = (value: string | undefined) =>
      vscode.workspace
        .getConfiguration('editor')
        .update('wordWrap', value, vscode.ConfigurationTarget.Global);
    await wrap('on');
    try {
      await toggle();
      await follows(editor, REVIEW);
      assert.equal(await notes(), 0);
      await clear();
      await read(editor, REVIEW);
      assert.equal(await notes(), 1);
    } finally {
      await wrap(undefined);
      await clear();
    }
  });

  it('ends so too where nothing had been read yet', async () => {
    const editor = await show(' \n');
    await toggle();
    assert.equal((await live()).documents.size, 1);
    await clear();
    assert.equal((await live()).documents.size, 0);
    await edit(editor, (builder) => builder.insert(new vscode.Position(0, 0), REVIEW));
    const other = await show(REVIEW);
    await toggle();
    await clear();
    assert.equal((await live()).documents.size, 0);
    await toggle();
    await follows(other, REVIEW);
    assert.deepEqual(await texts(editor), []);
  });
});
