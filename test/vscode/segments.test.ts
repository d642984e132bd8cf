import assert from 'node:assert/strict';
import * as vscode from 'vscode';
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
  REVIEW,
  select,
  setSetting,
  show,
  until,
  untilEqual,
} from './support';

const [FIRST, SECOND] = REVIEW.split(/(?<=out loud\.) /) as [string, string];
const TEXT = `${REVIEW}\n${PAN}\n\n---\n\nThe end of it\nall was fine.\n`;
const LAST = 'The end of it\nall was fine.';

describe('what one analysis covers', () => {
  afterEach(async () => {
    await setSetting('segments', undefined);
    await setSetting('codeLens', undefined);
    await clear();
    await closeAll();
  });

  async function readBy(segments: string, text = TEXT): Promise<vscode.TextEditor> {
    await setSetting('segments', segments);
    const editor = await show(text);
    putCursor(editor, new vscode.Position(1, 3));
    await analyze();
    return editor;
  }

  const texts = async (editor: vscode.TextEditor) =>
    (await inspect()).analyses(editor.document.uri)[0]?.units.map(({ text }) => text);

  for (const [segments, expected] of [
    ['sentence', [FIRST, SECOND, PAN, LAST]],
    ['line', [REVIEW, PAN, 'The end of it', 'all was fine.']],
    ['paragraph', [`${REVIEW}\n${PAN}`, LAST]],
    ['document', [TEXT.trim()]],
    ['selection', [`${REVIEW}\n${PAN}`]],
  ] as const) {
    it(`is a ${segments}: each with its own verdict and scale`, async () => {
      const editor = await readBy(segments);
      assert.deepEqual(await texts(editor), expected);
      await checkShading(editor);
      const [entry] = (await inspect()).analyses(editor.document.uri);
      await checkOrder(editor, entry!);
      for (const { analysis, text } of entry!.units)
        for (const token of analysis.tokens) assert.equal(text.slice(token.start, token.end), token.text);
      assert.ok((await hoverAt(editor.document, rangeOf(editor.document, 'superb').start)) !== null);
    });
  }

  it('divides what is selected, where something is', async () => {
    await setSetting('segments', 'sentence');
    const editor = await show(TEXT);
    select(editor, `${SECOND}\n${PAN}`);
    await analyze();
    assert.deepEqual(await texts(editor), [SECOND, PAN]);
    select(editor, PAN, SECOND);
    await analyze();
    assert.deepEqual(await texts(editor), [SECOND, PAN], 'in reading order');
    await setSetting('segments', 'document');
    await analyze();
    assert.deepEqual(await texts(editor), [TEXT.trim()]);
  });

  it('shows the verdicts that end on one line in one note', async () => {
    const editor = await readBy('sentence');
    const notes = await until('three notes', async () => {
      const found = (await inspect()).shown(editor).notes.map(({ text }) => text);
      return found.length === 3 ? found : undefined;
    });
    assert.match(notes[0] ?? '', /^\w+, \d+\.\d % · \w+, \d+\.\d %$/);
  });

  it('takes a thousand sentences in one request, without holding up the extension host', async () => {
    const text = Array.from({ length: 500 }, (_, i) => `${SECOND} Number ${i} was dull.`).join('\n');
    const editor = await readBy('sentence', text);
    assert.equal((await texts(editor))?.length, 1000);
    const [entry] = (await inspect()).analyses(editor.document.uri);
    console.log(`    1,000 sentences in ${entry?.ms.toFixed(0)} ms`);
    await checkShadingInSight(editor);
  });

  async function checkShadingInSight(editor: vscode.TextEditor): Promise<void> {
    const shown = async () => (await inspect()).shown(editor);
    const [visible] = editor.visibleRanges;
    await until('every line in sight to be shaded', async () => {
      const lines = new Set((await shown()).shades.flat().map(({ start }) => start.line));
      for (let line = visible?.start.line ?? 0; line <= (visible?.end.line ?? 0); line++)
        if (!lines.has(line)) return false;
      return true;
    });
    assert.ok((await shown()).notes.length < 500, 'notes out of sight are not drawn');
  }

  describe('with code lenses', () => {
    const lensesOf = async ({ uri }: vscode.TextDocument) =>
      (
        await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 50)
      ).filter(({ command }) => command?.command === 'attentionInspector.showAnalysis');

    it('are none until the setting asks for them', async () => {
      const { document } = await readBy('line');
      assert.deepEqual(await lensesOf(document), []);
      await setSetting('codeLens', true);
      await until('lenses', async () => (await lensesOf(document)).length > 0);
    });

    it('says each verdict above its text, and of those on one line which is which', async () => {
      await setSetting('codeLens', true);
      const { document } = await readBy('sentence');
      const lenses = await lensesOf(document);
      assert.deepEqual(
        lenses.map(({ range }) => document.offsetAt(range.start)),
        [FIRST, SECOND, PAN, LAST].map((text) => document.getText().indexOf(text)),
      );
      const titles = lenses.map(({ command }) => command?.title ?? '');
      assert.match(titles[0] ?? '', /^\w+, \d+\.\d % \(This film is a wonderful?.*…\)$/);
      assert.match(titles[1] ?? '', /^\w+, \d+\.\d % \(A gem that I will watch…?.*\)$/);
      assert.match(titles[2] ?? '', /^\w+, \d+\.\d %$/);
    });

    it('charts the text that is clicked', async () => {
      await setSetting('codeLens', true);
      const { document } = await readBy('sentence');
      const lens = (await lensesOf(document))[1];
      const { command, arguments: args = [] } = lens?.command ?? { command: '' };
      await vscode.commands.executeCommand(command, ...(args as unknown[]));
      const active = async () => (await inspect()).analyses(document.uri)[0]?.active.text;
      await untilEqual(active, SECOND);
      await vscode.commands.executeCommand(command, 987_654);
      assert.equal(await active(), SECOND, 'one that is gone is let pass');
      await until('the panel', () =>
        vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === 'Attention')),
      );
    });

    it('moves with its text, and goes with it', async () => {
      await setSetting('codeLens', true);
      const editor = await readBy('line');
      const { document } = editor;
      await editor.edit((builder) => builder.insert(new vscode.Position(0, 0), 'New.\n'));
      const lines = async () => (await lensesOf(document)).map(({ range }) => range.start.line);
      await untilEqual(lines, [1, 2, 6, 7]);
      await editor.edit((builder) => builder.insert(rangeOf(document, 'lifeless').start, 'x'));
      await untilEqual(lines, [1, 6, 7]);
    });
  });
});
