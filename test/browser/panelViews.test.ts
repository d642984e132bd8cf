/** The cumulative share and the histogram, the shape in words, and how each view behaves with long and hostile texts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import type { ViewAnalysis, ViewState } from '../../src/webview/protocol';
import { launch, PanelPage, type PanelOptions } from './panelPage';
import { analysisOf, eightWords, prose, stateOf, withEffects } from './panelSamples';
import { themeKinds } from './panelThemes';

type View = 'reading' | 'sorted' | 'cumulative' | 'histogram';
const VIEWS: readonly View[] = ['reading', 'sorted', 'cumulative', 'histogram'];
const TITLES = {
  reading: 'Reading order',
  sorted: 'Largest first',
  cumulative: 'Cumulative',
  histogram: 'Histogram',
};

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The same text with these weights. */
function weighing(view: ViewAnalysis, weights: readonly number[]): ViewAnalysis {
  const tokens = view.analysis.tokens.map((token, index) => ({ ...token, weight: weights[index]! }));
  return { ...view, analysis: { ...view.analysis, tokens } };
}

const WEIGHTS = [0.02, 0.3, 0, 0.4, 0.05, 0.12, 0.1, 0.01];
const FALLING = [3, 1, 5, 6, 4, 0, 7, 2];
const SUMS = [0.4, 0.7, 0.82, 0.92, 0.97, 0.99, 1, 1];
const view = weighing(analysisOf(1, eightWords), WEIGHTS);
const eight = stateOf([view]);

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

