/** Exporting as a person does, in a real VS Code: from the panel by click and key, and from the palette. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { elementsOf, parseXml } from '../fixtures/xml';
import { useWorkbench } from './harness';
import { drawn, panelWords } from './workbenchWords';

describe('exporting in a real VS Code', () => {
  const vscode = useWorkbench({ file: 'positive.txt', size: { width: 1440, height: 900 } });

  before(async () => {
    await vscode().selectAll();
    await vscode().run('Analyze Sentiment Attention');
    await vscode().run('Open Attention Panel');
    await drawn(
      vscode(),
      (await panelWords(vscode())).map(({ text }) => text),
    );
  });

  /** Chooses a form in the list, and accepts the place that is proposed; gives the file. */
  async function chosen(form: string, ending: string): Promise<string> {
    const { page } = vscode();
    const list = page.locator('.quick-input-widget');
    await list.getByRole('option', { name: new RegExp(`^${form}`) }).click();
    const name = `positive-1-attention.${ending}`;
    const box = list.locator('input[type="text"]');
    await vscode().until('a place for the file', async () => (await box.inputValue()).endsWith(`.${ending}`));
    assert.equal(path.basename(await box.inputValue()), name);
    await list.getByRole('button', { name: 'OK' }).click();
    await list.waitFor({ state: 'hidden' });
    await vscode().until('the word that it is there', async () =>
      (await vscode().status()).some(({ text }) => text.includes(`Exported ${name}`)),
    );
    return path.join(vscode().folder, name);
  }

  it('writes beside the document what the panel shows, from its button', async () => {
    const words = await panelWords(vscode());
    const background = await vscode()
      .panel()
      .locator('body')
      .evaluate<string, never>('getComputedStyle(document.body).backgroundColor');
    await vscode().panel().getByRole('button', { name: 'Export…' }).click();
    const root = parseXml(await readFile(await chosen('SVG', 'svg'), 'utf8'));
    const elements = elementsOf(root);
    const ground = elements.find(({ attributes }) => attributes['class'] === 'ground')!.attributes['fill']!;
    const channels = [1, 3, 5].map((at) => parseInt(ground.slice(at, at + 2), 16));
    assert.equal(background, `rgb(${channels.join(', ')})`);
    const marks = elements.find(({ attributes }) => attributes['class'] === 'marks')!;
    const shades = elementsOf(marks).filter(({ name }) => name === 'rect');
    assert.equal(shades.length, words.length);
    const most = Math.max(...words.map(({ bar }) => bar));
    const alphas = shades.map(({ attributes }) => Number(attributes['fill-opacity']));
    const full = Math.max(...alphas);
    words.forEach(({ bar }, index) => assert.ok(Math.abs(alphas[index]! / full - bar / most) < 0.02));
  });

  it('draws a PNG in the panel, from the palette', async () => {
    await vscode().run('Export…', { leaves: true });
    const file = await chosen('PNG', 'png');
    const { width, height } = await sharp(file).metadata();
    assert.ok(width === 1920 && height > 1000);
    await vscode().screenshot('exported');
  });

  it('copies Markdown by the keyboard', async () => {
    const { page } = vscode();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await vscode().panel().getByRole('button', { name: 'Copy as Markdown' }).press('Enter');
    await vscode().until('the word that it is copied', async () =>
      (await vscode().status()).some(({ text }) => text.includes('Copied as Markdown')),
    );
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    assert.match(copied, /^# positive\\\.txt/);
    assert.match(copied, /\| Word \| Weight \|/);
  });
});
