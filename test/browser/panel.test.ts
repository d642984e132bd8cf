/** What a person sees and does in the panel, in a real browser. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { ViewState } from '../../src/webview/protocol';
import { launch, PanelPage, type PanelOptions } from './panelPage';
import { analysisOf, eightWords, prose, stateOf, thirtyParts } from './panelSamples';

const eight = stateOf([analysisOf(1, eightWords)]);

/** Indices of the values from largest to smallest. */
const falling = (values: readonly number[]) =>
  values.map((_, index) => index).sort((a, b) => values[b]! - values[a]!);

const weightsOf = (state: ViewState) => state.analyses[0]!.analysis.tokens.map(({ weight }) => weight);

describe('the attention panel', function () {
  this.timeout(180_000);
  let browser: Browser;
  let panel: PanelPage;

  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  async function open(state: ViewState | null, options: PanelOptions = {}): Promise<PanelPage> {
    panel = await PanelPage.open(browser, options);
    assert.deepEqual(await panel.posted(), [{ type: 'ready' }]);
    if (state) await panel.show(state);
    return panel;
  }

  afterEach(async () => {
    assert.deepEqual(panel.troubles, []);
    assert.deepEqual((await panel.record()).violations, []);
    await panel.close();
  });

  /** Height of every bar, by token. */
  const barHeights = (n: number) =>
    panel.page.evaluate<number[]>(
      `Array.from({ length: ${n} }, (_, i) => document.getElementById('bar-' + i).getBoundingClientRect().height)`,
    );
  const text = (selector: string) => panel.page.locator(selector).innerText();
  const marks = () =>
    panel.page.evaluate<(string | null)[]>(
      `[...document.querySelectorAll('.bars [aria-selected=true], .word[aria-selected=true]')].map((e) => e.id)`,
    );

  const inside = (outer: string, inner: string) =>
    panel.page.evaluate<boolean>(`(() => {
      const [a, b] = ['${outer}', '${inner}'].map((s) => document.querySelector(s).getBoundingClientRect());
      return b.left >= a.left && b.right <= a.right && b.bottom >= a.top && b.top <= a.bottom;
    })()`);

  describe('verdict', () => {
    it('says label, both probabilities, model, backend, time and what was read', async () => {
      await open(eight);
      assert.equal(await text('.verdict-label'), 'Positive 93.7 %');
      assert.equal(
        await panel.page.locator('.verdict-bar').getAttribute('aria-label'),
        'negative 6.3 %, positive 93.7 %',
      );
      const facts = await text('.facts');
      for (const fact of [
        'imdb-attention',
        'TensorFlow.js, WebAssembly',
        '3.6 ms',
        '12 ms',
        '8 words',
        'All known',
        'Calibrated: temperature 1.06 from 2,000 validation texts',
      ]) {
        assert.ok(facts.includes(fact), `${fact} is not in ${facts}`);
      }
    });

    it('draws the probabilities as shares of the bar', async () => {
      await open(eight);
      const [negative, positive] = await panel.page.evaluate<number[]>(
        `[...document.querySelectorAll('.verdict-bar > div')].map((e) => e.getBoundingClientRect().width)`,
      );
      assert.ok(Math.abs(positive! / (negative! + positive!) - 0.937) < 0.01);
    });

    it('says what is stale, unknown, passed over and not read', async () => {
      const view = { ...analysisOf(1, 'A zorbulous film'), stale: true };
      await open(stateOf([view], { unread: '12,000 words after line 80' }));
      assert.ok(await panel.page.getByText('Edited since', { exact: true }).isVisible());
      assert.ok((await text('.facts')).includes('1 not in the vocabulary: “\u2068zorbulous\u2069”'));
      assert.ok((await text('.facts')).includes('12,000 words after line 80'));
      await panel.page.locator('.why summary').click();
      assert.match(await text('.why ul'), /tfjs-node: not installed/);
    });

    it('is announced', async () => {
      await open(eight);
      assert.equal(await panel.page.getByRole('status').innerText(), 'Positive, 93.7 %. review.txt:3–9');
      await panel.show({ ...eight, busy: true });
      assert.equal(await panel.page.getByRole('status').innerText(), 'Analysing');
    });
  });

  describe('distribution', () => {
    it('has one bar a word, as high as its weight, in reading order', async () => {
      await open(eight);
      const weights = weightsOf(eight);
      const heights = await barHeights(8);
      assert.equal(await panel.page.locator('.bars rect').count(), 8);
      for (let i = 0; i < 8; i++) {
        const expected = (weights[i]! / Math.max(...weights)) * Math.max(...heights);
        assert.ok(Math.abs(heights[i]! - expected) < 2.1, `bar ${i}: ${heights[i]} is not ${expected}`);
      }
      const labels = await panel.page.locator('.labels text').allTextContents();
      assert.deepEqual(labels, eightWords.split(' '));
    });

    it('shows the uniform share as a line, at its height', async () => {
      await open(eight);
      assert.ok((await text('.distribution')).includes('1/8 = 13 %'));
      const [line, base, top] = await panel.page.evaluate<number[]>(`(() => {
        const box = (s) => document.querySelector(s).getBoundingClientRect();
        const highest = [...document.querySelectorAll('.bars rect')]
          .map((e) => e.getBoundingClientRect()).sort((a, b) => a.top - b.top)[0];
        return [box('.uniform line').top, highest.bottom, highest.top];
      })()`);
      const share = ((base! - line!) / (base! - top!)) * Math.max(...weightsOf(eight));
      assert.ok(Math.abs(share - 1 / 8) < 0.01, String(share));
    });

    it('sorts largest first, and keeps the choice', async () => {
      await open(eight);
      await panel.page.getByText('Largest first').click();
      const words = eightWords.split(' ');
      const expected = falling(weightsOf(eight)).map((index) => words[index]);
      assert.deepEqual(await panel.page.locator('.labels text').allTextContents(), expected);
      assert.equal(((await panel.record()).saved as { order: string }).order, 'sorted');
    });

    it('gives every word of a long text room to be read, by scrolling', async () => {
      await open(stateOf([analysisOf(1, prose(200))]), { width: 700 });
      const { widths, scrolls } = await panel.page.evaluate<{ widths: number[]; scrolls: boolean }>(`({
        widths: [...document.querySelectorAll('.labels text')].map((e) => e.getBoundingClientRect().left),
        scrolls: document.querySelector('.chart-scroller').scrollWidth > document.querySelector('.chart-scroller').clientWidth,
      })`);
      assert.equal(widths.length, 200);
      assert.ok(scrolls);
      for (let i = 1; i < widths.length; i++) assert.ok(widths[i]! - widths[i - 1]! > 11);
    });

    it('starts where the largest weight is', async () => {
      const state = stateOf([analysisOf(1, prose(200))]);
      await open(state, { width: 320 });
      const peak = falling(weightsOf(state))[0]!;
      assert.ok(peak > 20, 'the sample peaks beyond the first screen');
      assert.ok(await inside('.chart-scroller', `#bar-${peak}`));
      await panel.page.getByText('Largest first').click();
      assert.ok(await inside('.chart-scroller', `#bar-${peak}`));
      assert.equal(await panel.page.evaluate(`document.querySelector('.chart-scroller').scrollLeft`), 0);
    });

    it('shows the whole text at once when asked, labelling the largest without overlap', async () => {
      const state = stateOf([analysisOf(1, prose(200))]);
      await open(state, { width: 700 });
      await panel.page.getByLabel('Whole text at once').check();
      const { boxes, overflow } = await panel.page.evaluate<{ boxes: number[]; overflow: number }>(`({
        boxes: [...document.querySelectorAll('.labels text')].map((e) => e.getBoundingClientRect().left),
        overflow: document.querySelector('.chart-scroller').scrollWidth - document.querySelector('.chart-scroller').clientWidth,
      })`);
      assert.equal(await panel.page.locator('.bars rect').count(), 200);
      assert.ok(overflow <= 0, String(overflow));
      assert.ok(boxes.length > 5 && boxes.length < 100);
      for (let i = 1; i < boxes.length; i++) assert.ok(boxes[i]! - boxes[i - 1]! >= 11);
    });

    it('is there as a table too', async () => {
      await open(eight);
      await panel.page.getByText('The same as a table').click();
      await panel.page.locator('tbody tr').first().waitFor();
      const rows = await panel.page.locator('tbody tr').allInnerTexts();
      assert.equal(rows.length, 8);
      assert.match(rows[6]!, /^ending\s+56 %\s+4\.5 ×\s+1\s+yes$/);
    });
  });

  describe('heat map', () => {
    const opacities = () =>
      panel.page.evaluate<number[]>(`[...document.querySelectorAll('.word')].map((word) => {
        const alpha = /\\/ ([\\d.e-]+)\\)|rgba\\(.*, ([\\d.]+)\\)/.exec(getComputedStyle(word).backgroundColor);
        return alpha ? Number(alpha[1] ?? alpha[2]) : 1;
      })`);

    it('holds the text as it stands, line breaks and spaces included', async () => {
      const given = 'Good  film.\n\n\tVery   good,\nreally.';
      await open(stateOf([analysisOf(1, given)]));
      assert.equal(await panel.page.locator('.heat-section .heat').textContent(), given);
      assert.equal(
        await panel.page.evaluate(`getComputedStyle(document.querySelector('.heat')).whiteSpace`),
        'pre-wrap',
      );
    });

    it('shades every word in proportion to its weight', async () => {
      await open(eight);
      const weights = weightsOf(eight);
      const found = await opacities();
      assert.deepEqual(falling(found), falling(weights));
      const largest = Math.max(...found);
      found.forEach((opacity, i) => {
        assert.ok(Math.abs(opacity / largest - weights[i]! / Math.max(...weights)) < 0.02);
      });
    });

    it('follows gamma and the absolute scale', async () => {
      await open({ ...eight, gamma: 0.5 });
      const lifted = await opacities();
      const [most, second] = falling(weightsOf(eight)) as [number, number];
      const expected = Math.sqrt(weightsOf(eight)[second]! / weightsOf(eight)[most]!);
      assert.ok(Math.abs(lifted[second]! / lifted[most]! - expected) < 0.02);
      await panel.show({ ...eight, scale: 'absolute' });
      const absolute = await opacities();
      assert.ok(Math.abs(absolute[second]! / absolute[most]! - weightsOf(eight)[second]! / 0.2) < 0.02);
    });

    const lineWidths = () =>
      panel.page.evaluate<number[]>(
        `[...document.querySelectorAll('.word')].map((e) => parseFloat(getComputedStyle(e).borderBottomWidth))`,
      );

    it('has lines under the words in every theme, or in none, when so set', async () => {
      await open({ ...eight, emphasis: 'always' });
      assert.equal(Math.max(...(await lineWidths())), 4);
      await panel.show(eight);
      assert.equal(Math.max(...(await lineWidths())), 0);
      await panel.close();
      await open({ ...eight, emphasis: 'never' }, { theme: 'high-contrast-light' });
      assert.equal(Math.max(...(await lineWidths())), 0);
    });

    it('has a second channel in high contrast: line strength', async () => {
      await open(eight, { theme: 'high-contrast' });
      const lines = await lineWidths();
      const [most, second] = falling(weightsOf(eight)) as [number, number];
      assert.equal(lines[most], 4);
      assert.ok(lines[second]! < 4 && lines[second]! >= 1);
      assert.equal(Math.min(...lines), 0);
    });
  });

  describe('linking', () => {
    it('marks the word of the bar under the pointer, here and in the editor', async () => {
      await open(eight);
      await panel.page.locator('#bar-6').hover();
      assert.deepEqual(await marks(), ['bar-6', 'word-6']);
      assert.equal(await text('.detail-word'), 'ending');
      assert.equal(await text('.detail-facts'), '56 % · 4.5 × uniform · rank 1 of 8 · known word');
      await panel.page.mouse.move(5, 5);
      assert.deepEqual(await panel.posted(), [
        { type: 'mark', id: 1, token: 6 },
        { type: 'mark', id: 1, token: null },
      ]);
      assert.deepEqual(await marks(), []);
    });

    it('finds the word under the pointer in the sorted and in the scrolled chart', async () => {
      const state = stateOf([analysisOf(1, prose(200))]);
      await open(state, { width: 700 });
      await panel.page.getByText('Largest first').click();
      await panel.page.evaluate(`document.querySelector('.chart-scroller').scrollLeft = 1600`);
      const expected = falling(weightsOf(state))[104]!;
      const box = (await panel.page.locator('.chart-scroller').boundingBox())!;
      await panel.page.mouse.move(box.x + 1664 + 8 - 1600, box.y + 100);
      assert.deepEqual(await panel.posted(), [{ type: 'mark', id: 1, token: expected }]);
    });

    it('marks the bar of the word under the pointer, and brings it into sight', async () => {
      await open(stateOf([analysisOf(1, prose(200))]), { width: 700 });
      await panel.page.locator('#word-150').hover();
      assert.deepEqual(await marks(), ['bar-150', 'word-150']);
      assert.deepEqual(await panel.posted(), [{ type: 'mark', id: 1, token: 150 }]);
      assert.ok(await inside('.chart-scroller', '#bar-150'));
    });

    it('marks the word that the editor points at, and brings it into sight', async () => {
      await open(stateOf([analysisOf(1, prose(2000))]), { width: 700, height: 500 });
      await panel.send({ type: 'mark', id: 1, token: 1500 });
      assert.deepEqual(await marks(), ['bar-1500', 'word-1500']);
      assert.ok(await inside('.chart-scroller', '#bar-1500'));
      assert.ok(await inside('.heat', '#word-1500'));
      assert.deepEqual(await panel.posted(), [], 'a mark is not sent back');
      await panel.send({ type: 'mark', id: 1, token: null });
      assert.deepEqual(await marks(), []);
    });

    it('charts the text that the editor points at', async () => {
      await open(thirtyParts());
      await panel.send({ type: 'mark', id: 9, token: 2 });
      assert.equal(await text('.verdict-title'), 'long-review.md:33–35');
      assert.deepEqual(await marks(), ['bar-2', 'word-2']);
    });

    it('reveals a word that is clicked', async () => {
      await open(eight);
      await panel.page.locator('#word-3').click();
      await panel.page.locator('#bar-6').click();
      const reveals = (await panel.posted()).filter(({ type }) => type === 'reveal');
      assert.deepEqual(reveals, [
        { type: 'reveal', id: 1, token: 3 },
        { type: 'reveal', id: 1, token: 6 },
      ]);
    });
  });

  describe('states', () => {
    it('says before the first analysis what to do, with a button that does it', async () => {
      await open(null);
      assert.match(await text('.empty'), /Select text in an editor and run “Analyze Sentiment Attention”/);
      await panel.page.getByRole('button', { name: 'Analyze Sentiment Attention' }).click();
      assert.deepEqual(await panel.posted(), [{ type: 'command', command: 'analyze' }]);
    });

    it('keeps everything where it is while the next analysis runs', async () => {
      await open(eight);
      const places = () =>
        panel.page.evaluate<string>(`JSON.stringify(['.verdict', '.chart', '.heat', '.detail'].map(
          (s) => document.querySelector(s).getBoundingClientRect()))`);
      const before = await places();
      await panel.show({ ...eight, busy: true });
      assert.ok(await panel.page.locator('.busy').isVisible());
      assert.equal(await places(), before);
      await panel.show({ ...eight, analyses: [{ ...eight.analyses[0]!, stale: true }] });
      assert.equal(await places(), before);
    });

    it('draws nothing anew when nothing to draw has changed', async () => {
      await open(eight);
      await panel.page.evaluate(
        `document.getElementById('bar-3').kept = document.getElementById('word-3').kept = true`,
      );
      await panel.show({ ...structuredClone(eight), busy: true });
      assert.equal(
        await panel.page.evaluate(
          `document.getElementById('bar-3').kept && document.getElementById('word-3').kept`,
        ),
        true,
      );
    });

    it('says what failed, and offers to try again and to see the log', async () => {
      await open({ ...eight, error: 'models/imdb-attention/weights.bin is damaged' });
      assert.equal(
        await panel.page.getByRole('alert').innerText(),
        'models/imdb-attention/weights.bin is damaged',
      );
      await panel.page.getByRole('button', { name: 'Try again' }).click();
      await panel.page.getByRole('button', { name: 'Show log' }).click();
      assert.deepEqual(await panel.posted(), [
        { type: 'command', command: 'analyze' },
        { type: 'command', command: 'showLog' },
      ]);
    });

    it('shows a failure before the first analysis too', async () => {
      await open(stateOf([], { error: 'no model' }));
      assert.ok(await panel.page.getByRole('alert').isVisible());
      assert.ok(await panel.page.locator('.empty').isVisible());
    });

    it('empties itself when all is cleared', async () => {
      await open(eight);
      await panel.show(null);
      assert.ok(await panel.page.locator('.empty').isVisible());
      assert.ok(await panel.page.locator('.content').isHidden());
      assert.equal(((await panel.record()).saved as { state: unknown }).state, null);
    });

    it('shows after a window reload what it showed before, and says so', async () => {
      await open(eight);
      const { saved } = await panel.record();
      await panel.close();
      await open(null, { saved });
      assert.ok(await panel.page.getByText('From before the window reload').isVisible());
      assert.equal(await text('.verdict-label'), 'Positive 93.7 %');
      await panel.page.locator('#word-3').click();
      assert.deepEqual(await panel.posted(), [], 'the extension knows nothing of it any longer');
      await panel.show(stateOf([], { busy: true }));
      assert.equal(await text('.verdict-label'), 'Positive 93.7 %');
      await panel.show(stateOf([analysisOf(2, 'Dull', { probability: 0.2 })]));
      assert.equal(await text('.verdict-label'), 'Negative 80.0 %');
      assert.ok(await panel.page.getByText('From before the window reload').isHidden());
    });

    it('starts empty when what was saved is damaged', async () => {
      await open(null, { saved: { version: 2, state: { analyses: [{ id: 1 }] } } });
      assert.ok(await panel.page.locator('.empty').isVisible());
    });
  });

  describe('several texts', () => {
    it('lists each with place, label and probability', async () => {
      const state = thirtyParts();
      await open(state);
      assert.equal(await panel.page.locator('.part').count(), 30);
      const first = state.analyses[0]!.analysis;
      const row = await text('.part >> nth=0');
      assert.match(row, /Lines 1–3/);
      assert.match(row, first.label === 'positive' ? /Positive \d/ : /Negative \d/);
      assert.equal(await text('.verdict-title'), 'long-review.md:13–15');
    });

    it('charts the one that is clicked, and says so', async () => {
      await open(thirtyParts());
      await panel.page.locator('.part').nth(1).click();
      assert.equal(await text('.verdict-title'), 'long-review.md:5–7');
      assert.deepEqual(await panel.posted(), [{ type: 'activate', id: 2 }]);
    });

    it('is not there for one text', async () => {
      await open(eight);
      assert.ok(await panel.page.locator('.parts').isHidden());
    });
  });
});
