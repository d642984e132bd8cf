/** Trying edits and going through words in a real VS Code, by keys: light bulb, lists, panel, undo, hover. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { useWorkbench } from './harness';
import { drawn, panelWords, verdict } from './workbenchWords';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TEXT = 'The first hour is wonderful';
const WORDS = TEXT.split(' ');

describe('editing and seeing in a real VS Code', () => {
  const vscode = useWorkbench({ file: 'mixed.txt', size: { width: 1440, height: 900 } });

  const press = async (...keys: string[]) => {
    for (const key of keys) await vscode().page.keyboard.press(key);
  };
  const section = () => vscode().panel().locator('#fold-edits');
  const steps = () => section().locator('.edit-steps li').allInnerTexts();
  const untilSteps = (expected: readonly string[]) =>
    vscode().until(`the steps ${expected.join(', ')}`, async () => {
      return JSON.stringify(await steps()) === JSON.stringify(expected);
    });
  const selection = async () =>
    vscode().page.locator('[id="status.editor.selection"]').innerText({ timeout: 1000 });
  const message = () => vscode().page.locator('[id="status.extensionMessage"]').innerText({ timeout: 1000 });

  /** Lines may be wrapped anywhere between words. */
  const shows = async (text: string) => {
    const inked = (await vscode().text()).replace(/\s/g, '');
    return inked.includes(text.replace(/\s/g, ''));
  };

  beforeEach(async () => {
    await vscode().select(TEXT);
    await vscode().run('Analyze Sentiment Attention');
    await drawn(vscode(), WORDS);
  });
  afterEach(() => vscode().run('Clear Attention'));

  /** Opens the light bulb's list on a word, and chooses by keys. */
  const choose = async (word: string, action: RegExp) => {
    await vscode().clickBefore(word);
    await vscode().page.locator('.part.editor [class*="codicon-light-bulb"]:visible').first().waitFor();
    const list = vscode().page.locator('.action-widget:not(.action-list-submenu-panel)');
    // VS Code closes the list again where it is still asking for actions when the keys come.
    await vscode().until('the list of actions', async () => {
      if (await list.locator('.monaco-list-row', { hasText: action }).first().isVisible()) return true;
      await press('ControlOrMeta+.');
      return list
        .locator('.monaco-list-row', { hasText: action })
        .first()
        .waitFor({ timeout: 5_000 })
        .then(
          () => true,
          () => false,
        );
    });
    const chosen = list.locator('.monaco-list-row.focused', { hasText: action });
    for (let tries = 0; tries < 10 && (await chosen.count()) === 0; tries++) await press('ArrowDown');
    assert.equal(await chosen.count(), 1, 'the arrow keys reach it');
    return { list, enter: () => press('Enter') };
  };

  it('shows a light bulb on an analysed word and what an edit would do, by keys alone', async () => {
    const { enter, list } = await choose('wonderful', /Analyze without/);
    const offered = await list.locator('.monaco-list-row').allInnerTexts();
    for (const title of [
      'Analyze without “wonderful”',
      'Replace “wonderful” by…',
      'Negate: “wonderful” → “not wonderful”',
    ])
      assert.ok(
        offered.some((text) => text.includes(title)),
        `${title} is not among ${offered.join(' | ')}`,
      );
    await vscode().screenshot('edits-light-bulb');
    await enter();
    await untilSteps(['Without “wonderful”']);
    await vscode().until('the focus in the section', async () => {
      return (await vscode().panel().locator('#edits-title:focus').count()) === 1;
    });
    assert.match(await section().locator('.edit-change').innerText(), /log-odds/);
    assert.equal((await section().locator('.edited .removed').innerText()).trim(), 'wonderful');
    assert.ok(await shows(TEXT), 'the document is as it was');
    await vscode().screenshot('edits-panel');
  });

  it('goes on in the panel, is applied, shaded anew and undone', async () => {
    const { enter } = await choose('wonderful', /Negate/);
    await enter();
    await untilSteps(['“wonderful” → “not wonderful”']);
    await section()
      .locator('.edited .word', { hasText: /^first$/ })
      .click();
    await section().locator('.edit-word-without').click();
    await untilSteps(['“wonderful” → “not wonderful”', 'Without “first”']);
    const frame = vscode().panel().locator('body');
    await frame.evaluate(axe);
    const { violations } = (await frame.evaluate('axe.run()')) as AxeResults;
    assert.deepEqual(
      violations.map(({ id }) => id),
      [],
    );
    await section().locator('.edit-apply').click();
    const changed = 'The hour is not wonderful';
    await vscode().until('the changed text', async () => shows(changed));
    await drawn(vscode(), changed.split(' '));
    assert.match(await verdict(vscode()), /(Posi|Nega)tive \d+ %/);
    await vscode().focus();
    await press('ControlOrMeta+z');
    await vscode().until('the text as it was', async () => await shows(TEXT));
  });

  it('replaces by a neighbour in the embedding, by an unknown word, or by what is typed', async () => {
    const list = vscode().page.locator('.quick-input-widget');
    for (const [typed, row, step] of [
      ['', /^brilliant|^fantastic|^great/, /^“wonderful” → “(brilliant|fantastic|great)”$/],
      ['', /An unknown word/, /^“wonderful” → “\w+”$/],
      ['dreadful', /dreadful/, /^“wonderful” → “dreadful”$/],
    ] as const) {
      await vscode().focus();
      const { enter } = await choose('wonderful', /Replace/);
      await enter();
      await list.waitFor();
      if (typed !== '') await vscode().page.keyboard.type(typed);
      const option = list.locator('.monaco-list-row', { hasText: row }).first();
      await option.waitFor();
      if (typed === '') await vscode().screenshot('edits-replace');
      if (typed === '') await option.click();
      else await press('Enter');
      await vscode().until(`the step ${step}`, async () => step.test((await steps()).join()));
      await section().locator('.edit-discard').click();
      await vscode().until('no steps', async () => !(await section().locator('.edits').isVisible()));
    }
  });

  it('goes through the words by their weight, by keys, and says which they are', async () => {
    await vscode().run('Open Attention Panel');
    const words = await panelWords(vscode());
    const [first, second] = [...words].sort((a, b) => b.bar - a.bar);
    await vscode().focus();
    await press('ControlOrMeta+k', 'j');
    await vscode().until('the strongest word', async () => {
      return (await message()).startsWith(`${first?.text}: `) && (await message()).includes('rank 1 of 5');
    });
    await vscode().until('the word to be selected', async () =>
      (await selection()).includes(`(${first?.text.length} selected)`),
    );
    await press('ControlOrMeta+k', 'j');
    await vscode().until('the next one', async () => (await message()).startsWith(`${second?.text}: `));
    const index = words.findIndex((word) => word === second);
    await vscode().panel().locator(`#bar-${index}[aria-selected="true"]`).waitFor();
    await press('ControlOrMeta+k', 'Shift+j');
    await vscode().until('the strongest again', async () => (await message()).startsWith(`${first?.text}: `));
  });

  it('selects the strongest words as several cursors', async () => {
    await vscode().run('Select Top Words', { leaves: true });
    await vscode().page.locator('.quick-input-widget input[type="text"]').fill('3');
    await press('Enter');
    await vscode().until('three selections', async () => (await selection()).startsWith('3 selections'));
    await vscode().screenshot('edits-top-words');
    await press('Escape');
  });

  it('opens the hover by the keyboard, where the cursor is', async () => {
    await vscode().clickBefore('wonderful');
    await press('ControlOrMeta+k', 'ControlOrMeta+i');
    const hover = vscode().page.locator('.monaco-hover:visible', { hasText: 'of the attention' });
    await hover.first().waitFor();
    assert.match(await hover.first().innerText(), /wonderful/);
    await press('Escape');
  });

  it('describes the shading in a document that can be read and not written', async () => {
    await vscode().clickBefore('wonderful');
    await vscode().run('Describe Attention as Text');
    await vscode().until('the description', async () =>
      (await vscode().text()).includes('Attention in mixed.txt'),
    );
    const text = await vscode().text();
    assert.match(text, /One text was read by the model imdb-attention/);
    await vscode().screenshot('edits-described');
    await press('x');
    assert.equal(await vscode().text(), text);
    await vscode().open('mixed.txt');
  });

  it('marks strong words beside the scroll bar where the setting wants it', async () => {
    await vscode().setSettings({ 'attentionInspector.rulerMarks': true });
    await vscode().clickBefore('wonderful');
    await vscode().screenshot('edits-ruler');
    const coloured = () =>
      vscode().page.evaluate<number>(`(() => {
        const canvas = document.querySelector('.part.editor canvas.decorationsOverviewRuler');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let found = 0;
        for (let i = 0; i < data.length; i += 4) if (data[i] > data[i + 2] + 60) found++;
        return found;
      })()`);
    await vscode().until('marks of the attention’s colour', async () => (await coloured()) > 0);
    await vscode().setSettings({ 'attentionInspector.rulerMarks': false });
    await vscode().until('them to go', async () => (await coloured()) === 0);
  });
});
