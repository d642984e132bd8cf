/** What a person sees and does with pinned analyses in the panel, in a real browser. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { pinLines } from './panelCompareSamples';
import { launch, PanelPage, type PanelOptions } from './panelPage';
import { analysisOf, eightWords, stateOf } from './panelSamples';

const eight = analysisOf(1, eightWords);
const OPEN = { version: 2, state: null, order: 'reading', zoom: 'words', kept: { 'open-pinned': true } };

describe('pinned analyses in the attention panel', function () {
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

  async function open(pins: number, options: PanelOptions = {}): Promise<void> {
    panel = await PanelPage.open(browser, { saved: OPEN, ...options });
    await panel.send({ type: 'pins', pins: pinLines(pins), shown: null });
    await panel.posted();
  }
  const press = async (...keys: string[]) => {
    for (const key of keys) await panel.page.keyboard.press(key);
  };

  it('are pinned by a button beside what is shown', async () => {
    await open(0);
    assert.ok(await panel.page.locator('.pinned').isHidden());
    await panel.show(stateOf([eight]));
    await panel.page.getByRole('button', { name: 'Pin this analysis' }).click();
    assert.deepEqual(await panel.posted(), [{ type: 'pin' }]);
    assert.ok(await panel.page.getByText('Nothing is pinned.').isVisible());
  });

  it('are listed with verdict, first words, place, model and time, also before anything was read', async () => {
    await open(3);
    assert.ok(await panel.page.getByRole('button', { name: 'Analyze Sentiment Attention' }).isVisible());
    const lines = await panel.page.locator('.pin').allInnerTexts();
    assert.equal(lines.length, 3);
    assert.match(
      lines[0]!.replace(/\s+/g, ' '),
      /^Positive 93\.0 % I went in with low .*… reviews\/summer\.md:12–19 · 84 words · imdb-attention · 25 Nov 2026/,
    );
    assert.ok(await panel.page.getByRole('button', { name: 'Pin this analysis' }).isHidden());
    assert.ok(await panel.page.getByRole('button', { name: /pinned analyses \(3\)/i }).isVisible());
  });

  it('are opened by click and Enter, removed by the cross and Delete, all by a button', async () => {
    await open(3);
    await panel.page.locator('#pin-2').click();
    await panel.page.locator('#pin-3 .pin-remove').click();
    await panel.page.locator('.pins').focus();
    await press('Home', 'ArrowDown', 'Enter', 'End', 'Delete');
    await panel.page.getByRole('button', { name: 'Remove all' }).click();
    assert.deepEqual(await panel.posted(), [
      { type: 'openPin', id: 2 },
      { type: 'removePin', id: 3 },
      { type: 'openPin', id: 2 },
      { type: 'removePin', id: 1 },
      { type: 'removePins' },
    ]);
  });

  it('are shown with their charts and heat map, and a badge that says that it is not live', async () => {
    await open(3);
    const view = { ...analysisOf(-2, eightWords), title: 'reviews/summer.md:12–19' };
    await panel.show(stateOf([view], { pinned: Date.UTC(2026, 10, 25, 12) }));
    await panel.send({ type: 'pins', pins: pinLines(3), shown: 2 });
    assert.ok(await panel.page.getByText('Pinned, not live').isVisible());
    assert.equal(await panel.page.locator('.bars rect').count(), 8);
    assert.equal(await panel.page.locator('#pin-2').getAttribute('aria-selected'), 'true');
    await panel.page.locator('#word-3').hover();
    assert.equal(await panel.page.locator('#bar-3').getAttribute('aria-selected'), 'true');
    await panel.page.locator('#word-3').click();
    await panel.page.getByRole('button', { name: 'Back to the live text' }).click();
    const posted = await panel.posted();
    assert.deepEqual(
      posted.filter(({ type }) => type !== 'mark'),
      [{ type: 'reveal', id: -2, token: 3 }, { type: 'leavePin' }],
    );
    await panel.show(stateOf([eight]));
    assert.ok(await panel.page.getByText('Pinned, not live').isHidden());
  });

  it('can be opened while the page shows what was there before a reload', async () => {
    await open(2, { saved: { ...OPEN, state: stateOf([eight]) } });
    assert.ok(await panel.page.getByText('From before the window reload').isVisible());
    assert.ok(await panel.page.getByRole('button', { name: 'Pin this analysis' }).isHidden());
    await panel.page.locator('#pin-1').click();
    assert.deepEqual(await panel.posted(), [{ type: 'openPin', id: 1 }]);
  });

  it('scroll within their list where there are many', async () => {
    await open(50);
    await panel.page.locator('.pins').focus();
    await press('End');
    const inside = await panel.page.evaluate<boolean>(`(() => {
      const [a, b] = ['.pins', '#pin-1'].map((s) => document.querySelector(s).getBoundingClientRect());
      return b.top >= a.top && b.bottom <= a.bottom + 1 && document.querySelector('.pins').scrollTop > 0;
    })()`);
    assert.ok(inside);
    assert.equal(await panel.page.locator('.pins').getAttribute('aria-activedescendant'), 'pin-1');
  });
});
