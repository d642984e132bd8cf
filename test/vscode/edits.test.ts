import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  checkShading,
  clear,
  closeAll,
  hoverAt,
  inspect,
  PAN,
  rangeOf,
  read,
  REVIEW,
  shaded,
  show,
  until,
  untilEqual,
} from './support';

const TEXT = `Before.\n${REVIEW}\nBetween.\n${PAN}\nAfter.\n`;

async function edit(
  editor: vscode.TextEditor,
  change: (builder: vscode.TextEditorEdit, document: vscode.TextDocument) => void,
): Promise<void> {
  assert.ok(await editor.edit((builder) => change(builder, editor.document)));
}

describe('editing an analysed text', () => {
  let editor: vscode.TextEditor;

  beforeEach(async () => {
    editor = await show(TEXT);
    await read(editor, REVIEW, PAN);
  });
  afterEach(async () => {
    await clear();
    await closeAll();
  });

  const liveTexts = async () =>
    (await inspect())
      .analyses(editor.document.uri)
      .flatMap(({ units }) => units.filter(({ span }) => span).map(({ text }) => text));

  it('elsewhere moves every shade with its word', async () => {
    await edit(editor, (builder) => {
      builder.insert(new vscode.Position(0, 0), 'A line of its own.\n\nAnd ');
      builder.replace(new vscode.Range(2, 0, 2, 7), 'In the midst of it');
      builder.delete(new vscode.Range(4, 0, 4, 5));
    });
    assert.deepEqual(await liveTexts(), [REVIEW, PAN]);
    await checkShading(editor);
    await edit(editor, (builder) => builder.delete(new vscode.Range(0, 0, 2, 4)));
    assert.deepEqual(await liveTexts(), [REVIEW, PAN]);
    await checkShading(editor);
  });

  it('inside drops shading, note and hover of that text alone, and says so', async () => {
    const inspector = await inspect();
    const { document } = editor;
    const word = rangeOf(document, 'superb');
    assert.notEqual(await hoverAt(document, word.start), null);
    await edit(editor, (builder) => builder.insert(word.end, 'ly'));
    assert.deepEqual(await liveTexts(), [PAN]);
    await checkShading(editor);
    await untilEqual(() => inspector.shown(editor).notes.length, 1);
    assert.equal(await hoverAt(document, rangeOf(document, 'superb').start), null);
    assert.match(inspector.status()?.text ?? '', /edited/);
  });

  it('drops what a word has grown into', async () => {
    await edit(editor, (builder) => builder.insert(new vscode.Position(1, 0), 'So'));
    assert.deepEqual(await liveTexts(), [PAN]);
    await checkShading(editor);
  });

  it('of everything at once leaves nothing behind', async () => {
    const whole = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await edit(editor, (builder) => builder.replace(whole, 'All new.'));
    await checkShading(editor);
    const inspector = await inspect();
    await untilEqual(() => shaded(inspector.shown(editor)), []);
    await untilEqual(() => inspector.shown(editor).notes.length, 0);
  });

  it('of the line ends alone never leaves a shade on other text', async () => {
    await edit(editor, (builder) => builder.setEndOfLine(vscode.EndOfLine.CRLF));
    await checkShading(editor);
    await edit(editor, (builder) => builder.insert(new vscode.Position(0, 0), 'So. '));
    await checkShading(editor);
  });

  it('can be undone as if nothing had been analysed', async () => {
    await edit(editor, (builder) => builder.insert(new vscode.Position(0, 0), 'One. '));
    await read(editor, REVIEW);
    await edit(editor, (builder) => builder.insert(new vscode.Position(0, 0), 'Two. '));
    const { version } = editor.document;
    await read(editor, PAN);
    await clear();
    assert.equal(editor.document.version, version, 'reading and clearing are no edits');
    await vscode.commands.executeCommand('undo');
    await until('the second edit undone', () => editor.document.getText() === `One. ${TEXT}`);
    await vscode.commands.executeCommand('undo');
    await until('the first edit undone', () => editor.document.getText() === TEXT);
  });

  it('of the language alone keeps everything', async () => {
    await vscode.languages.setTextDocumentLanguage(editor.document, 'markdown');
    await checkShading(vscode.window.activeTextEditor ?? editor);
    assert.deepEqual(await liveTexts(), [REVIEW, PAN]);
  });
});

describe('clearing', () => {
  afterEach(closeAll);

  it('takes everything away, in every document', async () => {
    const first = await show(REVIEW);
    await read(first, REVIEW);
    const second = await show(PAN, vscode.ViewColumn.Beside);
    await read(second, PAN);
    const inspector = await inspect();
    assert.equal(inspector.analyses().length, 2);
    await clear();
    assert.deepEqual(inspector.analyses(), []);
    assert.equal(inspector.status(), null);
    for (const editor of vscode.window.visibleTextEditors) {
      await untilEqual(() => {
        const { shades, lines, unread, marked, notes } = inspector.shown(editor);
        return [...shades, ...lines, unread, marked, notes].flat().length;
      }, 0);
    }
    assert.equal(await hoverAt(second.document, new vscode.Position(0, 3)), null);
  });

  it('forgets a document that was closed', async () => {
    // VS Code itself keeps a file that was opened by an extension for some minutes after its last editor.
    const document = await vscode.workspace.openTextDocument({ content: REVIEW });
    await read(await vscode.window.showTextDocument(document), REVIEW);
    await closeAll();
    const inspector = await inspect();
    await until('the document to be forgotten', () => inspector.analyses().length === 0);
    assert.equal(inspector.status(), null);
  });
});
