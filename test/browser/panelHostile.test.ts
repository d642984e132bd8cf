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

  it('has its policy in the page, and is held to it: nothing that was put in runs, loads or connects', async () => {
    panel = await PanelPage.open(browser);
    const policy = await panel.page
      .locator('meta[http-equiv="Content-Security-Policy"]')
      .getAttribute('content');
    assert.match(
      policy ?? '',
      /^default-src 'none'; script-src 'nonce-[0-9a-f]{32}'; style-src https:\/\/panel\.test; img-src blob:; base-uri 'none'; form-action 'none'$/,
    );
    const before = panel.sent.length;
    await panel.page.evaluate(`{
      const add = (tag, attributes, text = '') => {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.textContent = text;
        document.body.append(element);
        return element;
      };
      add('script', {}, 'intrude()');
      add('script', { src: 'https://panel.test/dist/webview/panel.js' });
      add('style', {}, 'body { --intruder: 1 }');
      add('p', { style: '--intruder: 1', onclick: 'intrude()' }).click();
      add('img', { src: 'https://example.org/x.png' });
      add('img', { src: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' });
      add('iframe', { srcdoc: '<script>parent.intrude()</script>' });
      add('iframe', { src: 'https://example.org/' });
      add('object', { data: 'https://example.org/x.svg' });
      add('video', { src: 'https://example.org/x.mp4' });
      add('link', { rel: 'stylesheet', href: 'https://example.org/x.css' });
      add('base', { href: 'https://example.org/' });
      fetch('https://example.org/').catch(() => undefined);
      navigator.sendBeacon('https://example.org/', 'x');
      try { new WebSocket('wss://example.org/') } catch {}
      try { new Worker('https://panel.test/dist/webview/panel.js') } catch {}
      add('form', { action: 'https://example.org/', method: 'post' }).submit();
    }`);
    const wanted = [
      ...['script-src-elem', 'script-src-attr', 'style-src-elem', 'style-src-attr', 'img-src', 'connect-src'],
      ...['object-src', 'media-src', 'base-uri', 'form-action', 'worker-src', 'frame-src'],
    ];
    const directives = () =>
      panel.page.evaluate<string[]>(
        `[...new Set(record.violations.map((line) => line.split(' ')[0]))].sort()`,
      );
    await panel.until(
      `new Set(record.violations.map((line) => line.split(' ')[0])).size >= ${wanted.length}`,
    );
    assert.deepEqual(await directives(), [...wanted].sort());
    const { violations, intruders } = await panel.record();
    assert.ok(violations.length >= 15, violations.join('\n'));
    assert.equal(intruders, 0);
    assert.deepEqual(panel.sent.slice(before), []);
    // Every policy of the page reports for itself; the last of them may be on its way.
    await panel.page.waitForTimeout(500);
    await panel.page.evaluate('void record.violations.splice(0)');
    panel.troubles.length = 0;
  });

  it('stays as it is whatever messages come, and shows the next good one', async () => {
    panel = await PanelPage.open(browser);
    await panel.show(stateOf([analysisOf(1, 'a good film')]));
    const shown = await panel.page.locator('.heat-section .heat').textContent();
    const types = ['state', 'mark', 'edits', 'openSection', 'modelsCompared', 'otherTexts', 'textPair'];
    const more = ['pins', 'training', 'trust', 'exportLook', 'exportPng', '__proto__', 'toString'];
    const values = [
      null,
      1,
      'x',
      [],
      {},
      { id: 'x', token: [] },
      { analyses: [{}] },
      { analyses: [null], active: 1 },
    ];
    const sent = await panel.page.evaluate<number>(`{
      const fields = ['state', 'view', 'section', 'compared', 'texts', 'pair', 'pins', 'training', 'trust', 'words', 'svg'];
      const messages = ${JSON.stringify(values)}.flatMap((value) => [
        value,
        ...${JSON.stringify([...types, ...more])}.flatMap((type) => [
          { type },
          { type, ...Object.fromEntries(fields.map((field) => [field, value])) },
        ]),
      ]);
      for (const message of messages) window.postMessage(message, '*');
      messages.length;
    }`);
    assert.equal(sent, values.length * (1 + 2 * (types.length + more.length)));
    await panel.show(stateOf([analysisOf(1, 'a good film')]));
    assert.equal(await panel.page.locator('.heat-section .heat').textContent(), shown);
    await panel.show(stateOf([analysisOf(2, 'a bad film')]));
    assert.equal(await panel.page.locator('.heat-section .heat').textContent(), 'a bad film');
    // Each is reported as an error of the page, so that it is seen in its tools, and stops there.
    panel.troubles.length = 0;
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
