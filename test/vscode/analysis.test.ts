import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  analyze,
  checkOrder,
  checkShading,
  clear,
  closeAll,
  described,
  hoverAt,
  inspect,
  PAN,
  putCursor,
  rangeOf,
  read,
  REVIEW,
  select,
  shaded,
  show,
  until,
  untilEqual,
  watchPauses,
} from './support';

/** All that a person gets from one selection. */
async function checkWholePath(editor: vscode.TextEditor, phrase: string): Promise<void> {
  const { document } = editor;
  const before = document.getText();
  const entry = await read(editor, phrase);
  const inspector = await inspect();
  assert.equal(entry.units.length, 1);
  const [unit] = entry.units;
  assert.ok(unit?.span);
  assert.equal(unit.text, phrase);
  await checkShading(editor);
  await checkOrder(editor, entry);

  const strongest = unit.analysis.tokens.reduce((best, token) => (token.weight > best.weight ? token : best));
  const hover = await hoverAt(document, document.positionAt(unit.span.start + strongest.start));
  assert.ok(hover);
  assert.ok(hover.includes('rank 1 of'), `the hover says ${hover}`);
  assert.ok(hover.includes(unit.analysis.label));

  const notes = () => inspector.shown(editor).notes;
  await untilEqual(() => notes().map(({ text }) => text.split(',')[0]), [unit.analysis.label]);
  const last = document.positionAt(unit.span.start + (unit.analysis.tokens.at(-1)?.end ?? 0));
  const { text, range } = document.lineAt(last);
  const expected = text.slice(last.character).trim() === '' ? last : range.end;
  assert.deepEqual(notes()[0]?.range.start, expected, 'the note pushes no text aside');
  assert.match(inspector.status()?.text ?? '', /^\$\(eye\) (Positive|Negative) \d+ %( \$\([a-z-]+\))?$/);
  assert.equal(document.getText(), before);
}

