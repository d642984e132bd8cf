/** What meets a person first: the sample review, the walkthrough, and no more of the window than that. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { clear, closeAll, inspect, setSetting, until } from './support';

const extension = () => vscode.extensions.getExtension('attention-inspector.attention-inspector')!;

interface Step {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}

interface Contributions {
  readonly walkthroughs: readonly { readonly title: string; readonly steps: readonly Step[] }[];
  readonly commands: readonly { readonly command: string; readonly title: string }[];
  readonly configuration: readonly { readonly title: string; readonly properties: object }[];
}

const contributes = () => (extension().packageJSON as { contributes: Contributions }).contributes;
const showSample = () => vscode.commands.executeCommand('attentionInspector.showSample');
const panels = () =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.filter(({ input }) => input instanceof vscode.TabInputWebview),
  );

describe('the sample review', () => {
  afterEach(async () => {
    await setSetting('segments', undefined);
    await clear();
    await closeAll();
  });

  it('opens without a file, is read, and has the panel beside it', async () => {
    await showSample();
    const editor = vscode.window.activeTextEditor!;
    assert.ok(editor.document.isUntitled);
    assert.ok(editor.document.lineCount > 4, 'it can be read without scrolling sideways');
    const [entry] = (await inspect()).analyses(editor.document.uri);
    assert.equal(entry?.units.length, 1);
    assert.equal(entry.active.text, editor.document.getText());
    assert.equal(entry.active.analysis.label, 'negative');
    const [panel] = await until('the panel', () => (panels().length > 0 ? panels() : null));
    assert.notEqual(panel!.group.viewColumn, editor.viewColumn);
  });

  it('is read sentence by sentence where the setting says so', async () => {
    await setSetting('segments', 'sentence');
    await showSample();
    const { document } = vscode.window.activeTextEditor!;
    const [entry] = (await inspect()).analyses(document.uri);
    assert.ok(entry!.units.length > 3);
    assert.ok(document.getText().startsWith(entry!.units[0]!.text));
  });

  it('is shown again as it was left, and anew once it was closed', async () => {
    await showSample();
    const editor = vscode.window.activeTextEditor!;
    await editor.edit((change) => change.insert(new vscode.Position(0, 0), 'Wonderful. '));
    await showSample();
    assert.equal(vscode.window.activeTextEditor?.document, editor.document);
    const [entry] = (await inspect()).analyses(editor.document.uri);
    assert.match(entry!.active.text, /^Wonderful\. I wanted/);
    assert.equal(panels().length, 1);
    await closeAll();
    await showSample();
    assert.match(vscode.window.activeTextEditor!.document.getText(), /^I wanted/);
  });

  it('does not cover the panel that it was asked for from', async () => {
    await vscode.commands.executeCommand('attentionInspector.openPanel');
    await until('the panel', () => panels().length > 0);
    await showSample();
    const { viewColumn } = vscode.window.activeTextEditor!;
    assert.notEqual(panels()[0]!.group.viewColumn, viewColumn);
    assert.ok(panels()[0]!.isActive);
  });
});

describe('the walkthrough', () => {
  it('has four to six steps, each with a picture and an action that VS Code knows', async () => {
    const [walkthrough, ...others] = contributes().walkthroughs;
    assert.deepEqual(others, []);
    assert.equal(walkthrough!.title, 'See what a sentiment model looks at');
    const { steps } = walkthrough!;
    assert.ok(steps.length >= 4 && steps.length <= 6);
    const known = new Set(await vscode.commands.getCommands(true));
    for (const { id, description, media, completionEvents } of steps) {
      const actions = [...description.matchAll(/\]\(command:([\w.]+)(?:\?([^)]*))?\)/g)];
      assert.equal(actions.length, 1, id);
      const [, command, input] = actions[0]!;
      assert.ok(known.has(command!), `${command} of ${id} is not known`);
      assert.deepEqual(completionEvents, [`onCommand:${command}`]);
      if (input) assert.doesNotThrow(() => JSON.parse(decodeURIComponent(input)), id);
      assert.ok(existsSync(path.join(extension().extensionPath, media.svg)), media.svg);
      assert.ok(media.altText.length > 20);
    }
  });

  it('stands beside nothing else: no container in the activity bar, no view', () => {
    assert.deepEqual(
      ['views', 'viewsContainers', 'viewsWelcome'].filter((name) => name in contributes()),
      [],
    );
  });

  it('is written out, as are commands and settings', () => {
    const { walkthroughs, commands, configuration } = contributes();
    assert.doesNotMatch(JSON.stringify([walkthroughs, commands, configuration]), /"%[\w.]+%"/);
    assert.ok(configuration.length > 2 && configuration.every(({ title }) => title.length > 0));
  });
});
