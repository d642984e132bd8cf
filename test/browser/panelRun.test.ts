/** The run of the verdict through a document, in the panel: what is drawn, and what the person does with it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import type { ViewState } from '../../src/webview/protocol';
import { uniform } from '../fixtures/random';
import { launch, PanelPage, type PanelOptions } from './panelPage';
import { analysisOf, eightWords, prose, stateOf, thirtyParts, withClasses } from './panelSamples';
import { themeKinds } from './panelThemes';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** As many sentences as are asked for, with verdicts that come and go. */
function sentences(n: number): ViewState {
  const random = uniform(5);
  const analyses = Array.from({ length: n }, (_, index) =>
    analysisOf(index + 1, `Sentence ${index + 1} of a story that goes on and on.`, {
      probability: 0.5 + 0.49 * Math.sin(index / 7) * random(),
      title: `story.txt:${index + 1}`,
    }),
  );
  return stateOf(analyses, { active: 3 });
}

describe('the run through a document', function () {
  this.timeout(180_000);
  let browser: Browser;
  let panel: PanelPage;

  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  afterEach(async () => {
    assert.deepEqual(panel.troubles, []);
    assert.deepEqual((await panel.record()).violations, []);
    await panel.close();
  });

  async function open(state: ViewState, options: PanelOptions = {}): Promise<void> {
    panel = await PanelPage.open(browser, options);
    await panel.show(state);
    await panel.page.getByRole('button', { name: 'Run through the document' }).click();
    await plot()
      .scrollIntoViewIfNeeded({ timeout: 1000 })
      .catch(() => undefined);
    await panel.posted();
  }

  const plot = () => panel.page.getByRole('slider');
  const detail = () => panel.page.locator('.run-detail').innerText();
  const text = () => plot().getAttribute('aria-valuetext');
  /** CSS pixels from the left of the plot, of one kind of mark. */
  const box = async (selector: string) => {
    const [outer, inner] = [await plot().boundingBox(), await panel.page.locator(selector).boundingBox()];
    return { left: inner!.x - outer!.x, width: inner!.width };
  };

  it('is folded up until somebody wants it, and stays as they left it', async () => {
    panel = await PanelPage.open(browser);
    await panel.show(thirtyParts());
    assert.equal(await plot().isVisible(), false);
    await panel.posted();
    await panel.page.getByRole('button', { name: 'Run through the document' }).click();
    await plot().waitFor();
    assert.deepEqual(await panel.posted(), [{ type: 'unfold', section: 'run', open: true }]);
    const { saved } = await panel.record();
    await panel.close();
    panel = await PanelPage.open(browser, { saved });
    await panel.show(thirtyParts());
    await plot().waitFor();
  });

  it('draws every text as wide as it has words, from the middle up or down to its probability', async () => {
    const state = stateOf([
      analysisOf(1, prose(10), { probability: 0.9, title: 'a.txt:1' }),
      analysisOf(2, prose(30), { probability: 0.2, title: 'a.txt:2' }),
      analysisOf(3, prose(60), { probability: 0.5, title: 'a.txt:3' }),
    ]);
    await open(state);
    const path = await panel.page.locator('.run-line path').first().getAttribute('d');
    const points = [...(path ?? '').matchAll(/([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    const width = points.at(-1)![0]! - points[0]![0]!;
    const shares = [1, 3, 5].map((i) => (points[i]![0]! - points[0]![0]!) / width);
    [0.1, 0.4, 1].forEach((expected, i) =>
      assert.ok(Math.abs(shares[i]! - expected) < 0.005, String(shares)),
    );
    const middle = points[4]![1]!;
    assert.ok(points[0]![1]! < middle && points[2]![1]! > middle);
    const ratio = (middle - points[0]![1]!) / (points[2]![1]! - middle);
    assert.ok(Math.abs(ratio - 0.4 / 0.3) < 0.01, String(ratio));
  });

  it('marks the charted text and says it in words', async () => {
    await open(thirtyParts());
    assert.match(await detail(), /^4 of 30: Lines 13–15 · (Positive|Negative), \d/);
    const words = thirtyParts().analyses.map(({ analysis }) => analysis.tokens.length);
    const all = words.reduce((a, b) => a + b, 0);
    const { left, width } = await box('.run-active');
    const inner = (await plot().boundingBox())!.width - 49;
    const before = words.slice(0, 3).reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(left - 48 - (before / all) * inner) < 2);
    assert.ok(Math.abs(width - (words[3]! / all) * inner) < 3);
    await panel.show({ ...thirtyParts(), active: 7 });
    assert.match(await detail(), /^7 of 30/);
  });

  it('says which text is under the mouse, and goes there on a click', async () => {
    await open(thirtyParts());
    const { x, y, width, height } = (await plot().boundingBox())!;
    await panel.page.mouse.move(x + width - 5, y + height / 2);
    assert.match(await detail(), /^30 of 30: Lines 117–119/);
    await panel.page.mouse.move(x + 50, y + height / 2);
    assert.match(await detail(), /^1 of 30: Lines 1–3/);
    await panel.page.mouse.click(x + 50, y + height / 2);
    assert.deepEqual(await panel.posted(), [{ type: 'jump', id: 1 }]);
    await panel.page.mouse.move(x + width / 2, y - 60);
    assert.match(await detail(), /^4 of 30/, 'away from it, the charted one again');
  });

  it('is moved along by keys, says what it comes to, and goes there on Enter', async () => {
    await open(thirtyParts());
    await plot().focus();
    await panel.page.keyboard.press('ArrowRight');
    assert.match((await text()) ?? '', /^5 of 30: Lines 17–19 · /);
    assert.equal(await plot().getAttribute('aria-valuenow'), '5');
    await panel.page.keyboard.press('End');
    assert.match((await text()) ?? '', /^30 of 30/);
    await panel.page.keyboard.press('PageUp');
    await panel.page.keyboard.press('Enter');
    assert.deepEqual(await panel.posted(), [{ type: 'jump', id: 20 }]);
    await panel.page.keyboard.press('Escape');
    assert.match((await text()) ?? '', /^4 of 30/);
  });

  it('says how to come to several texts where there is one', async () => {
    await open(stateOf([analysisOf(1, eightWords)]));
    assert.equal(await plot().isVisible(), false);
    await panel.page.getByRole('button', { name: 'Choose what one analysis covers' }).click();
    assert.deepEqual(await panel.posted(), [{ type: 'chooseSegments' }]);
  });

  it('draws of more than two classes the most frequent, and any that is chosen', async () => {
    const analyses = [0.7, 0.2, 0.6].map((joy, i) => {
      const view = analysisOf(i + 1, prose(20), { title: `a.txt:${i + 1}` });
      return { ...view, analysis: withClasses(view.analysis, { anger: 0.1, joy, fear: 0.9 - joy }) };
    });
    await open(stateOf(analyses));
    const choice = panel.page.getByLabel('Probability of', { exact: true });
    assert.equal(await choice.inputValue(), 'joy');
    const line = () => panel.page.locator('.run-line path').first().getAttribute('d');
    const joy = await line();
    await choice.selectOption('fear');
    assert.notEqual(await line(), joy);
    assert.match((await plot().getAttribute('aria-label')) ?? '', /fear/);
    assert.equal(await panel.page.locator('.run-bottom').count(), 1);
  });

  it('takes thousands of texts, and redraws without moving anything', async () => {
    await open(sentences(3000));
    const place = async () => (await plot().boundingBox())!.y;
    const before = await place();
    const changed = sentences(3000);
    const times = await panel.page.evaluate<number>(`(async () => {
      const states = Array.from({ length: 5 }, () => (${JSON.stringify(changed)}));
      const start = performance.now();
      for (const [i, state] of states.entries()) {
        state.analyses[i].analysis.probability = 0.51 + i / 100;
        state.analyses[i].analysis.classes[1].probability = 0.51 + i / 100;
        window.dispatchEvent(new MessageEvent('message', { data: { type: 'state', state } }));
        document.body.getBoundingClientRect();
      }
      return (performance.now() - start) / 5;
    })()`);
    console.log(`      3,000 texts redrawn in ${times.toFixed(0)} ms each`);
    assert.equal(await place(), before);
    assert.match(await detail(), /^3 of 3000/);
  });

  it('leaves the chart where the person has it while its text is being written', async () => {
    panel = await PanelPage.open(browser, { width: 500 });
    const view = analysisOf(1, prose(300));
    await panel.show(stateOf([view]));
    const scroll = (value?: number) =>
      panel.page.evaluate<number>(`(() => {
        const chart = document.querySelector('.chart-scroller');
        if (${value ?? -1} >= 0) chart.scrollLeft = ${value ?? 0};
        return chart.scrollLeft;
      })()`);
    const at = await scroll(700);
    await panel.show(stateOf([analysisOf(1, `${prose(300)} and more`)]));
    assert.equal(await scroll(), at);
    await panel.show(stateOf([analysisOf(2, prose(300), { seed: 9 })]));
    assert.notEqual(await scroll(), at, 'another text shows its peak');
  });

  for (const theme of themeKinds) {
    it(`has no fault for screen readers, and its colours stay apart, in ${theme}`, async () => {
      await open(thirtyParts(), { theme, width: 900 });
      await plot().focus();
      await panel.page.keyboard.press('ArrowRight');
      await panel.page.evaluate(axe);
      const { violations } = await panel.page.evaluate<AxeResults>('axe.run()');
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        [],
      );
      const fills = await panel.page.evaluate<string[]>(
        `['above', 'below'].map((side) => getComputedStyle(document.querySelector('.run-' + side)).fill)`,
      );
      assert.notEqual(fills[0], fills[1]);
      await panel.picture(`run-${theme}`);
    });
  }

  it('is readable at 300 pixels', async () => {
    await open(thirtyParts(), { width: 300, theme: 'light' });
    const overflow = await panel.page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    assert.equal(overflow, 0);
    await panel.picture('run-300');
  });
});
