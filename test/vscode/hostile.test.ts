import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  analyze,
  checkShading,
  clear,
  closeAll,
  hoverAt,
  inspect,
  read,
  setSetting,
  shaded,
  show,
  until,
} from './support';

describe('hostile text', () => {
  afterEach(async () => {
    await clear();
    await closeAll();
  });

  const texts: Record<string, string> = {
    'lone surrogates': 'a good \ud800 film \udc00\udc00 and \ud83d more',
    'right-to-left text': 'هذا فيلم رائع جدا! זה סרט נפלא, ממש יפה.',
    'Chinese, Japanese and Korean': '这部电影非常精彩。とても面白い映画でした。정말 좋은 영화였어요.',
    'emoji sequences': 'Loved it 👍🏽 👨‍👩‍👧‍👦 🏳️‍🌈 great 🇩🇪!! ❤️',
    'combining marks': 'A cafe\u0301 scene, nai\u0308ve and Z̷a̸l̶g̴o̵.',
    'control characters': 'PK\u0003\u0004 some \u001b[31mfilm\u0007 text \ufffd\ufffd\u0001 great',
    'only punctuation': '... !!! ?? -- ,;: (()) "" \'\'',
    'only unknown words': 'xqzzkv bbrrnnf wwoolp zzyxxq qqqjjj',
    'markup that hovers must not obey':
      '[click](command:workbench.action.quit) <b>bold</b> `code` ![x](http://x/y.png)',
    'very long words': `great ${'supercalifragilistic'.repeat(400)} film`,
  };

  for (const [name, text] of Object.entries(texts)) {
    it(`is read like any other: ${name}`, async () => {
      const editor = await show(text);
      const { document } = editor;
      editor.selection = new vscode.Selection(new vscode.Position(0, 0), document.lineAt(0).range.end);
      await analyze();
      const [entry] = (await inspect()).analyses(document.uri);
      assert.ok(entry);
      await checkShading(editor);
      const [unit] = entry.units;
      const [token] = unit?.analysis.tokens ?? [];
      assert.ok(unit?.span && token);
      const hover = await hoverAt(document, document.positionAt(unit.span.start + token.start));
      assert.match(hover ?? '', /rank \d+ of \d+/);
    });
  }

  it('is read like any other: what a binary file holds', async () => {
    const content = Array.from({ length: 2_000 }, (_, at) => String.fromCharCode((at * 7919) % 256)).join('');
    const document = await vscode.workspace.openTextDocument({ content });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, document.lineCount, 0);
    await analyze();
    assert.equal((await inspect()).analyses(document.uri).length, 1);
    await checkShading(editor);
  });

  it('says of unknown words that the vocabulary does not hold them', async () => {
    const editor = await show('a xqzzkv film');
    await read(editor, 'a xqzzkv film');
    assert.match((await hoverAt(editor.document, new vscode.Position(0, 4))) ?? '', /Not in the vocabulary/);
    assert.doesNotMatch(
      (await hoverAt(editor.document, new vscode.Position(0, 10))) ?? '',
      /Not in the vocabulary/,
    );
  });

  it('never trusts what it shows', async () => {
    const text = 'see [click](command:workbench.action.quit) <img src=x>';
    const editor = await show(text);
    await read(editor, text);
    for (const column of [5, 16, 44, 45]) {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        editor.document.uri,
        new vscode.Position(0, column),
      );
      for (const content of hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[])) {
        assert.ok(!content.isTrusted);
        assert.ok(!content.supportHtml);
        assert.doesNotMatch(content.value, /(?<!\\)[[<]/);
      }
    }
  });

  it('stays text in whatever a hover, a lens or the status bar makes of it', async () => {
    await setSetting('codeLens', true);
    try {
      const text =
        'https://a[x](command:workbench.action.quit) ![x](https://b.c/d.png) $(trash) <b>good</b> film';
      const editor = await show(text);
      await read(editor, text);
      const { document } = editor;
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      assert.ok(lenses.length > 0);
      for (const { command } of lenses) assert.doesNotMatch(command?.title ?? '', /(?<!\\)\$\(/);
      for (let column = 0; column < text.length; column += 3) {
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          new vscode.Position(0, column),
        );
        for (const content of hovers.flatMap(({ contents }) => contents as vscode.MarkdownString[])) {
          assert.ok(!content.isTrusted && !content.supportHtml && !content.supportThemeIcons);
          assert.doesNotMatch(content.value, /(?<!\\)\]\(|(?<!\\)!\[|(?<!\\)</);
        }
      }
    } finally {
      await setSetting('codeLens', undefined);
    }
  });

  it('of 10 MB on one line is read up to the limit, the rest marked and said', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'attention-inspector-'));
    try {
      const target = path.join(folder, 'long.txt');
      await writeFile(target, 'what a wonderful film it was , '.repeat(10_000_000 / 31));
      await setSetting('maxWords', 3_000);
      const document = await vscode.workspace.openTextDocument(target);
      const editor = await vscode.window.showTextDocument(document);
      await analyze();
      const inspector = await inspect();
      const [entry] = inspector.analyses(document.uri);
      assert.ok(entry);
      const words = entry.units.flatMap(({ analysis }) => analysis.tokens);
      assert.equal(words.length, 3_000);
      await until('a line full of shades', () => shaded(inspector.shown(editor)).length > 1_000);
      const shown = inspector.shown(editor);
      for (const { range } of shaded(shown)) assert.match(document.getText(range), /^\S+$/);
      const unread = await until('the mark', () => inspector.shown(editor).unread[0]);
      assert.ok(document.offsetAt(unread.end) >= 9_999_000);
      assert.match((await hoverAt(document, unread.start.translate(0, 2))) ?? '', /^Not read, .*maxWords/);
      assert.match(inspector.status()?.text ?? '', /\$\(warning\)/);
    } finally {
      await setSetting('maxWords', undefined);
      await rm(folder, { recursive: true, force: true });
    }
  });
});
