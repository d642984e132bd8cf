/** The section that says whether attention can be believed: what it says, draws and asks for, by mouse and by keys. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import german from '../../l10n/bundle.l10n.de.json';
import { speak } from '../../src/language';
import type { TrustView, ViewAnalysis } from '../../src/webview/protocol';
import { launch, PanelPage, type PanelOptions } from './panelPage';
import {
  analysisOf,
  examinationOf,
  integratedOf,
  prose,
  stabilityOf,
  stateOf,
  trustOf,
  withClasses,
  withEffects,
} from './panelSamples';
import { themeKinds } from './panelThemes';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const view = analysisOf(1, prose(128));
/** Everything that can be known of it. */
const whole = trustOf(view, 'agrees', {
  integrated: integratedOf(view, examinationOf(view)),
  stability: stabilityOf(view),
});
const common = {
  id: view.id,
  text: view.text,
  source: 'attention',
  integrated: null,
  stability: null,
} as const;

describe('trust in the panel', function () {
  this.timeout(300_000);
  let browser: Browser;
  let panel: PanelPage;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  afterEach(async () => {
    const { violations } = await panel.record();
    const { troubles } = panel;
    await panel.close();
    assert.deepEqual({ troubles, violations }, { troubles: [], violations: [] });
  });

  const fold = () => panel.page.locator('#fold-trust').click({ position: { x: 60, y: 10 } });
  /** Charts the text, unfolds the section and says what is known. */
  const open = async (
    trust: TrustView | null = trustOf(view),
    options: PanelOptions = {},
    charted = view,
  ) => {
    panel = await PanelPage.open(browser, { reducedMotion: true, ...options });
    await panel.show(stateOf([charted]));
    await fold();
    await panel.send({ type: 'trust', trust });
    await panel.posted();
  };
  const text = (selector: string) => panel.page.locator(`#fold-trust ${selector}`).first().innerText();
  const texts = (selector: string) => panel.page.locator(`#fold-trust ${selector}`).allInnerTexts();
  const visible = (selector: string) => panel.page.locator(`#fold-trust ${selector}`).first().isVisible();
  const rows = () => panel.page.locator('.trust-list .trust-row');
  /** What an expression of `e` gives for the first element of a selector. */
  const of = <T>(selector: string, expression: string) =>
    panel.page.evaluate<T>(`((e) => ${expression})(document.querySelector(${JSON.stringify(selector)}))`);
  const button = (name: string) =>
    panel.page.locator('#fold-trust').getByRole('button', { name, exact: true });
  const radio = (name: string) => panel.page.locator(`#fold-trust .choice >> text="${name}"`);
  const height = () => of<number>('#fold-trust', 'e.getBoundingClientRect().height');

  /** Pixels that the page is wider than the window, and figures that do not fit their cells. */
  const tooWide = () =>
    panel.page.evaluate<{ page: number; cut: string[] }>(`({
      page: Math.max(0, document.documentElement.scrollWidth - innerWidth),
      cut: [...document.querySelectorAll('#fold-trust :is(.trust-number, .trust-after, .measures td, .measures th, .seeds td)')]
        .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent),
    })`);

  it('says its verdict and what was measured while it is folded up, and tells when it is not', async () => {
    panel = await PanelPage.open(browser);
    await panel.show(stateOf([view]));
    await panel.send({ type: 'trust', trust: trustOf(view) });
    await panel.posted();
    assert.match(await text('.trust-sentence'), /^Attention agrees with what matters here/);
    assert.match(
      await text('.trust-measured'),
      /^Without the 20 % most attended words P\(positive\) falls from 93\.7 % to [\d.]+ %; without as many random words it is 87\.1 % on average\.$/,
    );
    assert.ok(await visible('.trust-sentence'));
    assert.equal(await visible('.trust-list'), false);
    await fold();
    assert.deepEqual(await panel.posted(), [{ type: 'unfold', section: 'trust', open: true }]);
    assert.ok(await visible('.trust-list'));
  });

  it('has a sentence and a sign for every verdict, and is as high with one as with the other', async () => {
    await open();
    const signs = new Set<string>();
    const heights = new Set<number>();
    for (const verdict of ['agrees', 'partly', 'differs', 'short'] as const) {
      await panel.send({ type: 'trust', trust: trustOf(view, verdict) });
      signs.add(await text('.trust-sign'));
      heights.add(await of<number>('.trust-summary', 'e.getBoundingClientRect().height'));
      assert.ok((await text('.trust-sentence')).length > 20);
    }
    assert.equal(signs.size, 4);
    assert.equal(heights.size, 1);
  });

  it('is unfolded and brought into sight when a command asks for it', async () => {
    panel = await PanelPage.open(browser);
    await panel.show(stateOf([view]));
    await panel.send({ type: 'openSection', section: 'trust' });
    await panel.page.locator('#fold-trust .trust-note').waitFor();
    assert.deepEqual((await panel.posted()).at(-1), { type: 'unfold', section: 'trust', open: true });
  });

  it('lists the twelve most telling words with weight, effect and what becomes of the verdict', async () => {
    await open();
    const { effects, without } = examinationOf(view);
    assert.equal(await rows().count(), 12);
    const weights = view.analysis.tokens.map(({ weight }) => weight);
    const most = weights.indexOf(Math.max(...weights));
    const row = `#trust-word-${most}`;
    assert.equal(
      await text('.trust-list .trust-row >> nth=0 >> .trust-word-text'),
      view.analysis.tokens[most]!.text,
    );
    const said = (await text(row)).replaceAll('\n', ' ');
    const effect = effects[most]!;
    assert.ok(said.includes(`${effect < 0 ? '−' : '+'}${Math.abs(effect).toFixed(2)}`), said);
    assert.ok(said.includes(`93.7 % → ${(without[most]! * 100).toFixed(1)} %`), said);
    const share = await of<string>(`${row} .trust-bar`, `e.style.getPropertyValue('--size')`);
    assert.equal(share, '1.0000', 'the largest weight fills its column');
    const label = await panel.page.locator(`${row} .spoken`).textContent();
    assert.match(
      label!,
      /: [\d.]+ % of the attention; effect [+−][\d.]+, speaks (for|against) positive; without it P\(positive\) 93\.7 % → /,
    );
  });

  it('draws what speaks against the verdict to the left, striped, dashed and with a minus', async () => {
    await open();
    const { effects } = examinationOf(view);
    const listed = await panel.page.evaluate<
      {
        token: number;
        left: number;
        right: number;
        zero: number;
        striped: boolean;
        dashed: boolean;
        sign: string;
      }[]
    >(
      `[...document.querySelectorAll('.trust-list .trust-row')].map((row) => {
        const bar = row.querySelector('.trust-bar.signed'), fill = bar.firstChild;
        const { left, right } = fill.getBoundingClientRect(), box = bar.getBoundingClientRect();
        const style = getComputedStyle(fill);
        return {
          token: Number(row.id.slice('trust-word-'.length)), left, right, zero: box.left + box.width / 2,
          striped: style.backgroundImage.includes('repeating'), dashed: style.borderTopStyle === 'dashed',
          sign: bar.nextElementSibling.textContent[0],
        };
      })`,
    );
    assert.ok(
      listed.some(({ token }) => effects[token]! < 0) && listed.some(({ token }) => effects[token]! > 0),
    );
    for (const { token, left, right, zero, striped, dashed, sign } of listed) {
      const against = effects[token]! < 0;
      assert.ok(Math.abs((against ? right : left) - zero) < 1, 'it begins at the zero line');
      assert.deepEqual([striped, dashed, sign], [against, against, against ? '−' : '+']);
    }
  });

  it('puts the words into the order that is chosen, keeps it, and shows all of them', async () => {
    await open();
    const { effects } = examinationOf(view);
    const listed = () =>
      panel.page.evaluate<number[]>(
        `[...document.querySelectorAll('.trust-list .trust-row')].map(({ id }) => Number(id.slice(11)))`,
      );
    await radio('As in the text').click();
    const reading = await listed();
    assert.deepEqual(
      reading,
      [...reading].sort((a, b) => a - b),
    );
    await radio('By effect').click();
    const byEffect = await listed();
    assert.deepEqual(
      byEffect,
      [...reading].sort((a, b) => effects[b]! - effects[a]! || a - b),
    );
    await button('Show all 128 words').click();
    assert.equal(await rows().count(), 128);
    await button('Show the 12 most telling').click();
    assert.deepEqual(await listed(), byEffect);
    const { saved } = await panel.record();
    assert.equal((saved as { kept: Record<string, unknown> }).kept['trust-order'], 'effect');
  });

  it('marks a word everywhere when it is pointed at, and shows it in the editor on a click', async () => {
    await open();
    await rows().nth(3).hover();
    const id = (await rows().nth(3).getAttribute('id'))!;
    const token = Number(id.slice('trust-word-'.length));
    assert.equal(await of(`#word-${token}`, `e.getAttribute('aria-selected')`), 'true');
    await rows().nth(3).click();
    await panel.page.mouse.move(5, 5);
    const posted = await panel.posted();
    assert.deepEqual(posted.slice(0, 2), [
      { type: 'mark', id: 1, token },
      { type: 'reveal', id: 1, token },
    ]);
    assert.deepEqual(posted.at(-1), { type: 'mark', id: 1, token: null });
  });

  it('is walked along by keys, and follows what the editor points at', async () => {
    await open();
    await panel.page.locator('.trust-list').focus();
    for (const key of ['Home', 'ArrowDown', 'Enter']) await panel.page.keyboard.press(key);
    const second = Number((await rows().nth(1).getAttribute('id'))!.slice('trust-word-'.length));
    assert.deepEqual((await panel.posted()).at(-1), { type: 'reveal', id: 1, token: second });
    assert.equal(await of('.trust-list', `e.getAttribute('aria-activedescendant')`), `trust-word-${second}`);
    await panel.page.keyboard.press('Escape');
    const fifth = Number((await rows().nth(4).getAttribute('id'))!.slice('trust-word-'.length));
    await panel.send({ type: 'mark', id: 1, token: fifth });
    assert.equal(await of(`#trust-word-${fifth}`, `e.getAttribute('aria-selected')`), 'true');
  });

  it('draws the deletion curve by attention and by effect against the random band, each labelled', async () => {
    await open();
    assert.deepEqual(await panel.page.locator('.trust-curve .curve-label').allTextContents(), [
      'by attention',
      'by effect',
      'at random',
    ]);
    const dashes = await panel.page.evaluate<string[]>(
      `['attention', 'effect', 'random'].map((name) => getComputedStyle(document.querySelector('.curve.' + name + ' path, path.curve.' + name)).strokeDasharray)`,
    );
    assert.equal(new Set(dashes).size, 3, dashes.join(' | '));
    assert.equal(
      await panel.page.locator('.trust-curve .trust-band path, .trust-curve path.trust-band').count(),
      1,
    );
    const options = panel.page.locator('.trust-curve [role=option]');
    assert.equal(await options.count(), 8);
    await panel.page.locator('.trust-curve [role=listbox]').focus();
    for (let i = 0; i < 3; i++) await panel.page.keyboard.press('ArrowRight');
    const said = await text('.trust-said');
    assert.match(
      said,
      /^20 % of the words left out: by attention [\d.]+ %, by effect [\d.]+ %, at random 87\.1 % \([\d.]+ % to [\d.]+ %\)$/,
    );
    assert.equal(await options.nth(3).getAttribute('aria-label'), said);
    await panel.page.locator('.trust-curve summary').click();
    await panel.page.locator('.trust-curve tbody tr').first().waitFor();
    const table = await texts('.trust-curve tbody tr');
    assert.equal(table.length, 8);
    const [, attention] = /by attention ([\d.]+ %)/.exec(said)!;
    assert.ok(table[3]!.startsWith(`20 %\t${attention}\t`), table[3]);
  });

  it('gives every measure beside its controls, with what it means', async () => {
    await open();
    const table = (await texts('.measures tr:not(.meaning-row)')).map((row) => row.split(/\t/));
    assert.deepEqual(table[0], ['Measure', 'by attention', 'by effect', 'at random']);
    assert.deepEqual(table[1], ['Same order (Kendall’s τ)', '0.68', '–', '0.00 (−0.11 to 0.12)']);
    assert.deepEqual(table[3], ['Top 5', '5 of 5', '–', '0.2 of 5']);
    assert.match(
      table[5]!.join(' | '),
      /^Fall without the first words \| [\d.]+ points \| [\d.]+ points \| /,
    );
    assert.equal((await texts('.measures .meaning-row')).length, 4);
    assert.equal(
      await text('.trust-uniform'),
      'With attention spread evenly the verdict would be positive, 87.7 % instead of positive, 93.7 %.',
    );
  });

  it('lets choose what words are shaded by, and shows what they are', async () => {
    await open(trustOf(view, 'agrees', { source: 'deletion' }));
    const checked = () => of<string>('.trust-shade :checked', 'e.parentElement.textContent');
    assert.equal(await checked(), 'effect of leaving out');
    await radio('integrated gradients').click();
    await panel.page.keyboard.press('ArrowLeft');
    assert.deepEqual(await panel.posted(), [
      { type: 'shadeBy', source: 'integrated-gradients' },
      { type: 'shadeBy', source: 'deletion' },
    ]);
    await panel.send({ type: 'trust', trust: trustOf(view, 'agrees', { source: 'attention' }) });
    assert.equal(await checked(), 'attention');
  });

  it('has integrated gradients as a third column, and says what they sum up to', async () => {
    await open(whole);
    assert.equal(await panel.page.locator('.trust-list .trust-third').count(), 12);
    assert.match(await text('.trust-sums'), /together \+3\.10, .* zero vectors, \+3\.10\.$/);
    assert.match(
      (await rows().first().locator('.spoken').textContent())!,
      /; integrated gradients [+−][\d.]+/,
    );
    const integrated = { ...whole.integrated!, total: 3.2 };
    await panel.send({ type: 'trust', trust: { ...whole, integrated } });
    assert.match(await text('.trust-sums'), /here not exactly: together \+3\.10, .* has \+3\.20\.$/);
    await panel.send({ type: 'trust', trust: trustOf(view) });
    assert.equal(await panel.page.locator('.trust-list .trust-third').count(), 0);
    assert.equal(await visible('.trust-sums'), false);
  });

  it('compares with other seeds on request: spread of verdict and weights, unstable words marked', async () => {
    await open();
    assert.equal(await panel.page.locator('.trust-whisker').count(), 0);
    await button('Compare with other seeds').click();
    assert.deepEqual(await panel.posted(), [{ type: 'stability' }]);
    assert.equal(await of('.trust-seeds-button', 'e.disabled'), true);
    const stability = stabilityOf(view);
    await panel.send({ type: 'trust', trust: trustOf(view, 'agrees', { stability }) });
    assert.equal(await visible('.trust-seeds-button'), false);
    assert.match(
      await text('.trust-seeds'),
      /3 models that learnt from different random seeds give P\(positive\) from 82\.4 % to 93\.7 %\. 3 of the most attended words do not keep their ranks/,
    );
    assert.equal(await panel.page.locator('.trust-list .trust-whisker').count(), 12);
    const marked = await texts('.trust-unstable');
    assert.equal(marked.length, 3);
    for (const mark of marked) assert.match(mark, /^⇅ rank \d+–\d+$/);
    const [token] = stability.unstable;
    const row = panel.page.locator(`#trust-word-${token}`);
    assert.match(
      (await row.locator('.spoken').textContent())!,
      /; not stable: rank \d+–\d+ with other seeds$/,
    );
    await panel.send({ type: 'trust', trust: trustOf(view, 'agrees', { seeds: 0 }) });
    assert.equal(await visible('.trust-seeds'), false, 'where there are none, none are offered');
  });

  it('says how far it has come, and moves nothing by it', async () => {
    await open({ ...common, state: 'reading', done: 0, total: 0 });
    const before = await height();
    await panel.send({ type: 'trust', trust: { ...common, state: 'reading', done: 40, total: 128 } });
    assert.equal(await text('.trust-sentence'), 'Leaving out each word in turn.');
    assert.equal(await text('.trust-measured'), '40 of 128 words');
    assert.equal(await height(), before);
    assert.equal(await visible('.trust-body'), false);
  });

  it('leaves large texts alone until it is asked, folded up too', async () => {
    panel = await PanelPage.open(browser);
    await panel.show(stateOf([view]));
    await panel.send({ type: 'trust', trust: { ...common, state: 'waiting', words: 1480 } });
    await panel.posted();
    assert.equal(await text('.trust-sentence'), '1,480 words: examined only when asked for.');
    await button('Examine it').click();
    assert.deepEqual(await panel.posted(), [{ type: 'examine' }]);
    await fold();
    assert.deepEqual(await panel.posted(), [{ type: 'unfold', section: 'trust', open: true }]);
  });

  it('says why a text could not be examined, and tries again', async () => {
    await open(trustOf(view));
    await panel.send({
      type: 'trust',
      trust: { ...common, state: 'failed', message: 'The model has gone.' },
    });
    assert.equal(await text('.trust-measured'), 'The model has gone.');
    assert.equal(await visible('.trust-body'), false, 'what was drawn before says nothing of it');
    await button('Try again').click();
    assert.deepEqual(await panel.posted(), [{ type: 'examine' }]);
  });

  it('keeps what it shows, faded, while its text is being written', async () => {
    await open();
    const before = await height();
    const sentence = await text('.trust-sentence');
    const changed = analysisOf(1, `${view.text} And more`);
    await panel.show(stateOf([changed]));
    await panel.send({
      type: 'trust',
      trust: { ...common, text: changed.text, state: 'reading', done: 3, total: 130 },
    });
    assert.equal(await text('.trust-sentence'), sentence);
    assert.equal(await of('.trust-body', 'e.inert'), true);
    assert.equal(await of('.trust-summary', `e.classList.contains('waiting')`), true);
    assert.equal(await height(), before);
    await panel.send({ type: 'trust', trust: trustOf(changed, 'differs') });
    assert.match(await text('.trust-sentence'), /^Attention does not show/);
    assert.equal(await of('.trust-body', 'e.inert'), false);
    assert.equal(await of('.trust-summary', `e.classList.contains('waiting')`), false);
    // A line of one of the sentences more or less is all that may differ.
    assert.ok(Math.abs((await height()) - before) < 60);
  });

  it('says nothing of another text that was said of the last one', async () => {
    await open();
    await panel.show(stateOf([analysisOf(2, 'Another text altogether')]));
    assert.equal(await text('.trust-sentence'), 'Not examined yet.');
    assert.equal(await of('.trust-body', 'e.inert'), true);
  });

  it('says of an edited text that all of it is of the text as it was read', async () => {
    await open(trustOf(view), {}, { ...view, stale: true });
    assert.match(await text('.trust-note'), /^The text has been edited since/);
    assert.equal(await rows().count(), 12);
  });

  it('asks for a new analysis where the page was restored', async () => {
    await open();
    const { saved } = await panel.record();
    await panel.close();
    panel = await PanelPage.open(browser, { saved });
    assert.equal(
      await text('.trust-sentence'),
      'Analyse the text again to see whether its attention can be believed.',
    );
    assert.equal(await visible('.trust-body'), false);
  });

  it('says of models without attention that there is nothing to believe or not', async () => {
    const charted: ViewAnalysis = { ...view, analysis: withEffects(view.analysis) };
    await open(trustOf(charted), {}, charted);
    assert.equal(
      await text('.trust-sentence'),
      'What is shaded are the effects of the words themselves: nothing stands between them and the verdict.',
    );
    assert.deepEqual(
      [await visible('.trust-shade'), await visible('.measures'), await visible('.trust-seeds')],
      [false, false, false],
    );
    assert.equal(await of('#fold-trust', 'e.heading'), 'What leaving words out does');
    assert.doesNotMatch(await panel.page.locator('#fold-trust').innerText(), /attention/i);
    assert.equal(await panel.page.locator('.trust-list .trust-bar:not(.signed)').count(), 0);
    assert.deepEqual(await panel.page.locator('.trust-curve .curve-label').allTextContents(), [
      'by effect',
      'at random',
    ]);
    const bag: ViewAnalysis = { ...charted, id: 3, analysis: { ...charted.analysis, kind: 'contribution' } };
    await panel.show(stateOf([bag]));
    await panel.send({ type: 'trust', trust: trustOf(bag) });
    assert.match(await text('.trust-note'), /^What is shaded is each word’s own contribution/);
  });

  it('speaks of the verdict’s class, whichever of many it is', async () => {
    const moods = { joy: 0.41, anger: 0.3, 'a label that is much too long for its column': 0.29 };
    const charted: ViewAnalysis = { ...view, analysis: withClasses(view.analysis, moods) };
    await open(trustOf(charted, 'partly'), {}, charted);
    assert.match(await text('.trust-measured'), /P\(joy\) falls from 41\.0 % to /);
    assert.match(await text('#trust-legend'), /speaks for joy/);
  });

  it('draws no curve and no figures of a single word', async () => {
    const one = analysisOf(1, 'Superb');
    await open(trustOf(one, 'short'), {}, one);
    assert.equal(await text('.trust-sentence'), 'Too few words to say whether attention shows what matters.');
    assert.equal(await rows().count(), 1);
    assert.deepEqual(
      [await visible('.trust-curve'), await visible('.measures'), await visible('.trust-more')],
      [false, false, false],
    );
  });

  it('takes a thousand words', async () => {
    const long = analysisOf(1, prose(1000));
    await open(trustOf(long), {}, long);
    await button('Show all 1,000 words').click();
    assert.equal(await rows().count(), 1000);
    const trusts = Array.from({ length: 5 }, (_, i) => trustOf(long, i % 2 === 0 ? 'differs' : 'agrees'));
    const each = () =>
      panel.page.evaluate<number>(`(() => {
        const trusts = ${JSON.stringify(trusts)};
        const start = performance.now();
        for (const trust of trusts) {
          window.dispatchEvent(new MessageEvent('message', { data: { type: 'trust', trust } }));
          document.body.getBoundingClientRect();
        }
        return (performance.now() - start) / trusts.length;
      })()`);
    const all = await each();
    await button('Show the 12 most telling').click();
    console.log(
      `      1,000 words: all redrawn in ${all.toFixed(0)} ms, 12 of them in ${(await each()).toFixed(0)} ms`,
    );
    await button('Show all 1,000 words').click();
    await panel.page.locator('.trust-list').focus();
    await panel.page.keyboard.press('End');
    assert.ok(await of('.trust-scroller', 'e.scrollTop > 1000'), 'the last word is brought into sight');
  });

  it('keeps to text whatever the words are', async () => {
    const hostile = analysisOf(1, 'A <img src=x onerror=intrude()> film');
    const tokens = hostile.analysis.tokens.map((token, i) =>
      i === 0 ? { ...token, text: '<img src=x onerror=intrude()>', weight: 0.5 } : token,
    );
    const charted: ViewAnalysis = { ...hostile, analysis: { ...hostile.analysis, tokens } };
    await open(trustOf(charted), {}, charted);
    assert.equal((await panel.record()).intruders, 0);
    assert.equal(await panel.page.locator('#fold-trust img').count(), 0);
  });

  it('puts a word on one line where there is room for all of it, and on two where there is not', async () => {
    const lines = async (width: number, trust: TrustView) => {
      await panel?.close();
      await open(trust, { width });
      assert.deepEqual(await tooWide(), { page: 0, cut: [] });
      return of<boolean>('.trust-scroller', `e.classList.contains('two-lines')`);
    };
    assert.deepEqual(
      [await lines(560, trustOf(view)), await lines(590, trustOf(view)), await lines(590, whole)],
      [true, false, true],
    );
  });

  for (const theme of themeKinds) {
    it(`has no fault for screen readers, and its colours stay apart: ${theme}`, async () => {
      await open(whole, { theme });
      await panel.page.locator('.trust-curve summary').click();
      await rows().nth(2).hover();
      await panel.page.evaluate(axe);
      const { violations } = await panel.page.evaluate<AxeResults>('axe.run()');
      assert.deepEqual(
        violations.map(({ id, nodes }) => [
          id,
          nodes.slice(0, 3).map(({ html, failureSummary }) => [html, failureSummary]),
        ]),
        [],
      );
      const borders = await panel.page.evaluate<string[]>(
        `['for', 'against'].map((side) => getComputedStyle(document.querySelector('.trust-fill.' + side)).borderTopColor)`,
      );
      assert.notEqual(borders[0], borders[1]);
    });

    for (const width of [300, 760, 1200]) {
      it(`fits ${width} pixels: ${theme}`, async () => {
        await open(whole, { theme, width });
        assert.deepEqual(await tooWide(), { page: 0, cut: [] });
        await panel.picture(`trust-${theme}-${width}`);
      });
    }
  }

  describe('in German', () => {
    /** Words that stand in English sentences only; the analysed text and names of models are no sentences of ours. */
    const ENGLISH = /\b(the|of|and|word|words|attention|effect|left|without|random|by|with|rank)\b/i;

    before(() => speak({ language: 'de', bundle: german }));
    after(() => speak({ language: 'en' }));

    const assertGerman = async () => {
      const said = await panel.page.evaluate<string[]>(`(() => {
        const said = [document.querySelector('#fold-trust').getAttribute('heading')];
        for (const element of document.querySelectorAll('#fold-trust *')) {
          if (element.closest('.trust-word-text, .seeds tbody th')) continue;
          if (element.hasAttribute('aria-label')) said.push(element.getAttribute('aria-label'));
          const own = (text) => element.closest('.trust-list .spoken') ? text.replace(/^.*?: /, '') : text;
          for (const node of element.childNodes) if (node.nodeType === 3 && node.data.trim()) said.push(own(node.data.trim()));
        }
        return said;
      })()`);
      assert.ok(said.length > 10, 'there is something to check');
      assert.deepEqual(
        said.filter((text) => ENGLISH.test(text)),
        [],
      );
    };

    it('leaves nothing in English, numbers included', async () => {
      await open(whole);
      assert.match(
        await text('.trust-measured'),
        /^Ohne die meistbeachteten 20\s% der Wörter fällt P\(positiv\) von 93,7\s% auf [\d,]+\s%; ohne ebenso viele/,
      );
      assert.match((await text('.trust-row.trust-head')).replaceAll('\n', ' '), /^Wort Gewicht − Wirkung \+/);
      await panel.page.locator('.trust-curve summary').click();
      await assertGerman();
      for (const state of [
        { state: 'reading', done: 2, total: 9 },
        { state: 'waiting', words: 1480 },
        { state: 'failed', message: 'Das Modell ist fort.' },
      ] as const) {
        await panel.send({ type: 'trust', trust: { ...common, ...state } });
        await assertGerman();
      }
      await panel.send({ type: 'trust', trust: trustOf(view, 'differs') });
      await button('Mit anderen Startwerten vergleichen').click();
      await assertGerman();
    });

    it('fits 300 pixels', async () => {
      await open(whole, { width: 300, theme: 'light' });
      assert.deepEqual(await tooWide(), { page: 0, cut: [] });
      await panel.picture('trust-german-300');
    });
  });
});
