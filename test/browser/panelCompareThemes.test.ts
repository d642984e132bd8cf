/** Comparisons and pins in every theme: for screen readers, at every width, kept as pictures. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { comparedOf, done, FIVE, others, pairOf, pinLines } from './panelCompareSamples';
import { launch, PanelPage, type PanelOptions } from './panelPage';
import { analysisOf, prose, stateOf } from './panelSamples';
import { themeKinds } from './panelThemes';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const kept = { 'open-compare': true, 'open-pinned': true };
const saved = { version: 2, state: null, order: 'reading', zoom: 'words', kept };

/** Five models, of which one fails, two versions of a text, and pins of which one is shown. */
async function opened(browser: Browser, options: PanelOptions): Promise<PanelPage> {
  const panel = await PanelPage.open(browser, { ...options, saved, reducedMotion: true });
  const view = analysisOf(-3, prose(60), { probability: 0.31 });
  await panel.show(stateOf([view], { pinned: Date.UTC(2026, 10, 25, 12) }));
  const columns = FIVE.map((model, index) =>
    index === 2 ? ({ model, state: 'failed', error: 'weights.bin is damaged' } as const) : done(view, index),
  );
  const half = columns.map((column, index) => {
    if (index !== 1 || column.state !== 'done') return column;
    const weights = column.reading!.weights.map((weight, i) => (i < 10 ? weight : null));
    return { ...column, reading: { ...column.reading!, weights } };
  });
  await panel.send({ type: 'modelsCompared', compared: comparedOf(view, half) });
  await panel.send({ type: 'otherTexts', id: -3, texts: others });
  const before = view.text.replace('wooden', 'sparkling and quick').replace('low ', '');
  await panel.send({ type: 'textPair', pair: pairOf(view, before) });
  await panel.send({ type: 'pins', pins: pinLines(4), shown: 3 });
  await panel.send({ type: 'mark', id: -3, token: 6 });
  return panel;
}

describe('comparisons and pins in every theme', function () {
  this.timeout(300_000);
  let browser: Browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  for (const theme of themeKinds) {
    it(`have no accessibility violation: ${theme}`, async () => {
      const panel = await opened(browser, { theme, width: 800 });
      await panel.page.evaluate(axe);
      const { violations } = await panel.page.evaluate<AxeResults>('axe.run()');
      assert.deepEqual(
        violations.map(({ id, nodes }) => [
          id,
          nodes.slice(0, 3).map(({ html, failureSummary }) => [html, failureSummary]),
        ]),
        [],
      );
      await panel.close();
    });

    for (const width of [300, 1200]) {
      it(`fit ${width} pixels without scrolling sideways: ${theme}`, async () => {
        const panel = await opened(browser, { theme, width });
        const over = await panel.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        assert.ok(over <= 0, `${over} pixels too wide`);
        const cut = await panel.page.evaluate<string[]>(
          `[...document.querySelectorAll('.fold-body table')].filter((e) => e.scrollWidth > e.parentElement.clientWidth + 1).map((e) => e.className)`,
        );
        assert.deepEqual(cut, []);
        const height = await panel.page.evaluate<number>('document.documentElement.scrollHeight');
        await panel.page.setViewportSize({ width, height: Math.min(height, 4000) });
        await panel.page.screenshot({ path: `artifacts/panel/compare-${theme}-${width}.png` });
        await panel.close();
      });
    }
  }

  it('show more than colour where a word speaks against, or was not read, in high contrast', async () => {
    const panel = await opened(browser, { theme: 'high-contrast', width: 1200 });
    const style = (selector: string, property: string) =>
      panel.page.evaluate<string>(
        `getComputedStyle(document.querySelector('.strip-window ${selector}'))['${property}']`,
      );
    assert.notEqual(await style('.bars.against', 'strokeDasharray'), 'none');
    assert.equal(await style('.bars.against', 'fill'), 'none');
    assert.notEqual(await style('.unread', 'strokeDasharray'), 'none');
    assert.equal(await style('.tints', 'fill'), 'none');
    await panel.close();
  });
});
