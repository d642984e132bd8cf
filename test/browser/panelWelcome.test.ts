/** The panel before the first analysis, in every theme and as narrow as it gets. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { launch, PanelPage } from './panelPage';
import { stateOf } from './panelSamples';
import { themeKinds } from './panelThemes';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('the welcome of the attention panel', function () {
  this.timeout(180_000);
  let browser: Browser;
  let panel: PanelPage;

  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  afterEach(async () => {
    assert.deepEqual(panel.troubles, []);
    await panel.close();
  });

  it('offers to read what is selected, or a sample, by mouse and by keyboard', async () => {
    panel = await PanelPage.open(browser);
    await panel.posted();
    await panel.page.keyboard.press('Tab');
    await panel.page.keyboard.press('Enter');
    await panel.page.keyboard.press('Tab');
    await panel.page.keyboard.press('Space');
    await panel.page.getByRole('button', { name: 'Show Sample Review' }).click();
    assert.deepEqual(await panel.posted(), [
      { type: 'command', command: 'analyze' },
      { type: 'command', command: 'showSample' },
      { type: 'command', command: 'showSample' },
    ]);
  });

  it('says while the first text is read that it takes a moment', async () => {
    panel = await PanelPage.open(browser);
    assert.match(await panel.page.locator('.empty').innerText(), /no text leaves it/);
    await panel.show(stateOf([], { busy: true }));
    assert.match(await panel.page.locator('.empty').innerText(), /The first text takes a moment longer/);
    assert.equal(await panel.page.getByRole('status').innerText(), 'Analysing');
  });

  for (const theme of themeKinds) {
    for (const width of [300, 800]) {
      it(`fits and is accessible: ${theme}, ${width} pixels`, async () => {
        panel = await PanelPage.open(browser, { theme, width, height: 600 });
        const beyond = await panel.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        assert.ok(beyond <= 0, `${beyond} pixels are beyond the window`);
        await panel.page.evaluate(axe);
        const { violations } = await panel.page.evaluate<AxeResults>('axe.run()');
        assert.deepEqual(
          violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
          [],
        );
        await panel.picture(`welcome-${theme}-${width}`);
      });
    }
  }
});
