/** Brushing a stretch of words in the panel, by mouse and by keys. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { ViewState } from '../../src/webview/protocol';
import { launch, PanelPage, type PanelOptions } from './panelPage';
import { analysisOf, eightWords, prose, stateOf, withEffects } from './panelSamples';
import { themeKinds } from './panelThemes';

const view = analysisOf(1, eightWords);
const eight = stateOf([view]);
const HINT = /^Drag over the bars, or hold Shift with the arrow keys/;

describe('brushing words in the panel', function () {
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

  async function open(state: ViewState | null, options: PanelOptions = {}): Promise<void> {
    panel = await PanelPage.open(browser, options);
    if (state) await panel.show(state);
    await panel.posted();
  }

  const center = async (bar: number) => {
    const { x, width } = (await panel.page.locator(`#bar-${bar}`).boundingBox())!;
    const { y } = (await panel.page.locator('.chart-scroller').boundingBox())!;
    return { x: x + width / 2, y: y + 60 };
  };
  async function drag(from: number, to: number): Promise<void> {
    const [start, end] = [await center(from), await center(to)];
    await panel.page.mouse.move(start.x, start.y);
    await panel.page.mouse.down();
    await panel.page.mouse.move(end.x, end.y + 30, { steps: 5 });
    await panel.page.mouse.up();
  }
  const press = async (...keys: string[]) => {
    for (const key of keys) await panel.page.keyboard.press(key);
  };
  const said = () => panel.page.locator('.range-said').innerText();
  const hint = () => panel.page.locator('.range').innerText();
  const picked = () =>
    panel.page.evaluate<number[]>(
      `[...document.querySelectorAll('.word.picked')].map((e) => Number(e.id.slice('word-'.length)))`,
    );
  const stretch = () =>
    panel.page.evaluate<{ left: number; right: number }>(
      `(({ left, right }) => ({ left, right }))(document.querySelector('.stretch').getBoundingClientRect())`,
    );
  const asked = async (...types: string[]) =>
    (await panel.posted()).filter(({ type }) => types.includes(type));

  it('takes the words that the mouse is dragged over, says what they hold, and selects them in the editor', async () => {
    await open(eight);
    await drag(2, 5);
    const share = view.analysis.tokens.slice(2, 6).reduce((sum, { weight }) => sum + weight, 0);
    assert.equal(await said(), `Words 3–6 of 8: ${(share * 100).toFixed(0)} % of the attention`);
    assert.deepEqual(await asked('select', 'reveal'), [{ type: 'select', id: 1, from: 2, to: 5 }]);
    assert.deepEqual(await picked(), [2, 3, 4, 5]);
    const { left, right } = await stretch();
    assert.ok(left < (await center(2)).x && left > (await center(1)).x);
    assert.ok(right > (await center(5)).x && right < (await center(6)).x);
  });

  it('is the same from right to left, and of a single word', async () => {
    await open(eight);
    await drag(5, 2);
    assert.deepEqual(await asked('select', 'reveal'), [{ type: 'select', id: 1, from: 2, to: 5 }]);
    const { x, y } = await center(4);
    await panel.page.mouse.move(x - 6, y);
    await panel.page.mouse.down();
    await panel.page.mouse.move(x + 6, y, { steps: 3 });
    await panel.page.mouse.up();
    assert.deepEqual(await asked('select', 'reveal'), [{ type: 'select', id: 1, from: 4, to: 4 }]);
    assert.match(await said(), /^Word 5 of 8: /);
  });

  it('leaves a plain click what it was: it reveals the word, and takes a stretch away', async () => {
    await open(eight);
    await drag(2, 5);
    await panel.posted();
    const { x, y } = await center(6);
    await panel.page.mouse.click(x, y);
    assert.deepEqual(await asked('select', 'reveal'), [{ type: 'reveal', id: 1, token: 6 }]);
    assert.deepEqual([await said(), await picked()], ['', []]);
    assert.match(await hint(), HINT);
    const { left, right } = await stretch();
    assert.equal(left, right);
  });

  it('grows and shrinks by Shift and the arrow keys, from the focused bar', async () => {
    await open(eight);
    await panel.page.locator('input[value=reading]').focus();
    await press('Tab', 'ArrowRight', 'ArrowRight');
    await press('Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowLeft', 'Shift+Home', 'Shift+End');
    assert.deepEqual(
      (await asked('select', 'reveal')).map((one) => one.type === 'select' && [one.from, one.to]),
      [
        [2, 3],
        [2, 4],
        [2, 3],
        [0, 2],
        [2, 7],
      ],
    );
    assert.match(await said(), /^Words 3–8 of 8: /);
    assert.equal(await panel.page.locator('.chart-scroller').getAttribute('aria-activedescendant'), 'bar-7');
    // Without Shift the cursor moves on, and the next stretch begins there.
    await press('ArrowLeft', 'Shift+ArrowLeft');
    assert.deepEqual(await asked('select'), [{ type: 'select', id: 1, from: 5, to: 6 }]);
  });

  it('goes on by keys from where the mouse left off', async () => {
    await open(eight);
    await drag(2, 4);
    await panel.page.mouse.move(2, 2);
    await panel.posted();
    await press('Shift+ArrowRight');
    assert.deepEqual(await asked('select'), [{ type: 'select', id: 1, from: 2, to: 5 }]);
  });

  it('is taken away by Escape, which the second time lets the word go', async () => {
    await open(eight);
    await panel.page.locator('input[value=reading]').focus();
    await press('Tab', 'Shift+ArrowRight', 'Escape');
    assert.deepEqual([await said(), await picked()], ['', []]);
    const active = () => panel.page.locator('.chart-scroller').getAttribute('aria-activedescendant');
    assert.equal(await active(), 'bar-1');
    await press('Escape');
    assert.equal(await active(), null);
  });

  it('can be given up by Escape while it is dragged', async () => {
    await open(eight);
    const [start, end] = [await center(1), await center(4)];
    await panel.page.mouse.move(start.x, start.y);
    await panel.page.mouse.down();
    await panel.page.mouse.move(end.x, end.y, { steps: 3 });
    assert.match(await said(), /^Words 2–5 of 8/);
    await press('Escape');
    await panel.page.mouse.up();
    assert.deepEqual([await said(), await asked('select', 'reveal')], ['', []]);
  });

  it('is off in the other views', async () => {
    await open(eight);
    await drag(2, 5);
    for (const name of ['Largest first', 'Cumulative', 'Histogram']) {
      await panel.page.getByText(name, { exact: true }).click();
      assert.deepEqual([await said(), await picked()], ['', []], 'what was brushed is gone');
      await panel.posted();
      const { x, y, width } = (await panel.page.locator('.drawings').boundingBox())!;
      await panel.page.mouse.move(x + width * 0.4, y + 60);
      await panel.page.mouse.down();
      await panel.page.mouse.move(x + width * 0.6, y + 60, { steps: 4 });
      await panel.page.mouse.up();
      await panel.page.mouse.move(2, 2);
      assert.deepEqual(await asked('select'), []);
      assert.equal(await said(), '');
    }
    await panel.page.locator('input[value=reading]').focus();
    await press('ArrowRight', 'Tab', 'Shift+ArrowRight');
    assert.deepEqual(await asked('select'), []);
  });

  it('selects nothing in a text that was edited since, and says so', async () => {
    await open(stateOf([{ ...view, stale: true }]));
    await drag(2, 5);
    assert.match(
      await said(),
      /^Words 3–6 of 8: .* of the attention\. Not selected in the editor: the text has been edited since\.$/,
    );
    assert.deepEqual(await asked('select', 'reveal'), []);
    await panel.show(eight);
    assert.match(await said(), /of the attention$/);
  });

  it('selects nothing of what is from before a window reload, and says so', async () => {
    await open(eight);
    const { saved } = await panel.record();
    await panel.close();
    await open(null, { saved });
    await drag(2, 5);
    assert.match(await said(), /Not selected in the editor: this is from before the window reload\.$/);
    assert.deepEqual(await panel.posted(), []);
  });

  it('stays while nothing else is shown, and goes with the text', async () => {
    await open(eight);
    await drag(2, 5);
    await panel.show({ ...structuredClone(eight), busy: true });
    assert.match(await said(), /^Words 3–6/);
    assert.deepEqual(await picked(), [2, 3, 4, 5]);
    await panel.show(stateOf([analysisOf(2, prose(60))]));
    assert.deepEqual([await said(), await picked()], ['', []]);
  });

  it('stays on its words when the width changes or the whole text is shown at once', async () => {
    await open(stateOf([analysisOf(1, prose(200))]), { width: 700 });
    const first = await panel.page.evaluate<number>(
      `Math.ceil(document.querySelector('.chart-scroller').scrollLeft / 16) + 2`,
    );
    await drag(first, first + 5);
    const covers = async () => {
      const { left, right } = await stretch();
      return (
        left < (await center(first)).x &&
        right > (await center(first + 5)).x &&
        right < (await center(first + 6)).x
      );
    };
    assert.ok(await covers());
    await panel.page.getByLabel('Whole text at once').check();
    assert.ok(await covers());
    await panel.page.setViewportSize({ width: 500, height: 900 });
    await panel.until(`document.querySelector('.chart-scroller svg').clientWidth < 500`);
    assert.ok(await covers());
  });

  it('brings further words along while it is dragged beyond the edge', async () => {
    await open(stateOf([analysisOf(1, prose(400))]), { width: 500 });
    await panel.page.evaluate(`document.querySelector('.chart-scroller').scrollLeft = 0`);
    const start = await center(3);
    await panel.page.mouse.move(start.x, start.y);
    await panel.page.mouse.down();
    await panel.page.mouse.move(498, start.y, { steps: 3 });
    await panel.until(`document.querySelector('.chart-scroller').scrollLeft > 600`);
    await panel.page.mouse.up();
    const [message] = await asked('select');
    assert.ok(message?.type === 'select' && message.from === 3 && message.to > 50, JSON.stringify(message));
    assert.equal(message.to - message.from + 1, (await picked()).length);
  });

  it('is not the drag of a finger, which scrolls', async () => {
    await open(eight);
    const [start, end] = [await center(1), await center(5)];
    await panel.page.evaluate(`(() => {
      const scroller = document.querySelector('.chart-scroller');
      const send = (type, clientX, buttons) => scroller.dispatchEvent(new PointerEvent(type,
        { bubbles: true, pointerType: 'touch', pointerId: 7, button: 0, buttons, clientX, clientY: ${start.y} }));
      send('pointerdown', ${start.x}, 1);
      send('pointermove', ${end.x}, 1);
      send('pointerup', ${end.x}, 0);
    })()`);
    assert.deepEqual([await said(), await asked('select')], ['', []]);
  });

  it('speaks of effects where there is no attention', async () => {
    await open(stateOf([{ ...view, analysis: withEffects(view.analysis) }]));
    await drag(0, 7);
    assert.equal(await said(), 'Words 1–8 of 8: 100 % of all effects');
  });

  it('is announced', async () => {
    await open(eight);
    await drag(2, 5);
    const live = panel.page.locator('[aria-live=polite]').filter({ hasText: 'Words 3–6' });
    assert.equal(await live.count(), 1);
  });

  for (const theme of themeKinds) {
    it(`can be seen by its frame: ${theme}`, async () => {
      await open(stateOf([analysisOf(1, prose(60))]), { theme });
      await drag(30, 36);
      const { stroke, width } = await panel.page.evaluate<{ stroke: string; width: number }>(
        `(({ stroke, strokeWidth }) => ({ stroke, width: parseFloat(strokeWidth) }))(getComputedStyle(document.querySelector('.stretch')))`,
      );
      assert.ok(stroke !== 'none' && width >= 1);
      await panel.picture(`brush-${theme}`);
    });
  }
});
