/** The panel's text, shaded by signed values: two sides, told apart by more than colour. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import type { ViewAnalysis } from '../../src/webview/protocol';
import { launch, PanelPage, type PanelOptions } from './panelPage';
import { analysisOf, eightWords, stateOf } from './panelSamples';
import { themeKinds } from './panelThemes';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const VALUES = [0.1, -0.62, 0, 1.24, 0.02, -0.05, 0.31, -0.4];
const plain = analysisOf(1, eightWords);
const shaded: ViewAnalysis = { ...plain, shading: { source: 'deletion', values: VALUES } };

interface Word {
  readonly against: boolean;
  readonly opacity: number;
  readonly background: string;
  readonly line: string;
  readonly label: string;
}

const WORDS = `[...document.querySelectorAll('.heat .word')].map((word) => {
  const style = getComputedStyle(word);
  return {
    against: word.classList.contains('against'),
    opacity: Number(style.getPropertyValue('--opacity')),
    background: style.backgroundColor,
    line: parseFloat(style.borderBottomWidth) > 0 ? style.borderBottomStyle : 'none',
    label: word.getAttribute('aria-label'),
  };
})`;

describe('the text shaded by effects', function () {
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

  async function open(view: ViewAnalysis, options: PanelOptions = {}): Promise<void> {
    panel = await PanelPage.open(browser, options);
    await panel.show(stateOf([view]));
  }
  const words = () => panel.page.evaluate<readonly Word[]>(WORDS);
  const text = (selector: string) => panel.page.locator(selector).innerText();

  it('has the size of a value for its opacity, and its sign for its side', async () => {
    await open(shaded);
    const found = await words();
    assert.deepEqual(
      found.map(({ opacity }) => opacity),
      VALUES.map((value) => Number((Math.abs(value) / 1.24).toFixed(4))),
    );
    assert.deepEqual(
      found.map(({ against }) => against),
      VALUES.map((value) => value < 0),
    );
    assert.deepEqual(
      found.map(({ line }) => line),
      ['none', 'dashed', 'none', 'none', 'none', 'none', 'none', 'dashed'],
      'of what can hardly be seen no line says anything',
    );
    assert.match(found[1]!.label, /^acting: −0\.62, speaks against positive, \d/);
  });

  it('says what it is: over the text, below it, to the ear, and of a word that is pointed at', async () => {
    await open(shaded);
    assert.equal(await text('#heat-heading'), 'The text by effect of leaving out');
    const legend = 'Blue: speaks for positive. Orange, dashed line: speaks against positive.';
    assert.ok((await text('.heat-section .legend')).endsWith(legend));
    const heat = panel.page.getByRole('listbox', {
      name: 'The text, shaded by the effect of leaving out each word',
    });
    await heat.focus();
    await panel.page.keyboard.press('ArrowRight');
    assert.match(
      await text('.detail'),
      /[+−]\d\.\d\d, speaks (for|against) positive · \d+(\.\d+)? % of the attention/,
    );
  });

  it('takes the place of attention and goes again, where it stands, with the word marked', async () => {
    await open(plain, { width: 300 });
    await panel.show({ ...stateOf([plain]), signed: true });
    const before = await words();
    const top = () =>
      panel.page.evaluate(
        `['.heat-section > .heat', '.sections'].map((one) => document.querySelector(one).getBoundingClientRect().top)`,
      );
    const stood = await top();
    await panel.send({ type: 'mark', id: 1, token: 3 });
    await panel.show({ ...stateOf([shaded]), signed: true });
    assert.deepEqual(await top(), stood, 'nothing moves');
    assert.equal(await panel.page.locator('#word-3[aria-selected="true"]').count(), 1);
    assert.ok((await words()).some(({ background }, at) => background !== before[at]!.background));
    await panel.show(stateOf([plain]));
    assert.deepEqual(await words(), before);
    assert.equal(await text('#heat-heading'), 'The text by attention');
  });

  for (const theme of themeKinds) {
    it(`tells its sides apart, readable for everybody (${theme})`, async () => {
      await open(shaded, { theme });
      await panel.page.evaluate(axe);
      const { violations } = await panel.page.evaluate<AxeResults>('axe.run()');
      assert.deepEqual(
        violations.map(({ id }) => id),
        [],
      );
      const found = await words();
      if (theme.startsWith('high-contrast')) {
        for (const { against, opacity, line } of found) {
          if (opacity >= 0.25) assert.equal(line, against ? 'dashed' : 'solid');
        }
      }
      await panel.picture(`shading-${theme}`);
    });
  }

  it('stays whole where it is narrow', async () => {
    await open(shaded, { width: 300 });
    await panel.page.locator('#word-1').hover();
    const cut = await panel.page.evaluate<boolean>(
      `(() => { const e = document.querySelector('.detail'); return e.scrollHeight > e.clientHeight; })()`,
    );
    assert.equal(cut, false, 'the facts of a word fit below');
    await panel.picture('shading-narrow');
  });
});
