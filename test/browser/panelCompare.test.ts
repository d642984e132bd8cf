/** What a person sees and does in the panel's comparisons, in a real browser. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { ComparedModel, ViewAnalysis } from '../../src/webview/protocol';
import { comparedOf, done, FIVE, others, pairOf, readingOf } from './panelCompareSamples';
import { launch, PanelPage, type PanelOptions } from './panelPage';
import { analysisOf, eightWords, prose, stateOf } from './panelSamples';

const eight = analysisOf(1, eightWords);
const OPEN = { version: 2, state: null, order: 'reading', zoom: 'words', kept: { 'open-compare': true } };

describe('comparisons in the attention panel', function () {
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

  async function open(view: ViewAnalysis = eight, options: PanelOptions = {}): Promise<void> {
    panel = await PanelPage.open(browser, { saved: OPEN, ...options });
    await panel.show(stateOf([view]));
    await panel.posted();
  }

  async function compare(view: ViewAnalysis = eight, columns?: readonly ComparedModel[]): Promise<void> {
    await panel.send({ type: 'modelsCompared', compared: comparedOf(view, columns) });
  }

  const text = (selector: string) => panel.page.locator(selector).innerText();
  const texts = (selector: string) => panel.page.locator(selector).allInnerTexts();
  const head = () => panel.page.locator('#fold-compare').getByRole('button', { name: /compare models/i });
  const marked = () =>
    panel.page.evaluate<string[]>(
      `[...document.querySelectorAll('.bars [aria-selected=true], .word[aria-selected=true], .hits [aria-selected=true]')].map((e) => e.id)`,
    );

  describe('the section', () => {
    it('is folded up until it is wanted, by mouse or keys, and tells the extension', async () => {
      panel = await PanelPage.open(browser);
      await panel.show(stateOf([eight]));
      await panel.posted();
      assert.equal(await head().getAttribute('aria-expanded'), 'false');
      await head().click();
      assert.equal(await head().getAttribute('aria-expanded'), 'true');
      await head().press('Enter');
      await head().press('Space');
      assert.deepEqual(await panel.posted(), [
        { type: 'unfold', section: 'compare', open: true },
        { type: 'unfold', section: 'compare', open: false },
        { type: 'unfold', section: 'compare', open: true },
      ]);
    });

    it('opens in sight when a command asks for it, and answers also where it was open', async () => {
      panel = await PanelPage.open(browser, { height: 500 });
      await panel.show(stateOf([analysisOf(1, prose(300))]));
      await panel.posted();
      for (let time = 0; time < 2; time++) {
        await panel.send({ type: 'openSection', section: 'compare' });
        await panel.page.waitForFunction(
          `document.querySelector('#fold-compare').getBoundingClientRect().top < innerHeight / 2`,
        );
        assert.deepEqual(await panel.posted(), [{ type: 'unfold', section: 'compare', open: true }]);
        await panel.page.evaluate('scrollTo(0, 0)');
      }
    });

    it('keeps what was made of a text that is being written, apart, until it was read anew', async () => {
      await open();
      await compare();
      const edited = analysisOf(1, `${eight.text} indeed`);
      await panel.show(stateOf([edited]));
      const look = () =>
        panel.page.evaluate<boolean[]>(
          `(({ inert, classList, offsetHeight }) => [inert, classList.contains('waiting'), offsetHeight > 0])(
            document.querySelector('.compare-results'))`,
        );
      assert.deepEqual(await look(), [true, true, true]);
      await compare(edited);
      assert.deepEqual(await look(), [false, false, true]);
    });

    it('offers the models as boxes, and asks for two at least', async () => {
      await open();
      await compare();
      assert.deepEqual(await texts('.model-boxes label'), [...FIVE]);
      const boxes = panel.page.locator('.model-boxes input');
      for (const index of [1, 2, 3]) await boxes.nth(index).uncheck();
      assert.deepEqual((await panel.posted()).at(-1), {
        type: 'chooseModels',
        models: ['imdb-attention', 'imdb-last-state'],
      });
      assert.ok(await panel.page.getByText('Choose at least two models.').isHidden());
      await boxes.nth(4).focus();
      await panel.page.keyboard.press('Space');
      assert.ok(await panel.page.getByText('Choose at least two models.').isVisible());
    });
  });

  describe('the table', () => {
    it('says verdict, what the weights are, time and parameters of each', async () => {
      await open();
      await compare();
      const rows = (await texts('.compare-table tbody tr')).map((row) => row.replace(/\s+/g, ' '));
      assert.deepEqual(rows, [
        '1 imdb-attention attention Positive 95.0 % 3.2 ms 2.6 M parameters',
        '2 imdb-article attention Positive 80.0 % 5.1 ms 2.8 M parameters',
        '3 imdb-attention-gru attention Positive 65.0 % 4.4 ms 2.7 M parameters',
        '4 imdb-bag-of-words contribution Positive 50.0 % 0.3 ms 87 k parameters',
        '5 imdb-last-state effect of leaving out Negative 65.0 % 210 ms 2.6 M parameters',
      ]);
      assert.equal(await text('.compare-status'), 'Read by 5 of 5 models.');
    });

    it('fills row by row and keeps its height; one that fails says why while others go on', async () => {
      await open();
      const height = () =>
        panel.page.evaluate<number>(
          `document.querySelector('.compare-table').getBoundingClientRect().height`,
        );
      const waiting = FIVE.map((model): ComparedModel => ({ model, state: 'waiting' }));
      await compare(eight, waiting);
      const before = await height();
      await compare(eight, [done(eight, 0), { model: FIVE[1], state: 'reading' }, ...waiting.slice(2)]);
      assert.equal(await text('.compare-status'), 'Read by 1 of 5 models.');
      assert.ok(Math.abs((await height()) - before) < 1);
      const failed = { model: FIVE[1], state: 'failed', error: 'weights.bin is damaged' } as const;
      await compare(eight, [done(eight, 0), failed, ...[2, 3, 4].map((model) => done(eight, model))]);
      assert.ok(await panel.page.getByText('Could not read it: weights.bin is damaged').isVisible());
      assert.equal(await text('.compare-status'), 'Read by 4 of 5 models. 1 failed.');
      assert.equal(await panel.page.locator('.strip-names > div').count(), 4);
      assert.deepEqual(await texts('.strip-names .model-number'), ['1', '3', '4', '5']);
    });

    it('says how much was read where it is not all, and that it took several stretches', async () => {
      const view = analysisOf(1, prose(340));
      await open(view);
      const two = { ...done(view, 1), reading: { ...readingOf(view, 1), stretches: 3 } };
      await compare(view, [done(view, 0), two]);
      assert.match(await text('.compare-table tbody tr:nth-child(2)'), /read 300 of 340 words/);
      assert.match(await text('.compare-table tbody tr:nth-child(2)'), /in 3 stretches/);
    });

    it('is not shown of another text than the charted one', async () => {
      await open();
      await compare();
      await panel.show(stateOf([analysisOf(2, 'Another text')]));
      assert.ok(await panel.page.locator('.compare-results').isHidden());
    });
  });

  describe('the strips', () => {
    it('have a row of cells for each model under the words, as high as their weights', async () => {
      await open();
      await compare();
      assert.deepEqual(
        await panel.page.locator('.strip-window .labels text').allTextContents(),
        eightWords.split(' '),
      );
      const heights = await panel.page.evaluate<number[]>(
        `[...document.querySelectorAll('.strip-window g.bars:not(.against) rect')].slice(0, 8).map((e) => e.getBoundingClientRect().height)`,
      );
      const weights = readingOf(eight, 0).weights as number[];
      weights.forEach((weight, i) => {
        const expected = (weight / Math.max(...weights)) * Math.max(...heights);
        assert.ok(Math.abs(heights[i]! - expected) < 1, `word ${i}: ${heights[i]} is not ${expected}`);
      });
      const { left, widths } = await panel.page.evaluate<{ left: number[][]; widths: number[] }>(`({
        left: ['.labels text', '.hits rect'].map((s) => [...document.querySelectorAll('.strip-window ' + s)]
          .map((e) => { const b = e.getBoundingClientRect(); return b.left + b.width / 2; })),
        widths: [...document.querySelectorAll('.hits rect')].map((e) => e.getBoundingClientRect().width),
      })`);
      left[0]!.forEach((middle, i) => assert.ok(Math.abs(middle - left[1]![i]!) < 1.5));
      assert.ok(widths.every((width) => width >= 18));
    });

    it('name every word with what each model gives it', async () => {
      const view = analysisOf(1, prose(340));
      await open(view);
      await compare(view, [done(view, 0), done(view, 1)]);
      const first = await panel.page.locator('#strip-0').getAttribute('aria-label');
      assert.match(
        first!,
        /^I: imdb-attention [\d.]+ % of the attention; imdb-article [\d.]+ % of the attention$/,
      );
      await panel.page.locator('.strip-scroller').focus();
      await panel.page.keyboard.press('End');
      const last = panel.page.locator('#strip-339');
      assert.match((await last.getAttribute('aria-label'))!, /imdb-article not read$/);
      assert.deepEqual(
        [await last.getAttribute('aria-posinset'), await last.getAttribute('aria-setsize')],
        ['340', '340'],
      );
      assert.equal(
        await panel.page.locator('.strip-scroller').getAttribute('aria-activedescendant'),
        'strip-339',
      );
    });

    it('mark the word that is pointed at everywhere, and show it in the editor by click and Enter', async () => {
      await open();
      await compare();
      await panel.posted();
      await panel.page.locator('#strip-3').hover();
      assert.deepEqual((await marked()).sort(), ['bar-3', 'strip-3', 'word-3']);
      await panel.page.locator('#strip-3').click();
      await panel.page.locator('.strip-scroller').focus();
      await panel.page.keyboard.press('ArrowRight');
      await panel.page.keyboard.press('Enter');
      const posted = await panel.posted();
      assert.deepEqual(posted[0], { type: 'mark', id: 1, token: 3 });
      assert.deepEqual(
        posted.filter(({ type }) => type === 'reveal'),
        [
          { type: 'reveal', id: 1, token: 3 },
          { type: 'reveal', id: 1, token: 4 },
        ],
      );
      await panel.page.keyboard.press('Escape');
      assert.deepEqual(await marked(), []);
    });

    it('come to the word that is marked elsewhere, also far away', async () => {
      const view = analysisOf(1, prose(2000));
      await open(view);
      await compare(view);
      await panel.send({ type: 'mark', id: 1, token: 1700 });
      const inside = await panel.page.evaluate<boolean>(`(() => {
        const a = document.querySelector('.strip-scroller').getBoundingClientRect();
        const b = document.querySelector('#strip-1700').getBoundingClientRect();
        return b.left >= a.left && b.right <= a.right;
      })()`);
      assert.ok(inside);
      assert.equal(await panel.page.locator('#strip-1700').getAttribute('aria-selected'), 'true');
      await panel.page.evaluate(`document.querySelector('.strip-scroller').scrollLeft = 0`);
      await panel.page.locator('#strip-0').waitFor();
      await panel.page.locator('#strip-1700').waitFor({ state: 'detached' });
    });

    it('draw 2,000 words of five models without a stutter', async () => {
      const view = analysisOf(1, prose(2000));
      await open(view);
      const compared = comparedOf(view);
      const took = await panel.page.evaluate<number[]>(`(async () => {
        const times = [];
        const data = ${JSON.stringify({ type: 'modelsCompared', compared })};
        for (let i = 0; i < 7; i++) {
          const started = performance.now();
          dispatchEvent(new MessageEvent('message', { data: structuredClone(data) }));
          document.body.getBoundingClientRect();
          times.push(performance.now() - started);
          await new Promise(requestAnimationFrame);
        }
        return times;
      })()`);
      const scrolled = await panel.page.evaluate<number[]>(`(async () => {
        const scroller = document.querySelector('.strip-scroller');
        const times = [];
        for (let i = 1; i <= 20; i++) {
          const started = performance.now();
          scroller.scrollLeft = i * 3000;
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          times.push(performance.now() - started);
        }
        return times;
      })()`);
      const [first, ...again] = took.map((ms) => ms.toFixed(1));
      const sorted = scrolled.sort((a, b) => a - b);
      console.log(
        `      2,000 words × 5 models: first ${first} ms, then ${again.join(', ')} ms; ` +
          `two frames of scrolling ${sorted[10]!.toFixed(1)} ms (median)`,
      );
      assert.equal(await panel.page.locator('.strip-names > div').count(), 5);
      const cells = await panel.page.locator('.strip-window .hits rect').count();
      assert.ok(cells > 20 && cells < 400, `${cells} columns are drawn`);
    });
  });

  describe('where they differ', () => {
    it('are the words with the largest spread, in words and numbers; a click shows one in the editor', async () => {
      await open();
      await compare(eight, [done(eight, 0), done(eight, 4)]);
      await panel.posted();
      const [a, b] = [readingOf(eight, 0), readingOf(eight, 4)].map(({ weights }) => weights as number[]);
      const spread = a!.map((weight, i) => Math.abs(weight - b![i]!));
      const most = spread.indexOf(Math.max(...spread));
      const line = panel.page.locator('.differences .word-line').first();
      const word = eightWords.split(' ')[most]!;
      const said = (await line.innerText()).replace(/[\u2068\u2069]/g, '').replace(/\s+/g, ' ');
      assert.ok(said.startsWith(`${word} ${(spread[most]! * 100).toFixed(0)} points`), said);
      assert.match(said, /with imdb-attention/);
      assert.match(said, /of all effects with imdb-last-state/);
      await line.click();
      assert.deepEqual((await panel.posted()).at(-1), { type: 'reveal', id: 1, token: most });
      assert.ok((await marked()).includes(`strip-${most}`));
      await panel.page.locator('.differences .word-list').press('End');
      await panel.page.keyboard.press('Enter');
      assert.equal((await panel.posted()).at(-1)?.type, 'reveal');
    });

    it('are said to be nowhere where two give the same', async () => {
      await open();
      await compare(eight, [done(eight, 0), { ...done(eight, 0), model: 'twin' }]);
      assert.ok(await panel.page.getByText('They give all 8 words the same.').isVisible());
      const row = (await text('.agreement-table tbody tr')).replace(/\s+/g, ' ');
      assert.equal(
        row,
        'imdb-attention – twin 1.00 nearly the same order: of 100 pairs of words, 100 are ordered alike',
      );
    });

    it('are summed up for every pair, and said to be shares where the kinds differ', async () => {
      await open();
      await compare();
      assert.equal(await panel.page.locator('.agreement-table tbody tr').count(), 10);
      assert.match(
        await text('.agreement'),
        /show different things \(attention, contribution, effect of leaving out\)/,
      );
      await compare(eight, [done(eight, 0), done(eight, 1)]);
      assert.doesNotMatch(await text('.agreement'), /different things/);
    });
  });

  describe('another text', () => {
    const versions = eightWords.replace('superb', 'dreadful');
    const offer = async () => {
      await panel.send({ type: 'otherTexts', id: 1, texts: others });
      await panel.send({ type: 'textPair', pair: pairOf(eight, versions) });
    };

    it('is chosen from a list in groups', async () => {
      await open();
      await panel.send({ type: 'otherTexts', id: 1, texts: [] });
      assert.ok(await panel.page.getByText(/Analyse another text, or pin this one/).isVisible());
      await panel.send({ type: 'otherTexts', id: 1, texts: others });
      assert.deepEqual(
        await panel.page.evaluate(
          `[...document.querySelectorAll('#other-text optgroup')].map((e) => e.label)`,
        ),
        ['In this document', 'Pinned', 'In other documents'],
      );
      await panel.page.getByLabel('Lay beside this text').selectOption('pin:4');
      await panel.page.getByLabel('Lay beside this text').selectOption('');
      assert.deepEqual(await panel.posted(), [
        { type: 'chooseText', key: 'pin:4' },
        { type: 'chooseText', key: null },
      ]);
    });

    it('stands beside this one: verdicts, heat maps, and which words were changed', async () => {
      await open();
      await offer();
      assert.equal(
        await text('.pair-summary'),
        'imdb-attention reads Negative 69.0 % → Positive 93.7 %. They differ in 1 place.',
      );
      assert.deepEqual(await texts('.pair-verdict'), ['Negative 69.0 %', 'Positive 93.7 %']);
      const heats = await texts('.pair-side .heat');
      assert.deepEqual(heats, [versions, eightWords]);
      const changed = (await text('[id="changed-0"]')).replace(/[\u2068\u2069]/g, '');
      assert.match(changed, /^dreadful → superb\s+[\d.]+ % → [\d.]+ %\s+replaced$/);
      assert.ok(await panel.page.getByText('Unchanged words whose weight changed most').isVisible());
    });

    it('has its words marked with their counterparts; a click shows a changed word in the editor', async () => {
      await open();
      await offer();
      await panel.posted();
      await panel.page.locator('#first-4').hover();
      assert.deepEqual((await marked()).sort(), ['bar-4', 'first-4', 'second-4', 'word-4']);
      await panel.page.locator('#changed-0').click();
      assert.deepEqual((await panel.posted()).at(-1), { type: 'reveal', id: 1, token: 3 });
      // What was changed has no counterpart.
      await panel.page.locator('#second-3').hover();
      assert.deepEqual((await marked()).sort(), ['bar-3', 'second-3', 'word-3']);
    });

    it('may be quite another: then the shared words count', async () => {
      await open();
      const pair = pairOf(
        eight,
        'My neighbour praised the acting of nobody else in town, and the ending was long',
      );
      await panel.send({ type: 'otherTexts', id: 1, texts: others });
      await panel.send({ type: 'textPair', pair });
      assert.match(await text('.pair-summary'), /These are two different texts\.$/);
      const words = (await texts('.word-line-word')).map((word) => word.replace(/[\u2068\u2069]/g, ''));
      assert.deepEqual(words.sort(), ['The', 'acting', 'and', 'ending', 'was'].sort());
    });

    it('says that it is being read, and why it could not be', async () => {
      await open();
      const pair = { id: 1, key: 'pin:4', model: 'imdb-attention' } as const;
      await panel.send({ type: 'otherTexts', id: 1, texts: others });
      await panel.send({ type: 'textPair', pair: { ...pair, state: 'reading' } });
      assert.ok(await panel.page.getByText('imdb-attention reads the other text …').isVisible());
      await panel.send({ type: 'textPair', pair: { ...pair, state: 'failed', error: 'No model' } });
      assert.ok(await panel.page.getByText('The other text could not be read: No model').isVisible());
      await panel.send({ type: 'textPair', pair: null });
      assert.ok(await panel.page.locator('.pair').isHidden());
    });

    for (const [width, beside] of [
      [300, false],
      [1000, true],
    ] as const) {
      it(`stands ${beside ? 'at its side' : 'above it'} at ${width} pixels`, async () => {
        await open(eight, { width });
        await offer();
        const [first, second] = await panel.page.evaluate<{ top: number; left: number }[]>(
          `[...document.querySelectorAll('.pair-side')].map((e) => e.getBoundingClientRect().toJSON())`,
        );
        assert.equal(first!.top === second!.top, beside);
        assert.equal(first!.left === second!.left, !beside);
      });
    }
  });

  it('take hostile names and texts for nothing but text', async () => {
    const hostile = '<img src=x onerror=intrude()> \u202eabc';
    const view = analysisOf(1, `${hostile} film`, { title: hostile });
    await open(view);
    const named = { ...done(view, 0), model: `/x/${hostile}` };
    const failed = { model: hostile, state: 'failed', error: hostile } as const;
    const columns = [named, failed, done(view, 1)];
    const models = columns.map(({ model }) => model);
    await panel.send({
      type: 'modelsCompared',
      compared: { id: 1, text: view.text, offered: models, chosen: models, columns },
    });
    await panel.send({
      type: 'otherTexts',
      id: 1,
      texts: [{ key: hostile, from: 'pinned', title: hostile, snippet: hostile }],
    });
    await panel.send({ type: 'textPair', pair: { ...pairOf(view, hostile), key: hostile } });
    assert.equal(await panel.page.locator('img').count(), 0);
    assert.match(await text('.compare-table'), /<img src=x/);
  });
});
