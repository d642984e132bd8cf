/** The panel in German: nothing of it is left in English, numbers included, and it still fits. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import german from '../../l10n/bundle.l10n.de.json';
import { speak } from '../../src/language';
import { launch, PanelPage } from './panelPage';
import { analysisOf, prose, stateOf, thirtyParts, withEffects } from './panelSamples';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Words that stand in English sentences only; the analysed text and names of models and files are no sentences of ours. */
const ENGLISH =
  /\b(the|of|and|word|words|known|attention|verdict|reading|largest|read|edited|share|nothing|line)\b/i;

const NAMES = ['Attention Inspector', 'imdb-attention'];

describe('the attention panel in German', function () {
  this.timeout(180_000);
  let browser: Browser;
  let panel: PanelPage;

  before(async () => {
    browser = await launch();
    speak({ language: 'de', bundle: german });
  });
  after(() => {
    speak({ language: 'en' });
    return browser?.close();
  });
  afterEach(async () => {
    assert.deepEqual(panel.troubles, []);
    assert.deepEqual((await panel.record()).violations, []);
    await panel.close();
  });

  const text = (selector: string) => panel.page.locator(selector).innerText();

  /** Everything that is to be read or heard, but for what is the person's own. */
  const ownWords = () =>
    panel.page.evaluate<string[]>(`(() => {
      const theirs = '.heat, .chart-scroller svg, .figure [role=option], .part-snippet, .part-title, .verdict-title, .detail-word, .why ul, tbody th';
      const said = [];
      for (const element of document.querySelectorAll('body *')) {
        if (element.closest('script, style')) continue;
        for (const name of ['title', 'heading']) {
          if (!element.matches(theirs) && element.getAttribute(name)) said.push(element.getAttribute(name));
        }
        if (element.hasAttribute('aria-label') && !element.matches('.word, rect, circle')) said.push(element.getAttribute('aria-label'));
        if (element.closest(theirs)) continue;
        for (const node of element.childNodes) if (node.nodeType === 3 && node.data.trim()) said.push(node.data.trim());
      }
      return said;
    })()`);

  async function assertGerman(): Promise<void> {
    const left = (await ownWords()).filter((said) => ENGLISH.test(said) && !NAMES.includes(said));
    assert.deepEqual(left, []);
  }

  async function assertAccessible(): Promise<void> {
    await panel.page.evaluate(axe);
    const { violations } = await panel.page.evaluate<AxeResults>('axe.run()');
    assert.deepEqual(
      violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
      [],
    );
  }

  it('says before the first analysis what to do', async () => {
    panel = await PanelPage.open(browser);
    assert.equal(await panel.page.evaluate('document.documentElement.lang'), 'de');
    assert.match(await text('.empty'), /^Sehen, worauf das Modell achtet/);
    assert.ok(
      await panel.page.getByRole('button', { name: 'Stimmung und Aufmerksamkeit analysieren' }).isVisible(),
    );
    await assertGerman();
    await assertAccessible();
  });

  it('says verdict, facts and words, with the numbers of the language', async () => {
    panel = await PanelPage.open(browser);
    const view = { ...analysisOf(1, prose(1200), { title: 'kritik.txt:3–9' }), stale: true };
    await panel.show(stateOf([view]));
    assert.equal(await text('.verdict-label'), 'Positiv 93,7\u00a0%');
    assert.match(await text('.facts'), /3,6 ms \(Modell\), 12 ms insgesamt/);
    assert.match(await text('.facts'), /1\.200 Wörter[^]* nicht im Wortschatz: „/);
    assert.match(await text('.verdict-bar + .verdict-scale'), /Negativ 6,3\s%\s*Positiv 93,7\s%/);
    assert.match(await text('.chart-axis'), /0,\d+\s%/);
    await panel.page.locator('#word-3').hover();
    assert.match(
      await text('.detail'),
      /^\S+\s.+\s% · .+ × Gleichverteilung · Rang \d+ von 1200 · bekanntes Wort$/,
    );
    assert.match(
      (await panel.page.locator('#word-3').getAttribute('aria-label')) ?? '',
      /\s% der Aufmerksamkeit, Rang \d+ von 1200$/,
    );
    await panel.page.locator('details.table summary').click();
    // It is filled once it has opened, which the page tells a moment later.
    await panel.page.locator('details.table thead th').first().waitFor();
    assert.match(await text('details.table thead'), /Wort\s+Gewicht\s+× Gleichverteilung\s+Rang\s+Bekannt/);
    await assertGerman();
  });

  it('says effects, several texts and errors', async () => {
    panel = await PanelPage.open(browser, { theme: 'light' });
    const { analyses, ...state } = thirtyParts();
    const first = { ...analyses[3]!, analysis: withEffects(analyses[3]!.analysis) };
    await panel.show({
      ...state,
      analyses: [first, ...analyses.slice(4)],
      active: first.id,
      unread: null,
      error: 'Der Text konnte nicht gelesen werden: …',
    });
    assert.match(await text('.parts-section h2'), /^27 Texte: \d+ (positiv|negativ), \d+ (positiv|negativ)$/);
    assert.match(await text('.part >> nth=1'), /Zeilen 17–19/);
    assert.match(
      await text('.distribution .legend'),
      /Nach unten, gestrichelt: spricht gegen (positiv|negativ)/,
    );
    await assertGerman();
    await assertAccessible();
    await panel.picture('german-effects-light');
  });

  it('says every view of the distribution, and what is brushed', async () => {
    panel = await PanelPage.open(browser);
    const view = analysisOf(1, prose(1200));
    await panel.show(stateOf([view, { ...view, id: 2, analysis: withEffects(view.analysis) }]));
    assert.match(
      await text('.spread'),
      /^\d+ von 1\.200 Wörtern tragen 80\s% der Aufmerksamkeit\. .*\(Entropie \d,\d\d /,
    );
    for (const id of [1, 2]) {
      await panel.page.locator(`#part-${id}`).click();
      for (const name of ['Größte zuerst', 'Kumuliert', 'Histogramm', 'Lesereihenfolge']) {
        await panel.page.getByText(name, { exact: true }).click();
        await panel.page.locator('details.table').evaluate('(table) => (table.open = true)');
        await assertGerman();
      }
    }
    await panel.page.locator('.chart-scroller').focus();
    for (const key of ['Home', 'Shift+ArrowRight']) await panel.page.keyboard.press(key);
    assert.match(await text('.range-said'), /^Wörter 1–2 von 1\.200: .*\s% aller Wirkungen$/);
  });

  for (const width of [300, 1000]) {
    it(`fits a window ${width} pixels wide`, async () => {
      panel = await PanelPage.open(browser, { width });
      await panel.show(stateOf([analysisOf(1, prose(60))]));
      await panel.page.locator('#word-3').hover();
      const beyond = await panel.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      assert.ok(beyond <= 0, `${beyond} pixels are beyond the window`);
      await panel.picture(`german-${width}`);
    });
  }
});
