/** What the panel says of models with other classes than sentiment's, and of models without attention. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { Analysis } from '../../src/webview/protocol';
import { launch, PanelPage, type PanelOptions } from './panelPage';
import { analysisOf, eightWords, stateOf, withClasses, withEffects } from './panelSamples';
import { themeKinds } from './panelThemes';

const MOODS = { joy: 0.61, anger: 0.3, fear: 0.09 };
const EFFECTS = [0.1, -0.62, 0, 1.24, 0.02, -0.05, 0.31, 0.4];

const eight = analysisOf(1, eightWords);
const effects = withEffects(eight.analysis, EFFECTS);

describe('the attention panel for other models', function () {
  this.timeout(180_000);
  let browser: Browser;
  let panel: PanelPage;

  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  afterEach(async () => {
    const { intruders, violations } = await panel.record();
    assert.deepEqual([intruders, violations, panel.troubles], [0, [], []]);
    await panel.close();
  });

  async function open(analysis: Analysis, options: PanelOptions = {}): Promise<void> {
    panel = await PanelPage.open(browser, options);
    await panel.show(stateOf([{ ...eight, analysis }]));
  }

  const text = (selector: string) => panel.page.locator(selector).innerText();
  const boxes = (selector: string) =>
    panel.page.evaluate<{ top: number; bottom: number; width: number }[]>(
      `[...document.querySelectorAll('${selector}')].map((e) => e.getBoundingClientRect().toJSON())`,
    );

  describe('with three classes', () => {
    const mood = withClasses(eight.analysis, MOODS);

    it('has a bar for each, in the order of the model, as long as it is probable', async () => {
      await open(mood);
      assert.equal(await text('.verdict-label'), 'Joy 61.0 %');
      assert.deepEqual(await panel.page.locator('.class-name').allInnerTexts(), ['Joy', 'Anger', 'Fear']);
      assert.deepEqual(await panel.page.locator('.class-share').allInnerTexts(), [
        ...['61.0 %', '30.0 %', '9.0 %'],
      ]);
      const room = (await boxes('.class-bar'))[0]!.width - 2;
      const shares = (await boxes('.class-fill')).map(({ width }) => width / room);
      Object.values(MOODS).forEach((share, i) =>
        assert.ok(Math.abs(shares[i]! - share) < 0.02, String(shares)),
      );
      assert.ok(await panel.page.locator('.verdict-bar').isHidden());
      assert.equal(await panel.page.getByRole('status').innerText(), 'Joy, 61.0 %. review.txt:3–9');
    });

    it('shows the verdict’s among very many without moving the page', async () => {
      const many = Object.fromEntries(
        Array.from({ length: 200 }, (_, i) => [`c${i}`, (i === 150 ? 400 : 1) / 599]),
      );
      await open(withClasses(eight.analysis, many));
      const [[list], [chosen]] = [await boxes('.classes'), await boxes('.classes .chosen')];
      assert.ok(chosen!.top >= list!.top && chosen!.bottom <= list!.bottom);
      assert.equal(await panel.page.evaluate('document.documentElement.scrollTop'), 0);
    });

    it('goes back to one bar for sentiment', async () => {
      await open(mood);
      await panel.show(stateOf([analysisOf(2, eightWords)]));
      assert.ok(await panel.page.locator('.classes').isHidden());
      assert.ok(await panel.page.locator('.verdict-bar').isVisible());
    });

    it('counts the labels of several texts', async () => {
      await open(mood);
      const anger = withClasses(eight.analysis, { joy: 0.1, anger: 0.8, fear: 0.1 });
      const views = [mood, anger, anger].map((analysis, id) => ({ ...eight, id, analysis }));
      await panel.show(stateOf(views));
      assert.equal(await text('#parts-heading'), '3 texts: 2 anger, 1 joy');
      assert.deepEqual(await panel.page.locator('.part-verdict').allInnerTexts(), [
        ...['Joy 61.0 %', 'Anger 80.0 %', 'Anger 80.0 %'],
      ]);
    });
  });

  it('shows a hostile and a very long label as text, and as wide as there is room', async () => {
    const hostile = '<img src=x onerror=intrude()>';
    await open(
      withClasses(eight.analysis, { [hostile]: 0.5, ['long '.repeat(18)]: 0.3, 'a\nb\u202e': 0.2 }),
      {
        width: 300,
      },
    );
    assert.equal(await text('.verdict-label'), `${hostile} 50.0 %`);
    assert.equal(await panel.page.locator('main img').count(), 0);
    assert.equal(await panel.page.locator('.class-name').nth(2).textContent(), 'A b');
    const over = await panel.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    assert.ok(over <= 0, `${over} pixels too wide`);
  });

  it('says how much of the attention padding took', async () => {
    await open({ ...eight.analysis, padding: 0.0072 });
    assert.ok((await text('.facts')).includes('8 words, 0.72 % of the attention on padding'));
    await panel.page.locator('#bar-6').hover();
    assert.match(await text('.detail-facts'), / · known word · 0\.72 % of the attention on padding$/);
  });

  describe('without attention', () => {
    it('says so, and calls nothing attention', async () => {
      await open(effects);
      assert.equal(
        await text('.kind'),
        'This model has no attention. Shading shows how much the verdict changes when a word is left out.',
      );
      await panel.page.getByText('The same as a table').click();
      await panel.page.locator('tbody tr').first().waitFor();
      await panel.page.locator('#bar-3').hover();
      const said = await panel.page.evaluate<string>(`(() => {
        document.querySelector('.kind').remove();
        const named = [...document.querySelectorAll('main [aria-label]')].map((e) => e.getAttribute('aria-label'));
        return [document.querySelector('main').innerText, ...named].join(' ');
      })()`);
      assert.doesNotMatch(
        said.replace('Attention Inspector', '').replace('imdb-attention', ''),
        /attention/i,
      );
    });

    it('says of a bag of words that these are its own contributions', async () => {
      await open({ ...effects, kind: 'contribution' });
      assert.equal(
        await text('.kind'),
        'This model has no attention. Shading shows each word’s own contribution to the verdict.',
      );
      assert.equal(await text('#distribution-heading'), 'Contribution of each word');
    });

    it('says nothing of it to a model with attention', async () => {
      await open(eight.analysis);
      assert.ok(await panel.page.locator('.kind').isHidden());
      assert.equal(await text('#distribution-heading'), 'Distribution of attention');
    });

    it('draws what speaks for the verdict upwards, what speaks against it downwards and outlined', async () => {
      await open(effects);
      const [zero] = await boxes('.zero line');
      const bars = await boxes('.bars rect');
      const scale = (zero!.top - bars[3]!.top) / EFFECTS[3]!;
      EFFECTS.forEach((effect, i) => {
        const { top, bottom } = bars[i]!;
        const length = effect < 0 ? zero!.top - bottom : zero!.top - top;
        assert.ok(Math.abs(length - effect * scale) < 2.1, `bar ${i}: ${length} is not ${effect * scale}`);
      });
      const dashes = await panel.page.evaluate<string[]>(
        `[...document.querySelectorAll('.bars rect')].map((e) => getComputedStyle(e).strokeDasharray)`,
      );
      EFFECTS.forEach((effect, i) => assert.equal(dashes[i] !== 'none', effect < 0));
    });

    it('says sign and side in the detail line, the table, the summary and to screen readers', async () => {
      await open(effects);
      await panel.page.locator('#bar-1').hover();
      assert.equal(
        await text('.detail-facts'),
        '−0.62, speaks against positive · 23 % of all effects · rank 2 of 8 · known word',
      );
      assert.ok((await text('#summary')).includes('−0.62'));
      await panel.page.getByText('The same as a table').click();
      await panel.page.locator('tbody tr').first().waitFor();
      const rows = await panel.page.locator('tbody tr').allInnerTexts();
      assert.match(rows[1]!, /^acting\s+−0\.62\s+against\s+23 %\s+2\s+yes$/);
      assert.match(rows[3]!, /^superb\s+\+1\.24\s+for\s+45 %\s+1\s+yes$/);
      const name = 'acting: −0.62, speaks against positive, rank 2 of 8';
      assert.equal(await panel.page.getByRole('option', { name }).count(), 2, 'as a bar and as a word');
    });

    for (const theme of themeKinds) {
      it(`tells the sides apart in the text by a dashed line and by colour: ${theme}`, async () => {
        await open(effects, { theme });
        const styles = await panel.page.evaluate<{ line: string; width: number; shade: string }[]>(
          `[...document.querySelectorAll('.word')].map((e) => (({ borderBottomStyle, borderBottomWidth, backgroundColor }) => ({
            line: borderBottomStyle, width: parseFloat(borderBottomWidth), shade: backgroundColor.replace(/\\s*[,/][^,/]*$/, ''),
          }))(getComputedStyle(e)))`,
        );
        const [against, superb] = [styles[1]!, styles[3]!];
        assert.ok(against.line === 'dashed' && against.width >= 1);
        assert.notEqual(superb.line, 'dashed');
        assert.notEqual(against.shade, superb.shade);
        assert.equal(styles[5]!.line === 'dashed' && styles[5]!.width > 0, false, 'too faint to be seen');
        await panel.picture(`effects-${theme}`);
      });
    }
  });
});
