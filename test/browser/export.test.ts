/** Exported pages and pictures, opened in a real browser with nothing else: no network, no script, no file beside them. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { parseColour } from '../../src/export/colour';
import type { ExportDocument } from '../../src/export/document';
import { checkedTheme, exportPieces, picture, wordsOf } from '../../src/export/main';
import { PALETTES } from '../../src/export/theme';
import { opacityOf } from '../../src/editor/shading';
import type { PageLook } from '../../src/webview/protocol';
import { documentOf, HOSTILE, readingOf, textOf } from '../fixtures/exports';
import { launch, PanelPage } from './panelPage';
import { analysisOf, prose, stateOf, withClasses, withEffects } from './panelSamples';
import { themeKinds, type ThemeKind } from './panelThemes';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ARTIFACTS = 'artifacts/export';

const one = textOf(prose(150));
const { analysis } = one.readings[0]!;
const other = withEffects(
  withClasses(analysis, { joy: 0.61, anger: 0.3, 'a label that is much too long': 0.09 }),
);
const SAMPLES: Readonly<Record<string, ExportDocument>> = {
  text: documentOf([one], { created: '2026-11-25T10:00:00Z' }),
  effects: documentOf([{ ...one, stale: true, readings: [readingOf(withEffects(analysis))] }]),
  document: documentOf(
    Array.from({ length: 12 }, (_, i) => textOf(prose(20 + 9 * i), { place: `review.txt:${3 * i + 1}` }, i)),
    { unread: [{ place: 'review.txt:90–99', reason: 'limit' }] },
  ),
  comparison: documentOf(
    [
      {
        ...one,
        readings: [
          readingOf(analysis),
          readingOf(withEffects(analysis), { model: 'imdb-last-state' }),
          readingOf(other, { name: 'moods' }),
        ],
      },
    ],
    { scope: 'comparison' },
  ),
  languages: documentOf([textOf(readFileSync('samples/languages.txt', 'utf8'))]),
  hostile: documentOf([textOf(HOSTILE.join('\n'), { place: HOSTILE[0]! })], { title: HOSTILE[2]! }),
};

type Rgba = readonly [number, number, number, number];

/** Computed colours of elements, as numbers. */
async function coloursOf(page: Page, selector: string, property: string): Promise<Rgba[]> {
  const found = await page.evaluate<string[]>(
    `Array.from(document.querySelectorAll(${JSON.stringify(selector)}), (one) => getComputedStyle(one)[${JSON.stringify(property)}])`,
  );
  return found.map((text) => {
    const { red, green, blue, alpha } = parseColour(text)!;
    return [Math.round(red), Math.round(green), Math.round(blue), alpha];
  });
}

const rgbaOf = (text: string): Rgba => {
  const { red, green, blue, alpha } = parseColour(text)!;
  return [red, green, blue, alpha];
};

