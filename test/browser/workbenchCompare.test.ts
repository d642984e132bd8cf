/** Comparing models and pinning an analysis in a real VS Code, also over a reload of its window. */
import assert from 'node:assert/strict';
import { useWorkbench } from './harness';
import { drawn, panelWords, verdict } from './workbenchWords';

const MODELS = [
  'imdb-attention',
  'imdb-article',
  'imdb-attention-gru',
  'imdb-bag-of-words',
  'imdb-faithful',
  'imdb-last-state',
];
const FIRST = 'The first hour is wonderful';
const FIRST_WORDS = ['The', 'first', 'hour', 'is', 'wonderful'];

describe('comparing and pinning in a real VS Code', () => {
  const vscode = useWorkbench({ file: 'mixed.txt', size: { width: 1500, height: 1000 } });
  const panel = () => vscode().panel();

  /** Waits until so many characters are selected in the editor, which VS Code says once it has the focus. */
  const untilSelected = (count: number): Promise<void> =>
    vscode().until(`${count} selected characters`, async () => {
      await vscode().focus();
      const status = await vscode().page.locator('.part.statusbar').innerText();
      return status.includes(`(${count} selected)`);
    });

  it('compares all six models on a text, by a command', async () => {
    await vscode().selectAll();
    await vscode().run('Analyze Sentiment Attention');
    await verdict(vscode());
    await vscode().run('Compare Models on This Text');
    await panel().getByText('Read by 6 of 6 models.').waitFor({ timeout: 60_000 });
    const rows = await panel().locator('.compare-table tbody tr').allInnerTexts();
    assert.deepEqual(
      rows.map((row) => MODELS.find((model) => new RegExp(`${model}\\s`).test(row))).sort(),
      [...MODELS].sort(),
    );
    for (const row of rows) {
      assert.match(
        row.replace(/\s+/g, ' '),
        /(attention|contribution|effect of leaving out) (Positive|Negative) [\d.]+ % [\d.]+ ms [\d.]+ [kM] parameters$/,
      );
    }
    assert.equal(await panel().locator('.agreement-table tbody tr').count(), 15);
    assert.ok((await panel().locator('.differences .word-line').count()) > 0);
    await vscode().screenshot('compare-models');
  });

  it('marks in the editor what is pointed at, and shows it there by a click', async () => {
    const line = panel().locator('.differences .word-line').first();
    const word = (await line.locator('.word-line-word').innerText()).replace(/[\u2068\u2069]/g, '');
    await line.click();
    await panel().locator('.strip-window .hits [aria-selected="true"]').waitFor();
    await untilSelected(word.length);
  });

  it('takes the next text at once', async () => {
    await vscode().select(FIRST);
    await vscode().run('Analyze Sentiment Attention');
    await drawn(vscode(), FIRST_WORDS);
    await vscode().until('six readings of the five words', async () => {
      const labels = await panel().locator('.strip-window .labels text').allTextContents();
      const read = await panel().locator('.compare-status').innerText();
      return labels.join(' ') === FIRST && read === 'Read by 6 of 6 models.';
    });
  });

  it('pins an analysis and has it again after a reload of the window, with its text in the editor', async () => {
    await vscode().run('Pin This Analysis');
    const head = panel().getByRole('button', { name: /pinned analyses \(1\)/i });
    await head.waitFor();
    const before = await panelWords(vscode());
    await vscode().reload();
    await head.waitFor({ timeout: 60_000 });
    if ((await head.getAttribute('aria-expanded')) !== 'true') await head.click();
    await panel().locator('.pin').click();
    await panel().getByText('Pinned, not live').waitFor();
    assert.deepEqual(await panelWords(vscode()), before);
    await untilSelected(FIRST.length);
    await vscode().screenshot('pinned-after-reload');
  });

  it('can be compared, too, and set beside what the text has become', async () => {
    await vscode().run('Compare Models on This Text');
    await panel().getByText('Read by 6 of 6 models.').waitFor({ timeout: 60_000 });
    await vscode().clickBefore('wonderful');
    await vscode().page.keyboard.type('not ');
    await vscode().clickBefore('The first hour');
    for (let i = 0; i < 'The first hour is not wonderful'.length; i++)
      await vscode().page.keyboard.press('Shift+ArrowRight');
    await vscode().run('Analyze Sentiment Attention');
    await drawn(vscode(), ['The', 'first', 'hour', 'is', 'not', 'wonderful']);
    await panel().getByText('Pinned, not live').waitFor({ state: 'hidden' });
    const choice = panel().getByLabel('Lay beside this text');
    await vscode().until(
      'the pinned text to be offered',
      async () => (await choice.locator('option').count()) > 1,
    );
    await choice.selectOption({ index: 1 });
    await panel().getByText('They differ in 1 place.').waitFor();
    assert.match(
      (await panel().locator('#changed-0').innerText()).replace(/[\u2068\u2069]/g, ''),
      /^not\s+[\d.]+ %\s+added, now [\d.]+ %$/,
    );
    await panel().locator('.pair').scrollIntoViewIfNeeded();
    await vscode().screenshot('compare-texts');
  });

  it('is gone once removed', async () => {
    await panel().locator('.pin-remove').click();
    await panel().getByText('Nothing is pinned.').waitFor();
    await vscode().reload();
    await panel().locator('.verdict').waitFor();
    assert.equal(await panel().locator('.pin').count(), 0);
  });
});
