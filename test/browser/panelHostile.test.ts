/** Text that would like to be more than text, and text of sizes that nobody planned for. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { PAGE_STYLES } from '../../src/webview/html';
import { launch, PanelPage } from './panelPage';
import { analysisOf, prose, stateOf } from './panelSamples';

const hostile = [
  '<img src=x onerror=intrude()>',
  '<script>intrude()</script>',
  '"><svg onload=intrude()>',
  "';intrude();//",
  '</main><iframe srcdoc="<script>parent.intrude()</script>">',
  '<style>*{display:none}</style>',
  '<a href="javascript:intrude()">click</a>',
  '${intrude()} {{intrude()}}',
  '\u202egnorts\u202c',
  '\ud800 lone',
  '<vscode-button onclick=intrude()>',
];

describe('the attention panel with hostile text', function () {
  this.timeout(180_000);
  let browser: Browser;
  let panel: PanelPage;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  afterEach(async () => {
    const { intruders, violations } = await panel.record();
    assert.equal(intruders, 0);
    assert.deepEqual(violations, []);
    assert.deepEqual(panel.troubles, []);
    await panel.close();
  });

  it('shows it as it stands, everywhere, and runs none of it', async () => {
    panel = await PanelPage.open(browser);
    const text = hostile.join('\n');
    // One token each for the whole of a hostile string: that is what reaches labels, names and the table.
    let start = 0;
    const tokens = hostile.map((line, index) => {
      const token = {
        text: line,
        start,
        end: start + line.length,
        weight: 1 / hostile.length,
        known: index % 2 === 0,
      };
      start += line.length + 1;
      return token;
    });
    const view = { ...analysisOf(1, text), title: hostile[0]! };
    const views = [
      { ...view, analysis: { ...view.analysis, tokens } },
      { ...analysisOf(2, text), title: hostile[2]! },
    ];
    await panel.show(
      stateOf(views, {
        model: hostile[0]!,
        backend: hostile[1]!,
        passedOver: hostile,
        unread: hostile[2]!,
        error: hostile[4]!,
      }),
    );
    await panel.page.locator('.table summary').click();
    await panel.page.locator('#word-0').hover();
    await panel.page.waitForTimeout(300);
    assert.equal(await panel.page.locator('.heat-section .heat').textContent(), text);
    assert.equal(
      await panel.page.locator('main img, main iframe, main script, main style, main a').count(),
      0,
    );
    assert.equal(await panel.page.locator('.detail-word').innerText(), hostile[0]);
    assert.equal(await panel.page.locator('.verdict-title').innerText(), hostile[0]);
    assert.equal(await panel.page.locator('.error p').innerText(), hostile[4]);
  });

  it('asks nothing of any network', async () => {
    panel = await PanelPage.open(browser);
    await panel.show(stateOf([analysisOf(1, hostile.join(' '))]));
    const hosts = panel.requests.map((address) => new URL(address).host);
    assert.deepEqual([...new Set(hosts)], ['panel.test']);
    // The page, its script and its stylesheets.
    assert.equal(panel.requests.length, 2 + PAGE_STYLES.length, panel.requests.join('\n'));
  });

  it('shows right-to-left, CJK, emoji and combining text, and only punctuation', async () => {
    const samples = [
      'הסרט היה נפלא מאוד',
      '这 部 电影 很 好看',
      '👨‍👩‍👧‍👦 loved it 🎬',
      'cafe\u0301 nai\u0308ve',
      '?!?! ...',
    ];
    panel = await PanelPage.open(browser);
    for (const [index, text] of samples.entries()) {
      const view = analysisOf(index + 1, text);
      await panel.show(stateOf([view]));
      assert.equal(await panel.page.locator('.heat-section .heat').textContent(), text);
      assert.equal(await panel.page.locator('.bars rect').count(), view.analysis.tokens.length);
      await panel.picture(`script-${index}`);
    }
  });

  it('shows one word, a word of 100,000 characters, and equal weights', async () => {
    panel = await PanelPage.open(browser, { width: 300 });
    for (const text of ['Good', 'a'.repeat(100_000)]) {
      await panel.show(stateOf([analysisOf(text.length, text)]));
      assert.equal(await panel.page.locator('.bars rect').count(), 1);
      assert.ok(
        (await panel.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')) <= 0,
      );
    }
    const view = analysisOf(3, 'same same same same');
    const tokens = view.analysis.tokens.map((token) => ({ ...token, weight: 0.25 }));
    await panel.show(stateOf([{ ...view, analysis: { ...view.analysis, tokens } }]));
    await panel.page.locator('#word-3').hover();
    assert.equal(
      await panel.page.locator('.detail-facts').innerText(),
      '25 % · 1.0 × uniform · rank 1 of 4 · known word',
    );
  });

  it('draws 2,000 words, and marks among them, in one go', async () => {
    panel = await PanelPage.open(browser);
    await panel.show(stateOf([analysisOf(1, prose(2000))]));
    assert.equal(await panel.page.locator('.bars rect').count(), 2000);
    assert.equal(await panel.page.locator('.word').count(), 2000);
    for (const token of [1999, 0, 1000]) {
      await panel.send({ type: 'mark', id: 1, token });
      assert.equal(await panel.page.locator('.word[aria-selected=true]').getAttribute('id'), `word-${token}`);
    }
  });
});