describe('analysing a text', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'attention-inspector-'));
  });
  afterEach(async () => {
    await clear();
    await closeAll();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const file = async (name: string, content: string) => {
    const target = path.join(folder, name);
    await writeFile(target, content);
    return vscode.Uri.file(target);
  };
  const open = async (name: string, content: string) =>
    vscode.window.showTextDocument(await vscode.workspace.openTextDocument(await file(name, content)));

  const untitled = async (content: string) =>
    vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }));

  it('the first time does not stall the extension host', async () => {
    const editor = await show(REVIEW);
    const pauses = watchPauses();
    const start = performance.now();
    await read(editor, REVIEW);
    const first = performance.now() - start;
    pauses.stop();
    const long = Array.from({ length: 8 }, () => REVIEW).join(' ');
    const second = await show(long);
    const again = performance.now();
    const { units } = await read(second, long);
    const later = performance.now() - again;
    const words = units[0]!.analysis.tokens.length;
    console.log(
      `    first analysis ${first.toFixed(0)} ms, a later one of ${words} words ${later.toFixed(0)} ms; ${described(pauses)}`,
    );
    // The bound is for slow machines; the figure above is what counts.
    assert.ok(pauses.processor < 500);
  });

  it('works in plain text', async () =>
    checkWholePath(await open('review.txt', `${REVIEW}\n\n${PAN}\n`), PAN));

  it('works in Markdown', async () =>
    checkWholePath(await open('review.md', `# Film\n\n> ${REVIEW}\n\n- **${PAN}**\n`), REVIEW));

  it('works in the comment of a program', async () =>
    checkWholePath(await open('code.ts', `/** ${REVIEW} */\nexport const a = 1; // ${PAN}\n`), PAN));

  it('works in CSV, with Windows line ends', async () =>
    checkWholePath(await open('reviews.csv', `label,text\r\n1,"${REVIEW}"\r\n0,"${PAN}"\r\n`), PAN));

  it('works in an untitled document', async () => checkWholePath(await untitled(`${PAN} ${REVIEW}`), REVIEW));

  it('works in a notebook cell', async () => {
    const cell = (text: string) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python');
    const data = new vscode.NotebookData([cell('print(1)'), cell(`# ${REVIEW}\nx = 1`)]);
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
    await vscode.window.showNotebookDocument(notebook, { selections: [new vscode.NotebookRange(1, 2)] });
    const uri = notebook.cellAt(1).document.uri.toString();
    const editor = await until('the editor of the cell', async () => {
      await vscode.commands.executeCommand('notebook.cell.edit');
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.toString() === uri ? active : undefined;
    });
    await checkWholePath(editor, REVIEW);
    const [entry] = (await inspect()).analyses();
    assert.match(entry?.active.place ?? '', / cell 2:1/);
  });

  it('works on both sides of a diff', async () => {
    const left = await file('before.txt', `${REVIEW}\nfirst\n`);
    const right = await file('after.txt', `${PAN}\nsecond\n`);
    await vscode.commands.executeCommand('vscode.diff', left, right, 'a diff');
    for (const [side, uri, phrase] of [
      ['workbench.action.compareEditor.focusPrimarySide', right, PAN],
      ['workbench.action.compareEditor.focusSecondarySide', left, REVIEW],
    ] as const) {
      await vscode.commands.executeCommand(side);
      const editor = await until(`the side with ${uri.path}`, () => {
        const active = vscode.window.activeTextEditor;
        return active?.document.uri.path === uri.path ? active : undefined;
      });
      await checkWholePath(editor, phrase);
    }
  });

  it('reads several selections, each for itself', async () => {
    const editor = await show(`${REVIEW}\n${PAN}\nThe rest is silence.`);
    const entry = await read(editor, PAN, REVIEW);
    assert.deepEqual(
      entry.units.map(({ text }) => text),
      [REVIEW, PAN],
    );
    await checkShading(editor);
    await checkOrder(editor, entry);
    const inspector = await inspect();
    await untilEqual(() => inspector.shown(editor).notes.length, 2);
    assert.equal(entry.active.text, PAN, 'the main selection comes first');
    assert.match(inspector.status()?.text ?? '', /2\/2$/);
    putCursor(editor, new vscode.Position(0, 6));
    await until('the status of the first text', () => inspector.status()?.text.endsWith('1/2'));
  });

  it('without a selection reads the paragraph around the cursor', async () => {
    const editor = await show(`Intro.\n\n  ${REVIEW}\n${PAN}\n \nThe rest is silence.`);
    putCursor(editor, new vscode.Position(3, 4));
    await analyze();
    const [entry] = (await inspect()).analyses(editor.document.uri);
    assert.deepEqual(
      entry?.units.map(({ text }) => text),
      [`${REVIEW}\n${PAN}`],
    );
  });

  it('says one short thing at an empty place, and leaves what is shown', async () => {
    const editor = await show(`${REVIEW}\n\n\n   \n`);
    const entry = await read(editor, REVIEW);
    const inspector = await inspect();
    for (const selection of [
      new vscode.Selection(2, 0, 2, 0),
      new vscode.Selection(3, 0, 3, 3),
      new vscode.Selection(1, 0, 4, 0),
    ]) {
      editor.selection = selection;
      await analyze();
      assert.deepEqual(inspector.analyses(editor.document.uri), [entry]);
    }
  });

  it('shows the shading again in a split editor and after the tab was hidden', async () => {
    const editor = await open('again.txt', REVIEW);
    await read(editor, REVIEW);
    await open('other.txt', PAN);
    assert.equal((await inspect()).status(), null, 'another document has no verdict');
    const again = await vscode.window.showTextDocument(editor.document);
    await checkShading(again);
    await vscode.commands.executeCommand('workbench.action.splitEditor');
    await until('two editors', () => vscode.window.visibleTextEditors.length === 2);
    for (const each of vscode.window.visibleTextEditors) await checkShading(each);
    assert.match((await inspect()).status()?.text ?? '', /%/);
  });

  it('outlines nothing and shades no blank', async () => {
    const editor = await show(`  ${REVIEW}  \n`);
    select(editor, editor.document.getText());
    await analyze();
    const shown = (await inspect()).shown(editor);
    assert.deepEqual(shown.marked, []);
    for (const { range } of shaded(shown)) assert.match(editor.document.getText(range), /^\S+$/);
  });

  it('answers the hover at the end of a word too, where the keyboard leaves the cursor', async () => {
    const { document } = await show(REVIEW);
    await read(await vscode.window.showTextDocument(document), REVIEW);
    const { end } = rangeOf(document, 'wonderful');
    assert.match((await hoverAt(document, end)) ?? '', /^\*\*wonderful\*\*/);
  });
});
