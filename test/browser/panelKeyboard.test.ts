/** The panel by keyboard and for screen readers, in every theme; how it looks, kept as pictures. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import type { ViewState } from '../../src/webview/protocol';
import { launch, PanelPage } from './panelPage';
import {
  analysisOf,
  eightWords,
  prose,
  stateOf,
  thirtyParts,
  withClasses,
  withEffects,
} from './panelSamples';
import { themeKinds } from './panelThemes';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const plain = analysisOf(1, prose(60));
const classes20 = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`class ${i}`, (i + 1) / 210]));
const moods = { joy: 0.61, anger: 0.3, 'a label that is much too long for its column': 0.09 };

const samples: Readonly<Record<string, ViewState | null>> = {
  empty: null,
  words8: stateOf([{ ...analysisOf(1, eightWords), stale: true }]),
  words60: stateOf([analysisOf(1, prose(60), { probability: 0.31 })]),
  words200: stateOf([analysisOf(1, prose(200), { probability: 0.12 })]),
  words2000: stateOf([analysisOf(1, prose(2000))]),
  parts30: thirtyParts(),
  effects60: stateOf([{ ...plain, analysis: withEffects(withClasses(plain.analysis, moods)) }]),
  classes20: stateOf(
    [1, 2, 3].map((id) => ({ ...plain, id, analysis: withClasses(plain.analysis, classes20) })),
  ),
  failed: stateOf([analysisOf(1, eightWords)], {
    error: 'models/imdb-attention/weights.bin is damaged',
    busy: true,
  }),
};

describe('the attention panel by keyboard', function () {
  this.timeout(180_000);
  let browser: Browser;
  let panel: PanelPage;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  afterEach(() => panel.close());

  const focused = () =>
    panel.page.evaluate<string>(
      `(({ localName, className }) => (localName === 'body' ? 'body' : className || localName))(document.activeElement)`,
    );
  const current = (selector: string) =>
    panel.page.evaluate<string | null>(
      `document.querySelector('${selector}').getAttribute('aria-activedescendant')`,
    );
  const press = async (...keys: string[]) => {
    for (const key of keys) await panel.page.keyboard.press(key);
  };

  it('has one tab stop for the list, the chart and the heat map each', async () => {
    panel = await PanelPage.open(browser);
    await panel.show(thirtyParts());
    const stops: string[] = [];
    // What comes behind the text are the sections, each with stops of its own.
    while (stops.at(-1) !== 'heat' && stops.length < 20) {
      await press('Tab');
      stops.push(await focused());
    }
    for (const one of ['parts', 'chart-scroller', 'heat'])
      assert.equal(stops.filter((stop) => stop === one).length, 1, `${one} in ${stops.join(', ')}`);
    assert.ok(stops.indexOf('parts') < stops.indexOf('chart-scroller'));
  });

  it('moves along the bars with the arrow keys, marks, reveals and lets go', async () => {
    panel = await PanelPage.open(browser);
    await panel.show(stateOf([analysisOf(1, eightWords)]));
    await panel.posted();
    await panel.page.locator('input[name=order]').first().focus();
    await press('Tab');
    assert.equal(await current('.chart-scroller'), 'bar-0');
    await press('ArrowRight', 'ArrowRight', 'ArrowLeft');
    assert.equal(await current('.chart-scroller'), 'bar-1');
    assert.equal(await panel.page.locator('.detail-word').innerText(), 'acting');
    await press('End', 'Enter', 'Home', 'Escape');
    assert.equal(await current('.chart-scroller'), null);
    assert.deepEqual(
      (await panel.posted()).map((message) =>
        'token' in message ? [message.type, message.token] : message.type,
      ),
      [
        ['mark', 0],
        ['mark', 1],
        ['mark', 2],
        ['mark', 1],
        ['mark', 7],
        ['reveal', 7],
        ['mark', 0],
        ['mark', null],
      ],
    );
  });

  it('moves along the sorted bars in their order', async () => {
    panel = await PanelPage.open(browser);
    await panel.show(stateOf([analysisOf(1, eightWords)]));
    await panel.page.locator('input[name=order]').first().focus();
    await press('ArrowRight', 'Tab');
    assert.equal(await current('.chart-scroller'), 'bar-6');
    await press('ArrowRight');
    assert.equal(await current('.chart-scroller'), 'bar-3');
  });

  it('moves through the heat map by word and by line, and scrolls along', async () => {
    panel = await PanelPage.open(browser, { width: 600, height: 600 });
    await panel.show(stateOf([analysisOf(1, prose(400))]));
    await panel.page.locator('.table summary').focus();
    await press('Tab', 'ArrowRight', 'ArrowRight');
    assert.equal(await current('.heat'), 'word-2');
    const place = () =>
      panel.page.evaluate<{ left: number; top: number }>(
        `(({ left, top }) => ({ left, top }))(document.querySelector('.word[aria-selected=true]').getBoundingClientRect())`,
      );
    const before = await place();
    await press('ArrowDown');
    const after = await place();
    assert.ok(after.top > before.top + 10 && after.top < before.top + 40);
    assert.ok(Math.abs(after.left - before.left) < 60);
    await press('ArrowUp');
    assert.equal(await current('.heat'), 'word-2');
    await press('End');
    assert.equal(await current('.heat'), 'word-399');
    assert.ok(await panel.page.evaluate(`document.querySelector('.heat').scrollTop > 0`));
  });

  it('moves along the list with the arrow keys and charts each', async () => {
    panel = await PanelPage.open(browser);
    await panel.show(thirtyParts());
    await panel.posted();
    await panel.page.locator('.why summary').focus();
    await press('Tab', 'ArrowDown', 'ArrowDown', 'End');
    assert.deepEqual(await panel.posted(), [
      { type: 'activate', id: 5 },
      { type: 'activate', id: 6 },
      { type: 'activate', id: 30 },
    ]);
    assert.equal(await current('.parts'), 'part-30');
    assert.equal(await focused(), 'parts');
  });

  it('keeps the marked word in sight of screen readers by name', async () => {
    panel = await PanelPage.open(browser);
    await panel.show(stateOf([analysisOf(1, eightWords)]));
    const bar = panel.page.getByRole('option', { name: 'ending: 56 % of the attention, rank 1 of 8' });
    assert.equal(await bar.count(), 2, 'as a bar and as a word');
    await panel.page.getByRole('listbox', { name: 'Attention per word, in reading order' }).waitFor();
    await panel.page.getByRole('listbox', { name: 'The text, shaded by attention' }).waitFor();
  });

  it('shows where the focus is', async () => {
    panel = await PanelPage.open(browser, { width: 700 });
    await panel.show(thirtyParts());
    for (let i = 0; i < 6; i++) {
      await press('Tab');
      const outline = await panel.page.evaluate<string>(`(() => {
        const { activeElement } = document;
        const shown = activeElement.matches('.segmented input') ? activeElement.closest('.choice') : activeElement;
        return getComputedStyle(shown).outlineStyle;
      })()`);
      assert.equal(outline, 'solid', `stop ${i}: ${await focused()}`);
    }
  });
});

describe('the attention panel in every theme', function () {
  this.timeout(300_000);
  let browser: Browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  async function opened(theme: (typeof themeKinds)[number], width: number, state: ViewState | null) {
    const panel = await PanelPage.open(browser, { theme, width, reducedMotion: true });
    if (state) {
      await panel.show(state);
      await panel.send({ type: 'mark', id: state.active!, token: 6 });
    }
    return panel;
  }

  for (const theme of themeKinds) {
    for (const [name, state] of Object.entries(samples)) {
      // Checking every word's contrast takes minutes there, and finds what 60 words show.
      if (name === 'words200' || name === 'words2000') continue;
      it(`has no accessibility violation: ${theme}, ${name}`, async () => {
        const panel = await opened(theme, 800, state);
        await panel.page.evaluate(
          `for (const details of document.querySelectorAll('details')) details.open = true`,
        );
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
    }

    for (const width of [300, 1200]) {
      it(`fits ${width} pixels without scrolling sideways: ${theme}`, async () => {
        for (const [name, state] of Object.entries(samples)) {
          const panel = await opened(theme, width, state);
          const over = await panel.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
          assert.ok(over <= 0, `${name}: ${over} pixels too wide`);
          await panel.picture(`${name}-${theme}-${width}`);
          await panel.close();
        }
      });
    }
  }
});