describe('the views of the distribution', function () {
  this.timeout(240_000);
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

  async function open(state: ViewState | null, view: View | null, options: PanelOptions = {}): Promise<void> {
    panel = await PanelPage.open(browser, options);
    if (state) await panel.show(state);
    if (view) await panel.page.getByText(TITLES[view], { exact: true }).click();
    await panel.page.mouse.move(2, 2);
    await panel.posted();
  }

  const text = (selector: string) => panel.page.locator(selector).innerText();
  const boxes = (selector: string) =>
    panel.page.evaluate<Box[]>(
      `[...document.querySelectorAll('${selector}')].map((e) => e.getBoundingClientRect().toJSON())`,
    );
  const center = async (selector: string) => {
    const [{ left, right, top, bottom }] = (await boxes(selector)) as [Box];
    return { x: (left + right) / 2, y: (top + bottom) / 2 };
  };
  const press = async (...keys: string[]) => {
    for (const key of keys) await panel.page.keyboard.press(key);
  };
  const figure = '.figure:not([hidden])';
  const current = () => panel.page.locator(figure).getAttribute('aria-activedescendant');
  const picked = () =>
    panel.page.evaluate<string[]>(`[...document.querySelectorAll('.word.picked')].map((e) => e.id)`);

  describe('cumulative', () => {
    it('has a point a word, largest first, as high as all up to it hold together', async () => {
      await open(eight, 'cumulative');
      const ids = await panel.page.evaluate<string[]>(
        `[...document.querySelectorAll('.points circle')].map((e) => e.id)`,
      );
      assert.deepEqual(
        ids,
        FALLING.map((token) => `point-${token}`),
      );
      const points = await Promise.all(ids.map((id) => center(`#${id}`)));
      const [grid0, ...grid] = await boxes(`${figure} .grid line`);
      const [base, ceiling] = [grid0!.top, grid.at(-1)!.top];
      points.forEach(({ y }, place) => {
        assert.ok(Math.abs((base - y) / (base - ceiling) - SUMS[place]!) < 0.01, `point ${place}`);
      });
      const pitch = points[1]!.x - points[0]!.x;
      points.forEach(({ x }, place) => assert.ok(Math.abs(x - points[0]!.x - place * pitch) < 0.5));
    });

    it('has the diagonal of equal words to compare with', async () => {
      await open(eight, 'cumulative');
      const [[line], [first, last]] = [
        await boxes(`${figure} .uniform path`),
        [await center('#point-3'), await center('#point-2')],
      ];
      const pitch = (last.x - first.x) / 7;
      assert.ok(Math.abs(line!.left - (first.x - pitch)) < 2 && Math.abs(line!.right - last.x) < 2);
      assert.ok(Math.abs(line!.top - last.y) < 2);
      assert.match(await text('.distribution .legend'), /Uniform: all words alike/);
    });

    it('marks where 80 % are reached, and says so', async () => {
      await open(eight, 'cumulative');
      const [mark, point] = [await center('.carried.point circle'), await center('#point-5')];
      assert.ok(Math.abs(mark.x - point.x) < 1 && Math.abs(mark.y - point.y) < 1);
      assert.equal(await panel.page.locator('.carried.saying text').textContent(), '3 words: 82 %');
      assert.equal(
        await text('.spread'),
        '3 of 8 words carry 80 % of the attention. It is as if the attention were spread evenly over 4.4 of 8 words ' +
          '(entropy 2.14 of at most 3.00 bits).',
      );
    });

    it('marks the word under the pointer, here, in the text and in the editor, and reveals it on a click', async () => {
      await open(eight, 'cumulative');
      const { x, y } = await center('#point-6');
      // Anywhere above or below the point.
      await panel.page.mouse.move(x + 2, y + 60);
      assert.equal(await current(), 'point-6');
      assert.equal(await text('.detail-word'), 'ending');
      assert.ok(await panel.page.locator('#word-6[aria-selected=true]').isVisible());
      await panel.page.mouse.click(x, y + 40);
      await panel.page.mouse.move(2, 2);
      assert.deepEqual(await panel.posted(), [
        { type: 'mark', id: 1, token: 6 },
        { type: 'reveal', id: 1, token: 6 },
        { type: 'mark', id: 1, token: null },
      ]);
    });

    it('is walked along by keys, each word said with what it and all larger ones hold', async () => {
      await open(eight, 'cumulative');
      await panel.page.locator('input[value=cumulative]').focus();
      await press('Tab');
      assert.equal(await current(), 'point-3');
      await press('ArrowRight', 'ArrowRight');
      assert.equal(await current(), 'point-5');
      assert.equal(
        await panel.page.locator('#point-5').getAttribute('aria-label'),
        'the: 12 % of the attention, rank 3 of 8; the 3 largest together 82 %',
      );
      await press('End', 'Enter', 'Escape');
      assert.equal(await current(), null);
      const said = (await panel.posted()).map((one) => ('token' in one ? [one.type, one.token] : one.type));
      assert.deepEqual(said, [
        ...[3, 1, 5, 2].map((token) => ['mark', token]),
        ['reveal', 2],
        ['mark', null],
      ]);
      await panel.page
        .getByRole('listbox', { name: 'Attention per word, summed up from the largest on' })
        .waitFor();
    });

    it('shows the word that the editor points at', async () => {
      await open(eight, 'cumulative');
      await panel.send({ type: 'mark', id: 1, token: 1 });
      assert.equal(await current(), 'point-1');
      await panel.send({ type: 'mark', id: 1, token: null });
      assert.equal(await current(), null);
      assert.deepEqual(await panel.posted(), []);
    });

    it('is there as a table, with the sums', async () => {
      await open(eight, 'cumulative');
      await panel.page.getByText('The same as a table').click();
      await panel.page.locator('tbody tr').first().waitFor();
      const rows = await panel.page.locator('tbody tr').allInnerTexts();
      assert.match(rows[1]!, /^acting\s+30 %\s+2\.4 ×\s+2\s+yes\s+70 %$/);
      assert.equal(rows.length, 8);
    });
  });

  describe('histogram', () => {
    it('has a bar for every size of weight, as high as it has words', async () => {
      await open(eight, 'histogram');
      const bars = await boxes(`${figure} .bars rect`);
      // 1 %, 2 %, 5 %, 10 %, 12 %, 30 % and 40 % in quarters of a power of ten.
      const counts = [1, 1, 1, 1, 1, 1, 1];
      assert.equal(bars.length, counts.length);
      const many = weighing(analysisOf(2, eightWords), [0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05]);
      await panel.show(stateOf([many]));
      const heights = (await boxes(`${figure} .bars rect`)).map(({ height }) => height);
      assert.equal(heights.length, 3);
      const unit = heights[1]! / 5;
      assert.ok(Math.abs(heights[0]! - 2 * unit) < 2 && Math.abs(heights[2]! - unit) < 2, String(heights));
    });

    it('has the uniform share as a line, at its place, and powers of ten to read it by', async () => {
      await open(eight, 'histogram');
      const ticks = await panel.page.evaluate<[string, number][]>(
        `[...document.querySelectorAll('${figure} .axis text')].filter((e) => / %$/.test(e.textContent))
          .map((e) => [e.textContent, (({ left, right }) => (left + right) / 2)(e.getBoundingClientRect())])`,
      );
      assert.deepEqual(
        ticks.map(([name]) => name),
        ['0.1 %', '1 %', '10 %', '100 %'],
      );
      const [line] = await boxes(`${figure} .uniform line`);
      const [low, high] = [ticks[2]![1], ticks[3]![1]];
      assert.ok(Math.abs((line!.left - low) / (high - low) - Math.log10(1.25)) < 0.01);
      assert.match(await text('.distribution .legend'), /Uniform share: 1\/8 = 13 %/);
    });

    it('counts in words what a log axis cannot show', async () => {
      await open(eight, 'histogram');
      assert.match(await text('.distribution .legend'), /1 word has a share of 0 and stands on no log axis/);
      await panel.show(stateOf([analysisOf(2, eightWords)]));
      assert.doesNotMatch(await text('.distribution .legend'), /share of 0/);
    });

    it('says which words a bar holds, and frames them in the text', async () => {
      const state = stateOf([
        weighing(analysisOf(1, eightWords), [0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05]),
      ]);
      await open(state, 'histogram');
      const { x, y } = await center('#bin-0');
      await panel.page.mouse.move(x, y);
      assert.equal(
        (await text('.range-said')).replace(/[\u2068\u2069]/g, ''),
        '3.2 % to 5.6 %: 2 words: “ending”, “unforgettable”',
      );
      assert.deepEqual(await picked(), ['word-6', 'word-7']);
      await panel.page.mouse.move(2, 2);
      assert.deepEqual(await picked(), []);
      assert.equal(await text('.range-said'), '');
      assert.deepEqual(await panel.posted(), []);
    });

    it('is walked along by keys', async () => {
      await open(eight, 'histogram');
      await panel.page.locator('input[value=histogram]').focus();
      await press('Tab', 'End');
      assert.equal(await current(), 'bin-6');
      const name = await panel.page.locator('#bin-6').getAttribute('aria-label');
      assert.equal(name?.replace(/[\u2068\u2069]/g, ''), '32 % to 56 %: 1 word: “superb”');
      assert.deepEqual(await picked(), ['word-3']);
      await press('Escape');
      assert.deepEqual([await current(), await picked()], [null, []]);
    });

    it('shows where the word is that the editor points at', async () => {
      await open(eight, 'histogram');
      await panel.send({ type: 'mark', id: 1, token: 3 });
      assert.equal(await current(), 'bin-6');
      assert.equal(await text('.detail-word'), 'superb');
    });

    it('is there as a table, words without any share last', async () => {
      await open(eight, 'histogram');
      await panel.page.getByText('The same as a table').click();
      await panel.page.locator('tbody tr').first().waitFor();
      const rows = (await panel.page.locator('tbody tr').allInnerTexts()).map((row) => row.split(/\t/));
      assert.deepEqual(rows[0], ['56 %', '1']);
      assert.deepEqual(rows.at(-1), ['0 %', '1']);
      assert.equal(
        rows.reduce((sum, [, words]) => sum + Number(words), 0),
        8,
      );
    });
  });

  it('is the one that was chosen, also after a reload', async () => {
    for (const chosen of VIEWS.slice(1)) {
      await open(eight, chosen);
      const { saved } = await panel.record();
      assert.equal((saved as { order: string }).order, chosen);
      await panel.close();
      await open(null, null, { saved });
      assert.ok(await panel.page.locator(`input[value=${chosen}]`).isChecked());
      const isBars = chosen === 'sorted';
      assert.equal(await panel.page.locator('.chart').isVisible(), isBars);
      assert.equal(await panel.page.locator(figure).count(), isBars ? 0 : 1);
      if (chosen !== VIEWS.at(-1)) await panel.close();
    }
  });

  it('goes from one to the other by keys', async () => {
    await open(eight, null);
    await panel.page.locator('input[value=reading]').focus();
    for (const next of VIEWS.slice(1)) {
      await press('ArrowRight');
      assert.ok(await panel.page.locator(`input[value=${next}]`).isChecked());
    }
    assert.equal(await panel.page.locator(`${figure} .bars rect`).count(), 7);
  });

  it('follows the width', async () => {
    await open(eight, 'cumulative', { width: 1000 });
    const before = (await boxes(`${figure} svg`))[0]!.width;
    await panel.page.setViewportSize({ width: 400, height: 900 });
    await panel.until(
      `document.querySelector('${figure} svg').getBoundingClientRect().width < ${before - 100}`,
    );
    await panel.page.getByText('Histogram', { exact: true }).click();
    assert.ok((await boxes(`${figure} svg`))[0]!.width < before - 100);
  });

  it('draws one word, equal words, and weights of all sizes', async () => {
    await open(stateOf([analysisOf(1, 'Good')]), 'cumulative');
    assert.equal(await text('.spread'), 'There is only one word, and it has all.');
    const tiny = eightWords.split(' ').map((_, index) => 10 ** (-5 * index));
    for (const weights of [new Array<number>(8).fill(1 / 8), tiny]) {
      for (const one of ['cumulative', 'histogram'] as const) {
        await panel.show(stateOf([weighing(analysisOf(2, eightWords), weights)]));
        await panel.page.getByText(TITLES[one], { exact: true }).click();
        const outside = await panel.page.evaluate<number>(`(() => {
          const room = document.querySelector('${figure}').getBoundingClientRect();
          return [...document.querySelectorAll('${figure} [role=option]')].map((e) => e.getBoundingClientRect())
            .filter((b) => !(b.left >= room.left - 1 && b.right <= room.right + 4 && b.top >= room.top - 1)).length;
        })()`);
        assert.equal(outside, 0);
      }
    }
  });

  it('never says attention of a model that has none, in any view', async () => {
    for (const kind of ['deletion', 'contribution'] as const) {
      const effects = { ...withEffects(view.analysis), kind };
      await open(stateOf([{ ...view, analysis: effects }]), null);
      await panel.page.getByText('The same as a table').click();
      for (const one of VIEWS) {
        await panel.page.getByText(TITLES[one], { exact: true }).click();
        await panel.page.mouse.move(2, 2);
        const said = await panel.page.evaluate<string>(`(() => {
          const section = document.querySelector('.distribution');
          const named = [...section.querySelectorAll('[aria-label]')].map((e) => e.getAttribute('aria-label'));
          return [section.innerText, ...named].join(' ');
        })()`);
        assert.doesNotMatch(said, /attention/i);
        assert.match(said, kind === 'deletion' ? /effect/ : /contribution/);
      }
      if (kind === 'deletion') await panel.close();
    }
  });

  it('moves nothing when a text of another length comes', async () => {
    const states = [eightWords, prose(60), prose(200), prose(2000)].map((sample, index) =>
      stateOf([analysisOf(index + 1, sample)]),
    );
    const parts = [
      '.facts',
      '.distribution',
      '.drawings',
      '.legend',
      '.range',
      '.spread',
      '#summary',
      '.table',
      '.heat',
    ];
    for (const width of [300, 500, 800, 1300]) {
      await open(states[0]!, null, { width });
      for (const one of VIEWS) {
        await panel.page.getByText(TITLES[one], { exact: true }).click();
        const places: string[] = [];
        for (const state of states) {
          await panel.show(state);
          places.push(
            await panel.page.evaluate<string>(`JSON.stringify(${JSON.stringify(parts)}.map((s) =>
              [s, Math.round(document.querySelector(s).getBoundingClientRect().top + scrollY)]))`),
          );
        }
        assert.deepEqual(
          places,
          new Array<string>(states.length).fill(places[0]!),
          `${one} at ${width} pixels`,
        );
      }
      if (width !== 1300) await panel.close();
    }
  });

  it('draws 2,000 words in every view in one go', async () => {
    const states = [1, 2, 3].map((id) => stateOf([analysisOf(id, prose(2000), { seed: id })]));
    await open(states[0]!, null);
    for (const one of VIEWS) {
      await panel.page.getByText(TITLES[one], { exact: true }).click();
      const times: number[] = [];
      for (const state of [...states, ...states]) times.push(await updateTime(state));
      const options = await panel.page.locator('.drawings > :not([hidden]) [role=option]').count();
      assert.equal(options > 100, one !== 'histogram');
      console.log(
        `      2,000 words, ${one}: the page takes a new state in ${times.map((ms) => ms.toFixed(0)).join(', ')} ms ` +
          '(script, style and layout)',
      );
    }
  });

  /** Milliseconds from the message to the finished layout. */
  const updateTime = (state: ViewState) =>
    panel.page.evaluate<number>(`new Promise((done) => {
      const state = ${JSON.stringify(state)};
      addEventListener('message', () => {
        document.body.getBoundingClientRect();
        done(performance.now() - started);
      }, { once: true });
      let started = 0;
      postMessage({ type: 'state', state }, '*');
      started = performance.now();
    })`);

  describe('looks', () => {
    const plain = analysisOf(1, prose(60));
    const samples = {
      attention: stateOf([plain]),
      effects: stateOf([{ ...plain, analysis: withEffects(plain.analysis) }]),
    };
    for (const theme of themeKinds) {
      for (const [name, state] of Object.entries(samples)) {
        it(`has no accessibility violation in any view: ${theme}, ${name}`, async () => {
          await open(state, null, { theme, width: 800, reducedMotion: true });
          for (const one of VIEWS) {
            await panel.page.getByText(TITLES[one], { exact: true }).click();
            await panel.send({ type: 'mark', id: 1, token: 6 });
            await panel.page.evaluate(
              `for (const details of document.querySelectorAll('details')) details.open = true`,
            );
            await panel.page.evaluate(axe);
            const { violations } = await panel.page.evaluate<AxeResults>('axe.run()');
            assert.deepEqual(
              violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)]),
              [],
              one,
            );
          }
        });
      }

      for (const width of [300, 1000]) {
        it(`fits ${width} pixels in every view: ${theme}`, async () => {
          for (const [name, state] of Object.entries(samples)) {
            for (const one of ['cumulative', 'histogram'] as const) {
              await open(state, one, { theme, width });
              await panel.send({ type: 'mark', id: 1, token: 6 });
              const over = await panel.page.evaluate<number>(
                'document.documentElement.scrollWidth - innerWidth',
              );
              assert.ok(over <= 0, `${name}, ${one}: ${over} pixels too wide`);
              await panel.picture(`${one}-${name}-${theme}-${width}`);
              if (name !== 'effects' || one !== 'histogram') await panel.close();
            }
          }
        });
      }
    }
  });
});
