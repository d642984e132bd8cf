/** Edit and see: code actions, chains of edits, and what comes of them in the document. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  checkShading,
  clear,
  closeAll,
  inspect,
  PAN,
  putCursor,
  rangeOf,
  read,
  REVIEW,
  setSetting,
  show,
  until,
  untilEqual,
} from './support';

const TEXT = `Before.\n${REVIEW}\nBetween.\n${PAN}\n`;

const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(`attentionInspector.${command}`, ...args);

async function actionsAt({ document }: vscode.TextEditor, range: vscode.Range): Promise<vscode.CodeAction[]> {
  const all = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    vscode.CodeActionKind.Refactor.value,
  );
  return all.filter(({ kind }) => kind?.value.startsWith('refactor.attentionInspector'));
}

describe('trying edits', () => {
  let editor: vscode.TextEditor;

  beforeEach(async () => {
    editor = await show(TEXT);
    await read(editor, REVIEW, PAN);
  });
  afterEach(async () => {
    await setSetting('model', undefined);
    await vscode.commands.executeCommand('notifications.clearAll');
    await clear();
    await closeAll();
  });

  const on = (phrase: string) => putCursor(editor, rangeOf(editor.document, phrase).start);
  const tried = async () => (await inspect()).tried();
  const texts = async () =>
    (await inspect()).analyses(editor.document.uri).flatMap(({ units }) => units.map(({ text }) => text));

  it('is offered on an analysed word, and nowhere else', async () => {
    const word = rangeOf(editor.document, 'superb');
    const titles = ['Analyze without “superb”', 'Replace “superb” by…', 'Negate: “superb” → “not superb”'];
    const cursor = new vscode.Range(word.start, word.start);
    for (const range of [word, cursor]) {
      assert.deepEqual(
        (await actionsAt(editor, range)).map(({ title }) => title),
        titles,
      );
    }
    assert.deepEqual(await actionsAt(editor, rangeOf(editor.document, 'Between')), []);
    await clear();
    assert.deepEqual(await actionsAt(editor, word), []);
  });

  it('is offered for a passage of several words', async () => {
    const titles = (await actionsAt(editor, rangeOf(editor.document, 'a wonderful surprise'))).map(
      ({ title }) => title,
    );
    assert.equal(titles[0], 'Analyze without these 3 words');
    assert.equal(titles[1], 'Replace “a wonderful surprise” by…');
  });

  it('leaves the document as it is, and says what the verdict would be', async () => {
    const { version } = editor.document;
    const [action] = await actionsAt(editor, rangeOf(editor.document, 'wonderful'));
    assert.ok(action?.command);
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
    const found = await tried();
    assert.equal(found?.text, REVIEW.replace('wonderful ', ''));
    assert.deepEqual(found?.steps, ['Without “wonderful”']);
    assert.equal(found?.before.label, 'positive');
    assert.notEqual(found?.after.probability, found?.before.probability);
    assert.equal(found?.after.tokens.length, (found?.before.tokens.length ?? 0) - 1);
    assert.equal(editor.document.version, version);
    assert.equal(editor.document.getText(), TEXT);
    await checkShading(editor);
  });

  it('gives the numbers that reading the changed text gives', async () => {
    on('wonderful');
    await run('replaceWord', undefined, 'terrible');
    const changed = REVIEW.replace('wonderful', 'terrible');
    const other = await show(changed);
    const entry = await read(other, changed);
    const found = await tried();
    assert.equal(found?.text, changed);
    assert.deepEqual(found?.after.classes, entry.active.analysis.classes);
    assert.deepEqual(
      found?.after.tokens.map(({ weight }) => weight),
      entry.active.analysis.tokens.map(({ weight }) => weight),
    );
  });

  it('goes on from what was tried before, and back step by step', async () => {
    on('wonderful');
    await run('analyzeWithout');
    on('superb');
    await run('negateWord');
    on('A gem');
    await run('replaceWord', undefined, 'one');
    const steps = ['Without “wonderful”', '“superb” → “not superb”', '“A” → “One”'];
    assert.deepEqual((await tried())?.steps, steps);
    const text = REVIEW.replace('wonderful ', '').replace('superb', 'not superb').replace('A gem', 'One gem');
    assert.equal((await tried())?.text, text);
    on('superb');
    await run('negateWord');
    assert.equal((await tried())?.text, text.replace('not superb', 'superb'));
    for (const left of [3, 2, 1]) {
      await run('undoEdit');
      assert.deepEqual((await tried())?.steps, steps.slice(0, left));
    }
    on('wonderful');
    await run('negateWord');
    assert.deepEqual((await tried())?.steps, steps.slice(0, 1), 'a word that was left out is gone');
    await run('undoEdit');
    assert.equal(await tried(), null);
  });

  it('is applied as one edit that undo takes back, and read anew', async () => {
    on('wonderful');
    await run('analyzeWithout');
    on('superb');
    await run('replaceWord', undefined, 'awful');
    const changed = REVIEW.replace('wonderful ', '').replace('superb', 'awful');
    await run('applyEdits');
    assert.equal(editor.document.getText(), TEXT.replace(REVIEW, changed));
    assert.equal(await tried(), null);
    assert.deepEqual(await texts(), [changed, PAN], 'the other text is still there');
    await checkShading(editor);
    await vscode.window.showTextDocument(editor.document, { preserveFocus: false });
    await vscode.commands.executeCommand('undo');
    await until('the edit to be undone', () => editor.document.getText() === TEXT);
  });

  it('is applied where the text stands by now', async () => {
    on('dull');
    await run('replaceWord', undefined, 'lively');
    await editor.edit((builder) => builder.insert(new vscode.Position(0, 0), 'A line more.\n'));
    await run('applyEdits');
    const changed = PAN.replace('dull', 'lively');
    assert.equal(editor.document.getText(), `A line more.\n${TEXT.replace(PAN, changed)}`);
    assert.deepEqual(await texts(), [REVIEW, changed]);
    await checkShading(editor);
  });

  it('is applied with Windows line ends', async () => {
    await editor.edit((builder) => builder.setEndOfLine(vscode.EndOfLine.CRLF));
    const both = `${REVIEW}\r\nBetween.\r\n${PAN}`;
    await read(editor, both);
    on('dull');
    await run('analyzeWithout');
    await run('applyEdits');
    assert.equal(editor.document.getText(), TEXT.replace(/\n/g, '\r\n').replace('dull ', ''));
  });

  it('is not applied to a text that was edited since, and says so', async () => {
    on('wonderful');
    await run('analyzeWithout');
    await editor.edit((builder) => builder.insert(rangeOf(editor.document, 'film').start, 'short '));
    await untilEqual(
      async () => (await tried())?.obstacle,
      'The text has been edited since. Analyze it again.',
    );
    const text = editor.document.getText();
    await run('applyEdits');
    assert.equal(editor.document.getText(), text);
    assert.notEqual(await tried(), null);
  });

  it('holds on to a text that is read again', async () => {
    on('wonderful');
    await run('analyzeWithout');
    await read(editor, REVIEW);
    assert.equal((await tried())?.obstacle, null);
    on('superb');
    await run('negateWord');
    assert.equal((await tried())?.steps.length, 2);
  });

  it('reads everything anew by another model, so that before and after compare', async () => {
    on('wonderful');
    await run('analyzeWithout');
    const attention = (await tried())?.before.kind;
    await setSetting('model', 'imdb-bag-of-words');
    on('superb');
    await run('analyzeWithout');
    const found = await tried();
    assert.equal(attention, 'attention');
    assert.equal(found?.before.kind, 'contribution');
    assert.equal(found?.after.kind, 'contribution');
    assert.equal(found?.steps.length, 2);
  });

  it('begins anew with another text, and ends with clearing', async () => {
    on('wonderful');
    await run('analyzeWithout');
    on('dull');
    await run('analyzeWithout');
    assert.deepEqual((await tried())?.steps, ['Without “dull”']);
    await clear();
    await untilEqual(tried, null);
  });

  it('refuses what would leave nothing', async () => {
    await clear();
    editor = await show('Wonderful');
    await read(editor, 'Wonderful');
    on('Wonderful');
    await run('analyzeWithout');
    assert.equal(await tried(), null);
  });

  it('says one short thing off the analysed words, and for what no command sends', async () => {
    on('Between');
    await run('negateWord');
    await run('analyzeWithout', { unit: 999_999, first: 0, last: 0 });
    await run('analyzeWithout', { unit: 'x' });
    await run('undoEdit');
    await run('applyEdits');
    assert.equal(await tried(), null);
    assert.equal(editor.document.getText(), TEXT);
  });

  it('makes edits that come at once one after the other', async () => {
    const inspector = await inspect();
    const unit = inspector.analyses(editor.document.uri)[0]?.units[0];
    assert.ok(unit);
    const index = (word: string) => unit.analysis.tokens.findIndex(({ text }) => text === word);
    await Promise.all(
      ['wonderful', 'superb', 'out'].map((word) =>
        run('analyzeWithout', { unit: unit.id, first: index(word), last: index(word) }),
      ),
    );
    assert.deepEqual((await tried())?.steps, ['Without “wonderful”', 'Without “superb”', 'Without “out”']);
  });

  it('is given up, and opens no panel, where all is cleared while the model reads', async () => {
    on('superb');
    const done = run('analyzeWithout');
    await clear();
    await done;
    assert.equal(await tried(), null);
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    assert.deepEqual(
      tabs.filter(({ input }) => input instanceof vscode.TabInputWebview),
      [],
    );
  });
});
