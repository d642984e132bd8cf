/** What follows the typing and what is written to the clipboard, in a browser. */
import * as vscode from 'vscode';
import { equal, inspect, match, ok, readText, until } from './support';
import { REVIEW } from './texts';

describe('features, in a browser', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('attentionInspector.clear');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('follow the typing with live attention', async () => {
    await readText(REVIEW);
    const editor = vscode.window.activeTextEditor!;
    await vscode.commands.executeCommand('attentionInspector.toggleLive');
    await editor.edit((edit) =>
      edit.insert(new vscode.Position(0, REVIEW.indexOf(' surprise')), ', lifeless'),
    );
    const inspector = await inspect();
    await until('the typed text to be read', () => {
      const [entry] = inspector.analyses(editor.document.uri);
      return entry?.units.some(({ text, carried }) => text.includes('lifeless') && !carried);
    });
    await vscode.commands.executeCommand('attentionInspector.toggleLive');
    equal(inspector.live().documents.size, 0, 'followed documents');
  });

  it('copy Markdown, and describe as text', async () => {
    await readText(REVIEW);
    const markdown = await vscode.commands.executeCommand<string>('attentionInspector.copyMarkdown');
    match(markdown, /wonderful/, 'the Markdown');
    await vscode.commands.executeCommand('attentionInspector.describe');
    match(vscode.window.activeTextEditor?.document.getText() ?? '', /superb/, 'the description');
  });

  it('show the sample review, from the files of the extension', async () => {
    await vscode.commands.executeCommand('attentionInspector.showSample');
    const [entry] = (await inspect()).analyses();
    ok(entry && entry.active.analysis.tokens.length > 20, 'the sample was not read');
  });
});