describe('an exported file in a browser', function () {
  this.timeout(180_000);
  let browser: Browser;
  let page: Page;
  let troubles: string[];
  let requests: string[];
  before(async () => {
    mkdirSync(ARTIFACTS, { recursive: true });
    browser = await launch();
  });
  after(() => browser?.close());
  afterEach(() => page?.context().close());

  async function open(name: string, format: 'html' | 'svg', kind: ThemeKind, width = 1008): Promise<void> {
    const file = path.resolve(ARTIFACTS, `${name}-${kind}.${format}`);
    writeFileSync(file, [...exportPieces(format, SAMPLES[name]!, { theme: PALETTES[kind] })].join(''));
    const context = await browser.newContext({ viewport: { width, height: 800 }, offline: true });
    page = await context.newPage();
    [troubles, requests] = [[], []];
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('console', (message) => troubles.push(message.text()));
    page.on('request', (request) => requests.push(request.url()));
    const address = pathToFileURL(file).href;
    await page.goto(address);
    assert.deepEqual(requests, [address]);
    assert.deepEqual(troubles, []);
  }

  for (const kind of themeKinds) {
    it(`has the theme’s colours and every word’s shade, as page and as picture (${kind})`, async () => {
      const { colours } = PALETTES[kind];
      const largest = Math.max(...analysis.tokens.map(({ weight }) => weight));
      const shades = analysis.tokens.map(({ weight }) =>
        opacityOf(weight, largest, { gamma: 1, scale: 'relative' }),
      );
      await open('text', 'html', kind);
      assert.deepEqual(await coloursOf(page, 'body', 'backgroundColor'), [rgbaOf(colours.background)]);
      assert.deepEqual(await coloursOf(page, 'body', 'color'), [rgbaOf(colours.foreground)]);
      const attention = rgbaOf(colours.attention);
      const words = await coloursOf(page, '.heat span', 'backgroundColor');
      const alphas = words.map(([, , , alpha]) => alpha);
      shades.forEach((shade, index) => assert.ok(Math.abs(alphas[index]! - attention[3] * shade) < 0.01));
      assert.deepEqual(words[shades.indexOf(1)]!.slice(0, 3), attention.slice(0, 3));
      await page.screenshot({ path: `${ARTIFACTS}/text-${kind}.html.png`, fullPage: true });
      await page.context().close();

      await open('text', 'svg', kind);
      assert.equal(await page.evaluate('document.documentElement.localName'), 'svg');
      assert.deepEqual(await coloursOf(page, '.ground', 'fill'), [rgbaOf(colours.background)]);
      const fills = await coloursOf(page, '.marks rect', 'fill');
      assert.ok(fills.every((fill) => fill.slice(0, 3).join() === attention.slice(0, 3).join()));
      const opacities = await page.evaluate<number[]>(
        `Array.from(document.querySelectorAll('.marks rect'), (one) => Number(getComputedStyle(one).fillOpacity))`,
      );
      shades.forEach((shade, index) => assert.ok(Math.abs(opacities[index]! - attention[3] * shade) < 0.01));
    });

    it(`has nothing that axe objects to (${kind})`, async () => {
      for (const name of Object.keys(SAMPLES)) {
        await open(name, 'html', kind);
        await page.evaluate(axe);
        const { violations } = await page.evaluate<AxeResults>('axe.run()');
        const said = violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes
              .slice(0, 3)
              .map(({ html }) => html)
              .join(' ')}`,
        );
        assert.deepEqual(said, [], name);
        await page.context().close();
      }
    });

    it(`draws every sample in a picture whose words stand in their places (${kind})`, async () => {
      for (const name of Object.keys(SAMPLES)) {
        await open(name, 'svg', kind);
        const size = await page.evaluate<[number, number]>(
          '[document.documentElement.width.baseVal.value, document.documentElement.height.baseVal.value]',
        );
        // The browser's own measure: no line leaves the picture, no word its box.
        const out = await page.evaluate<string[]>(`(() => {
          const [width, height] = ${JSON.stringify(size)};
          return Array.from(document.querySelectorAll('text'))
            .filter((one) => { const { left, right, top, bottom } = one.getBoundingClientRect();
              return left < 0 || right > width || top < 0 || bottom > height; })
            .map((one) => one.textContent);
        })()`);
        assert.deepEqual(out, [], name);
        await page.setViewportSize({ width: Math.ceil(size[0]), height: Math.min(3000, Math.ceil(size[1])) });
        await page.screenshot({ path: `${ARTIFACTS}/${name}-${kind}.svg.png` });
        await page.context().close();
      }
    });
  }

  it('reads at 300 pixels without scrolling sideways', async () => {
    for (const name of Object.keys(SAMPLES)) {
      await open(name, 'html', 'light', 300);
      assert.equal(await page.evaluate('document.documentElement.scrollWidth <= 300'), true, name);
      await page.screenshot({ path: `${ARTIFACTS}/${name}-300.png` });
      await page.context().close();
    }
  });

  it('is light on paper, with its tables open', async () => {
    await open('document', 'html', 'dark');
    await page.emulateMedia({ media: 'print' });
    assert.deepEqual(await coloursOf(page, 'body', 'backgroundColor'), [
      rgbaOf(PALETTES.light.colours.background),
    ]);
    const [shade] = await coloursOf(page, '.heat span[style="--o:100%"]', 'backgroundColor');
    assert.deepEqual(shade!.slice(0, 3), rgbaOf(PALETTES.light.colours.attention).slice(0, 3));
    assert.equal(await page.locator('details').first().getAttribute('open'), null);
    const height = await page.evaluate<number>(
      `document.querySelector('details table').getBoundingClientRect().height`,
    );
    assert.ok(height > 50);
  });

  it('runs nothing of a hostile text, with scripts allowed', async () => {
    for (const format of ['html', 'svg'] as const) {
      await open('hostile', format, 'dark');
      assert.equal(await page.evaluate('typeof intrude'), 'undefined');
      assert.equal(
        await page.evaluate(`document.querySelectorAll('script, img, iframe, foreignObject, a').length`),
        0,
      );
      assert.ok(await page.evaluate(`document.documentElement.textContent.includes('intrude')`));
      await page.context().close();
    }
  });
});

describe('the panel’s part in an export', function () {
  this.timeout(180_000);
  let browser: Browser;
  let panel: PanelPage;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  afterEach(async () => {
    assert.deepEqual((await panel.record()).violations, []);
    assert.deepEqual(panel.troubles, []);
    await panel.close();
  });

  const view = analysisOf(1, prose(60));

  async function answer<Type extends 'exportLook' | 'exportPng'>(type: Type) {
    // Asked from outside: the page's policy evaluates nothing by itself.
    for (;;) {
      const found = (await panel.posted()).find((message) => message.type === type);
      if (found) return found as Extract<typeof found, { type: Type }>;
      await sleep(20);
    }
  }

  async function look(words: readonly string[] = []): Promise<PageLook> {
    await panel.posted();
    await panel.send({ type: 'exportLook', request: 7, words });
    const { request, look } = await answer('exportLook');
    assert.equal(request, 7);
    return look;
  }

  for (const theme of themeKinds) {
    it(`says how it looks, so that an export looks the same (${theme})`, async () => {
      panel = await PanelPage.open(browser, { theme });
      await panel.show(stateOf([view]));
      const found = await look();
      assert.equal(found.kind, theme);
      const { colours, text, ui } = checkedTheme(found);
      // Whatever was no colour would have been replaced.
      for (const value of Object.values(found.colours)) assert.ok(parseColour(value), value);
      for (const name of [
        'attention',
        'emphasis',
        'against',
        'against-emphasis',
        'background',
        'foreground',
      ] as const) {
        assert.equal(colours[name], PALETTES[theme].colours[name], name);
      }
      assert.deepEqual([ui.size, text.size], [13, 14]);
      assert.match(text.family, /'Liberation Mono'.*monospace$/);
      const [shown] = await coloursOf(panel.page, '.heat', 'color');
      assert.deepEqual(shown, rgbaOf(colours.text));
    });
  }

  it('measures words as it sets them, and says the order of its bars', async () => {
    panel = await PanelPage.open(browser);
    await panel.show(stateOf([view]));
    const words = wordsOf({ texts: [{ place: '', text: view.text, readings: [readingOf(view.analysis)] }] });
    const { widths, order } = await look(words);
    assert.equal(order, 'reading');
    const at = view.analysis.tokens.findIndex(({ text }) => text === 'expectations');
    const box = await panel.page.locator(`#word-${at}`).boundingBox();
    assert.ok(Math.abs(widths[words.indexOf('expectations')]! - box!.width) < 0.5);
    await panel.page.getByText('Largest first').click();
    assert.equal((await look()).order, 'sorted');
  });

  it('draws a picture as a PNG, twice as fine, with its policy in force', async () => {
    panel = await PanelPage.open(browser);
    await panel.show(stateOf([view]));
    const drawn = picture(SAMPLES['text']!, { theme: PALETTES.dark });
    await panel.send({ type: 'exportPng', request: 3, ...drawn, scale: 2 });
    const { bytes, error, request } = await answer('exportPng');
    assert.deepEqual([error, request], [null, 3]);
    const image = sharp(Buffer.from(bytes!));
    const { width, height } = await image.metadata();
    assert.deepEqual([width, height], [2 * drawn.width, 2 * drawn.height]);
    const raw = await image.clone().removeAlpha().raw().toBuffer();
    assert.equal(raw.subarray(0, 3).toString('hex'), PALETTES.dark.colours.background.slice(1));
    // The strongest word's shade is there, mixed with the ground by the colour's own opacity.
    const [attention, ground] = [
      rgbaOf(PALETTES.dark.colours.attention),
      rgbaOf(PALETTES.dark.colours.background),
    ];
    const mixed = [0, 1, 2].map((i) =>
      Math.round(attention[i]! * attention[3] + ground[i]! * (1 - attention[3])),
    );
    let found = 0;
    for (let i = 0; i < raw.length; i += 3)
      if (mixed.every((value, channel) => Math.abs(raw[i + channel]! - value) <= 2)) found++;
    assert.ok(found > 200, `${found} pixels of the strongest shade`);
    writeFileSync(`${ARTIFACTS}/text.png`, Buffer.from(bytes!));
  });

  it('says why, where it cannot draw', async () => {
    panel = await PanelPage.open(browser);
    await panel.send({ type: 'exportPng', request: 4, svg: 'no picture', width: 10, height: 10, scale: 1 });
    const { bytes, error } = await answer('exportPng');
    assert.equal(bytes, null);
    assert.match(error ?? '', /\w/);
  });

  it('has two buttons for the keyboard, while there is something to export', async () => {
    panel = await PanelPage.open(browser);
    await panel.show(stateOf([view]));
    await panel.posted();
    const button = panel.page.getByRole('button', { name: 'Export…' });
    await button.focus();
    await panel.page.keyboard.press('Enter');
    await panel.page.keyboard.press('Tab');
    await panel.page.keyboard.press('Space');
    const sent = (await panel.posted()).filter(({ type }) => type === 'export');
    assert.deepEqual(sent, [
      { type: 'export', what: 'file' },
      { type: 'export', what: 'markdown' },
    ]);
    await panel.show(stateOf([]));
    assert.equal(await button.isVisible(), false);
  });
});
