/** What a person does in a real VS Code: every way to start, several selections, edits, clearing, a reload. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { useWorkbench } from './harness';
import { drawn, panelWords, verdict } from './workbenchWords';

const FIRST = 'The first hour is wonderful';
const FIRST_WORDS = ['The', 'first', 'hour', 'is', 'wonderful'];

describe('working with the command in a real VS Code', () => {
  const vscode = useWorkbench({ file: 'mixed.txt' });

  const isClear = (): Promise<void> =>
    vscode().until('everything to be cleared', async () => {
      return (await vscode().shading()).length === 0 && (await vscode().notes()).length === 0;
    });

  afterEach(async () => {
    await vscode().run('Clear Attention');
    await isClear();
    await vscode().until('the verdict to go', async () => (await vscode().status()).length === 0);
  });

  it('shades a selection alone, from the palette', async () => {
    await vscode().select(FIRST);
    await vscode().run('Analyze Sentiment Attention');
    await drawn(vscode(), FIRST_WORDS);
    assert.match(await verdict(vscode()), /^(Positive|Negative) \d+ %$/);
  });

  it('shades a selection from the context menu, which offers it only with a selection', async () => {
    const { page } = vscode();
    const entry = page.getByRole('menuitem', { name: 'Analyze Sentiment Attention' });
    const menu = page.getByRole('menuitem', { name: 'Command Palette' });
    await vscode().rightClick('predictable');
    await menu.waitFor();
    assert.equal(await entry.count(), 0);
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });

    await vscode().select(FIRST);
    await vscode().rightClick('hour');
    // A menu that has just opened ignores a button released at once.
    await entry.click({ delay: 300 });
    await drawn(vscode(), FIRST_WORDS);
  });

  it('shades a selection by the key chord', async () => {
    await vscode().select(FIRST);
    await vscode().page.keyboard.press('ControlOrMeta+k');
    await vscode().page.keyboard.press('a');
    await drawn(vscode(), FIRST_WORDS);
  });

  it('reads each of several selections for itself', async () => {
    await vscode().select(FIRST);
    await vscode().select('it is never stupid', { add: true });
    await vscode().run('Analyze Sentiment Attention');
    await drawn(vscode(), ['it', 'is', 'never', 'stupid', ...FIRST_WORDS]);
    await vscode().until('a note for each', async () => (await vscode().notes()).length === 2);
    for (const note of await vscode().notes()) assert.match(note, /^(positive|negative), \d+\.\d %$/);
    await verdict(vscode(), /\d+ % · [12]\/2/);
    await vscode().screenshot('two-selections');
  });

  it('reads the paragraph around the cursor where nothing is selected', async () => {
    await vscode().clickBefore('Not at all');
    await vscode().run('Analyze Sentiment Attention');
    await verdict(vscode());
    const shaded = (await vscode().shading()).map(({ text }) => text).join(' ');
    assert.match(shaded.replace(/\s+/g, ' '), /^Was I disappointed/);
  });

  it('says one short thing at an empty place, and does nothing', async () => {
    await vscode().run('File: New Untitled Text File');
    await vscode().until('an empty editor', async () => (await vscode().text()) === '');
    await vscode().run('Analyze Sentiment Attention');
    let messages: readonly string[] = [];
    await vscode().until('a message', async () => {
      messages = await vscode().takeMessages();
      return messages.length > 0;
    });
    assert.deepEqual(messages.length, 1);
    assert.match(messages[0] ?? '', /^There is no text to read here/);
    assert.deepEqual(await vscode().status(), []);
    await vscode().focus();
    await vscode().page.keyboard.type('A truly awful film.');
    await vscode().run('Analyze Sentiment Attention');
    assert.match(await verdict(vscode()), /Negative/);
    await vscode().open('mixed.txt');
  });

  it('keeps the shading on its words while the text is edited elsewhere, and drops it when they change', async () => {
    await vscode().select(FIRST);
    await vscode().run('Analyze Sentiment Attention');
    await drawn(vscode(), FIRST_WORDS);
    await vscode().clickBefore('I cannot say');
    await vscode().page.keyboard.type('Well, then.\n\n');
    await drawn(vscode(), FIRST_WORDS);
    await vscode().clickBefore('hour is wonderful');
    await vscode().page.keyboard.type('half ');
    await isClear();
    for (let undo = 0; undo < 10 && (await isDirty()); undo += 1)
      await vscode().page.keyboard.press('ControlOrMeta+z');
    assert.equal(await isDirty(), false);
  });

  it('never touches the document or its undo history', async () => {
    const file = path.join(vscode().folder, 'mixed.txt');
    const before = await readFile(file, 'utf8');
    await vscode().select(FIRST);
    await vscode().run('Analyze Sentiment Attention');
    await drawn(vscode(), FIRST_WORDS);
    await vscode().run('Clear Attention');
    await isClear();
    assert.equal(await isDirty(), false);
    await vscode().focus();
    await vscode().page.keyboard.press('ControlOrMeta+z');
    assert.equal(await isDirty(), false);
    assert.equal(await readFile(file, 'utf8'), before);
  });

  it('keeps the panel over a window reload', async () => {
    await vscode().select(FIRST);
    await vscode().run('Analyze Sentiment Attention');
    await drawn(vscode(), FIRST_WORDS);
    await vscode().run('Open Attention Panel');
    const before = await panelWords(vscode());
    await vscode().reload();
    assert.deepEqual(
      (await panelWords(vscode())).map(({ text }) => text),
      before.map(({ text }) => text),
    );
    await vscode().screenshot('panel-after-reload');
  });

  const isDirty = async (): Promise<boolean> =>
    (await vscode().page.locator('.tab.active.dirty').count()) > 0;
});
