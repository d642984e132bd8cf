/** A review through training in a real VS Code: the command, the slider, and the numbers of the terminal. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { certainties, percent } from '../../src/wording';
import { useWorkbench } from './harness';

/** A line of `analyze --epochs --json`, as far as it is compared. */
interface Line {
  readonly epoch: number;
  readonly classes: readonly { readonly label: string; readonly probability: number }[];
  readonly tokens: readonly { readonly weight: number }[];
  readonly entropy: number;
  readonly validationAccuracy: number;
  readonly padding?: number;
}

async function fromTerminal(model: string): Promise<readonly Line[]> {
  const args = ['dist/cli.js', 'analyze', '--epochs', '--json', '--model', model];
  const file = path.resolve('samples/positive.txt');
  const { stdout } = await promisify(execFile)(process.execPath, [...args, '--file', file], {
    maxBuffer: 1e8,
  });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

describe('a review through training in a real VS Code', () => {
  const vscode = useWorkbench({ file: 'positive.txt', size: { width: 1440, height: 1000 } });

  const text = (selector: string) => vscode().panel().locator(selector).innerText();
  const press = (key: string) => vscode().panel().locator('.epoch-slider').press(key);
  const lengths = () =>
    vscode()
      .panel()
      .locator('.epoch-chart .bars')
      .evaluate((group) => {
        const bars = [
          ...(group as unknown as { children: Iterable<{ getAttribute(name: string): string }> }).children,
        ];
        return bars.map((bar) => Number(bar.getAttribute('height')));
      });

  async function checkEpoch(lines: readonly Line[], index: number): Promise<void> {
    const { epoch, classes, tokens, entropy, validationAccuracy } = lines[index]!;
    const last = lines.at(-1)!.epoch;
    assert.equal(await text('.epoch-label'), epoch === 0 ? 'untrained' : `after epoch ${epoch} of ${last}`);
    const said = certainties(classes);
    const verdict = await text('.epoch-verdict');
    classes.forEach(({ label }, i) => assert.ok(verdict.includes(`${label} ${said[i]}`), verdict));
    assert.ok((await text('.epoch-spread')).includes(`entropy ${entropy.toFixed(2)} of`));
    assert.ok((await text('.epoch-figures')).includes(`${(100 * validationAccuracy).toFixed(1)} %`));
    const heights = await lengths();
    const sum = heights.reduce((a, b) => a + b, 0);
    assert.equal(heights.length, tokens.length);
    tokens.forEach(({ weight }, i) => {
      // Lengths are drawn to a hundredth of a pixel.
      assert.ok(
        Math.abs(heights[i]! / sum - weight) < 1e-3,
        `word ${i}: ${heights[i]! / sum} is not ${weight}`,
      );
    });
  }

  it('is shown by the command, after every epoch as the terminal has it', async () => {
    await vscode().selectAll();
    await vscode().run('Analyze Sentiment Attention');
    await vscode().until('the verdict', async () => (await vscode().status()).length > 0);
    await vscode().run('Show Attention Through Training', { leaves: true });
    await vscode().panel().locator('.epoch-label .shown').waitFor();
    const lines = await fromTerminal('imdb-attention');
    const last = lines.length - 1;
    await checkEpoch(lines, last);
    await press('Home');
    for (let index = 0; index <= last; index++) {
      await checkEpoch(lines, index);
      if (index < last) await press('ArrowRight');
    }
    await press('ArrowLeft');
    await vscode().screenshot('training-dark');
  });

  it('tells what PADs get of the article’s own network', async () => {
    await vscode().panel().getByText('imdb-article', { exact: true }).click();
    await vscode().until('the article’s network', async () =>
      /^imdb-article read/.test(await text('.epoch-note')),
    );
    const lines = await fromTerminal('imdb-article');
    await press('Home');
    for (const [index, { padding }] of lines.entries()) {
      await checkEpoch(lines, index);
      assert.ok((await text('.epoch-pads')).startsWith(`PADs get ${percent(padding!)} of the attention`));
      if (index < lines.length - 1) await press('ArrowRight');
    }
    await vscode().panel().locator('.epoch-padding').scrollIntoViewIfNeeded();
    await vscode().screenshot('training-pads');
  });

  it('marks in the editor the word that is pointed at', async () => {
    await vscode().panel().locator('.epoch-word').nth(2).hover();
    await vscode().until('an outline in the editor', async () =>
      (await vscode().shading()).some(({ outline }) => outline > 0),
    );
  });

  it('is there again, at the same epoch, after the panel was hidden', async () => {
    await press('Home');
    // In one group with the panel, the text hides it, and the other way round.
    await vscode().run('View: Join All Editor Groups');
    await vscode().open('negative.txt');
    await vscode().run('Open Attention Panel', { leaves: true });
    await vscode().until('the same epoch', async () => (await text('.epoch-label')) === 'untrained');
    assert.match(await text('.epoch-note'), /^imdb-article read 72 words/);
  });

  it('waits for the text to be read again after the window was reloaded', async () => {
    await vscode().reload();
    await vscode().run('Open Attention Panel', { leaves: true });
    await vscode().until('the section', async () =>
      /^Analyse the text again/.test(await text('.epoch-note')),
    );
    await vscode().open('positive.txt');
    await vscode().selectAll();
    await vscode().run('Analyze Sentiment Attention');
    await vscode().run('Show Attention Through Training', { leaves: true });
    await vscode().until('the epochs', async () => /^imdb-attention read 72/.test(await text('.epoch-note')));
    assert.equal(await text('.epoch-label'), 'untrained');
  });
});
