/** The panel's section on trust in a real VS Code, over what a real model's examination gives. */
import assert from 'node:assert/strict';
import { useWorkbench } from './harness';

describe('the section on trust in a real VS Code', () => {
  const vscode = useWorkbench({ file: 'positive.txt', size: { width: 1440, height: 1000 } });
  const section = (selector: string) => vscode().panel().locator(`#fold-trust ${selector}`);
  const heading = () => vscode().panel().locator('#heat-heading').innerText();

  before(async () => {
    await vscode().selectAll();
    await vscode().run('Analyze Sentiment Attention');
    await vscode().run('Open Attention Panel');
  });

  it('says its verdict while it is folded up, and is unfolded by the command', async () => {
    await vscode().until('the verdict', async () =>
      /^Attention /.test(await section('.trust-sentence').innerText()),
    );
    assert.match(
      await section('.trust-measured').innerText(),
      /^Without the 20 % most attended words P\(positive\) (falls|rises) from \d/,
    );
    assert.equal(await section('.trust-list').isVisible(), false);
    await vscode().run('Examine Whether Attention Can Be Believed');
    await section('.trust-list .trust-row').first().waitFor();
    assert.equal(await section('.trust-list .trust-row').count(), 12);
    await vscode().screenshot('trust-panel');
  });

  it('has words on both sides, a curve that falls below chance and every measure', async () => {
    assert.ok((await section('.trust-fill.for').count()) > 0);
    assert.ok((await section('.trust-fill.against').count()) > 0);
    const last = await section('.trust-curve [role=option]').last().getAttribute('aria-label');
    const [, effect, random] = /by effect ([\d.]+) %, at random ([\d.]+) %/.exec(last!)!.map(Number);
    assert.ok(effect! < random!, last!);
    assert.match(await section('.measures').innerText(), /Kendall’s τ\)\s+−?0\.\d\d/);
  });

  it('reads the text with the sisters of the default from other seeds', async () => {
    await section('.trust-seeds-button').click();
    const rows = section('table.seeds tbody tr');
    await rows.nth(2).waitFor({ timeout: 60_000 });
    const read = await rows.allInnerTexts();
    assert.deepEqual(
      read.map((row) => /^\S+/.exec(row)![0]),
      ['imdb-attention', 'imdb-attention-2', 'imdb-attention-3'],
    );
    for (const row of read) assert.match(row.trim(), /[\d.]+\s%$/);
    await vscode().screenshot('trust-panel-seeds');
  });

  it('marks in the editor the word that is pointed at', async () => {
    const row = section('.trust-list .trust-row').first();
    const word = await row.locator('.trust-word-text').innerText();
    await row.hover();
    await vscode().until('the word in the foot', async () =>
      (await vscode().panel().locator('.detail').innerText()).startsWith(word),
    );
  });

  it('shades editor and panel by the effect when that is chosen in it', async () => {
    await section('.choice >> text="effect of leaving out"').click();
    await vscode().until('the heading', async () => /leaving out/.test(await heading()));
    assert.equal(await section('.trust-shade .choice:has(:checked)').innerText(), 'effect of leaving out');
    await vscode().screenshot('trust-panel-by-effect');
    await section('.choice >> text="attention"').click();
    await vscode().until('the heading again', async () => /by attention/.test(await heading()));
  });
});
