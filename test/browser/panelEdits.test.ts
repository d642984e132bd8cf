/** The section that shows what edits would do: by mouse and keyboard, for screen readers, in every theme. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import type { EditPiece, EditsView } from '../../src/webview/protocol';
import { launch, PanelPage, type PanelOptions } from './panelPage';
import { analysisOf, prose, stateOf, withClasses, withEffects } from './panelSamples';
import { themeKinds } from './panelThemes';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TEXT = 'The acting was superb and the ending unforgettable';
const PIECES: readonly EditPiece[] = [
  { kind: 'kept', text: 'The acting was ' },
  { kind: 'inserted', text: 'not ' },
  { kind: 'kept', text: 'superb and the ' },
  { kind: 'removed', text: 'ending' },
  { kind: 'inserted', text: 'beginning' },
  { kind: 'kept', text: ' unforgettable' },
];

const changedText = (pieces: readonly EditPiece[]) =>
  pieces.map(({ kind, text }) => (kind === 'removed' ? '' : text)).join('');

function viewOf(pieces = PIECES, changes: Partial<EditsView> = {}): EditsView {
  const before = analysisOf(1, TEXT).analysis;
  const after = analysisOf(2, changedText(pieces), { probability: 0.27 }).analysis;
  return {
    title: 'review.txt:3',
    model: 'imdb-attention',
    steps: ['“superb” → “not superb”', '“ending” → “beginning”'],
    before,
    after,
    pieces,
    cutAfter: null,
    logOdds: -3.69,
    values: 'weight',
    words: [
      { text: 'ending', before: 0.56, after: null },
      { text: 'not', before: null, after: 0.31 },
      { text: 'superb', before: 0.08, after: 0.19 },
      { text: 'unforgettable', before: 0.11, after: 0.0704 },
    ],
    blocked: null,
    ...changes,
  };
}

const long: readonly EditPiece[] = [
  { kind: 'kept', text: prose(1990) },
  { kind: 'removed', text: ' very' },
  { kind: 'inserted', text: ' not' },
  { kind: 'kept', text: ' good.' },
];

function effects(): EditsView {
  const moods = { joy: 0.61, anger: 0.3, 'a label that is much too long for its column': 0.09 };
  const before = withEffects(withClasses(analysisOf(1, TEXT).analysis, moods));
  const after = withEffects(withClasses(analysisOf(2, changedText(PIECES)).analysis, { ...moods, joy: 0.2 }));
  const words = [{ text: 'superb', before: 1.2, after: -0.4 }];
  const blocked = 'The text has been edited since. Analyze it again.';
  return viewOf(PIECES, { before, after, words, values: 'effect', blocked, cutAfter: 300 });
}

const samples: Readonly<Record<string, EditsView | null>> = {
  none: null,
  eight: viewOf(),
  effects: effects(),
  long: viewOf(long),
};

describe('edits in the panel', function () {
  this.timeout(300_000);
  let browser: Browser;
  let panel: PanelPage;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  afterEach(() => panel?.close());

  const open = async (view: EditsView | null, options: PanelOptions = {}, focus = true) => {
    panel = await PanelPage.open(browser, { reducedMotion: true, ...options });
    await panel.show(stateOf([analysisOf(1, TEXT)]));
    await panel.posted();
    await panel.send({ type: 'edits', view, focus });
  };
  const text = (selector: string) => panel.page.locator(selector).first().innerText();
  const focused = () =>
    panel.page.evaluate<string>(`document.activeElement.id || document.activeElement.className`);
  /** What an expression of `e` gives for the first element of a selector. */
  const of = <T>(selector: string, expression: string) =>
    panel.page.evaluate<T>(`((e) => ${expression})(document.querySelector(${JSON.stringify(selector)}))`);
  const words = () => panel.page.locator('.edited .word');

  it('say how to begin while there are none', async () => {
    await open(null, {}, false);
    await panel.page.locator('#fold-edits').click({ position: { x: 60, y: 10 } });
    assert.match(await text('#fold-edits .hint-text'), /^Put the cursor on an analysed word/);
    assert.deepEqual(await panel.posted(), [{ type: 'unfold', section: 'edits', open: true }]);
  });

  it('open the section and take the focus when somebody asked for one', async () => {
    await open(viewOf());
    assert.equal(await focused(), 'edits-title');
    assert.equal(await text('#edits-title'), 'What if: review.txt:3');
    assert.deepEqual(
      (await panel.posted()).map((message) => ('action' in message ? message.action : message.type)),
      ['unfold', 'seen'],
    );
  });

  it('leave the focus and the fold alone when nobody did', async () => {
    await open(viewOf(), {}, false);
    assert.notEqual(await focused(), 'edits-title');
    assert.equal(await panel.page.locator('.edited').isVisible(), false);
  });

  it('show steps, both verdicts, and the changed text with what was put in and taken out', async () => {
    await open(viewOf());
    assert.deepEqual(await panel.page.locator('.edit-steps li').allInnerTexts(), viewOf().steps);
    assert.equal(
      await text('.edit-change'),
      'From positive, 93.7 % to negative, 73.0 %: log-odds of positive −3.69',
    );
    const rows = await panel.page.locator('.edit-verdicts tbody tr').allInnerTexts();
    assert.deepEqual(
      rows.map((row) => row.split(/\t/)),
      [
        ['Negative', '6.3 %', '73.0 %', '+66.7'],
        ['Positive', '93.7 %', '27.0 %', '−66.7'],
      ],
    );
    assert.deepEqual(await panel.page.locator('.edited .inserted').allTextContents(), ['not', 'beginning']);
    assert.deepEqual(await panel.page.locator('.edited .removed').allTextContents(), ['ending']);
    assert.equal(
      await panel.page.locator('.edited').textContent(),
      'The acting was not superb and the endingbeginning unforgettable',
    );
    assert.equal(await of('.edited .removed', 'getComputedStyle(e).textDecorationLine'), 'line-through');
    assert.equal(await of('.edited .inserted', 'getComputedStyle(e).borderTopStyle'), 'solid');
    const table = await panel.page.locator('.edit-words tbody tr').allInnerTexts();
    assert.deepEqual(
      table.map((row) => row.split(/\t/)),
      [
        ['ending', '56 %', '–', 'taken out'],
        ['not', '–', '31 %', 'put in'],
        ['superb', '8.0 %', '19 %', '+11.0'],
        ['unforgettable', '11 %', '7.0 %', '−3.96'],
      ],
    );
  });

  it('shade the changed text on the scale of the heat map', async () => {
    await open(viewOf());
    const { tokens } = viewOf().after;
    const largest = Math.max(...tokens.map(({ weight }) => weight));
    const opacities = await panel.page.evaluate<number[]>(
      `[...document.querySelectorAll('.edited .word')].map((e) => Number(e.style.getPropertyValue('--opacity')))`,
    );
    assert.deepEqual(
      opacities,
      tokens.map(({ weight }) => +(weight / largest).toFixed(4)),
    );
  });

  it('are applied, undone and discarded by their buttons, with keys too', async () => {
    await open(viewOf());
    await panel.posted();
    for (const action of ['apply', 'undo', 'discard']) await panel.page.locator(`.edit-${action}`).click();
    await panel.page.locator('.edit-apply').focus();
    await panel.page.keyboard.press('Enter');
    assert.deepEqual(
      await panel.posted(),
      ['apply', 'undo', 'discard', 'apply'].map((action) => ({ type: 'edits', action })),
    );
  });

  it('go on from a word of the changed text, by mouse and by keyboard alone', async () => {
    await open(viewOf());
    await panel.posted();
    assert.equal(await of('.edit-word-negate', 'e.disabled'), true, 'no word is chosen yet');
    await words().nth(4).click();
    assert.equal(await text('.edit-chosen'), '“superb”');
    await panel.page.locator('.edit-word-negate').click();
    await panel.page.locator('.edited').focus();
    await panel.page.keyboard.press('End');
    await panel.page.keyboard.press('Delete');
    await panel.page.keyboard.press('ArrowLeft');
    await panel.page.keyboard.press('Tab');
    await panel.page.keyboard.press('Tab');
    await panel.page.keyboard.press('Enter');
    assert.deepEqual(await panel.posted(), [
      { type: 'editWord', action: 'negate', token: 4 },
      { type: 'editWord', action: 'without', token: 8 },
      { type: 'editWord', action: 'replace', token: 7 },
    ]);
  });

  it('tell screen readers of every word, and of the change', async () => {
    await open(viewOf());
    await panel.page.getByRole('listbox', { name: /^The changed text, shaded/ }).waitFor();
    const put = panel.page.getByRole('option', { name: /^not: .* of the attention, rank \d of 9, put in$/ });
    assert.equal(await put.count(), 1);
    const status = panel.page.locator('#fold-edits [role=status]');
    assert.match((await status.textContent()) ?? '', /^From positive, 93\.7 % to negative/);
  });

  it('cannot be applied where something speaks against it, and say what', async () => {
    await open(effects());
    assert.equal(await of('.edit-apply', 'e.disabled'), true);
    assert.equal(await text('#edits-blocked'), 'The text has been edited since. Analyze it again.');
    assert.match(await text('.edits'), /The model reads 300 words of a text/);
    assert.match(await text('.edit-words caption'), /effect for joy/);
    assert.deepEqual((await text('.edit-words tbody tr')).split(/\t/), ['superb', '+1.20', '−0.40', '−1.60']);
  });

  it('give way when they are discarded, and the focus is not lost', async () => {
    await open(viewOf());
    await panel.page.locator('.edit-discard').focus();
    await panel.send({ type: 'edits', view: null, focus: false });
    assert.equal(await panel.page.locator('.edits').isVisible(), false);
    assert.match(await panel.page.evaluate<string>('document.activeElement.className'), /hint-text/);
  });

  it('show a text of 2,000 words at the place of the edit', async () => {
    await open(viewOf(long));
    assert.ok((await words().count()) > 1990);
    assert.ok(await panel.page.evaluate(`document.querySelector('.edited').scrollTop > 0`));
  });

  it('keep to text whatever is put in', async () => {
    const hostile = '<img src=x onerror=intrude()>';
    await open(
      viewOf(
        [
          { kind: 'kept', text: TEXT },
          { kind: 'inserted', text: hostile },
          { kind: 'removed', text: hostile },
        ],
        { steps: [hostile] },
      ),
    );
    const record = await panel.record();
    assert.equal(record.intruders, 0);
    assert.deepEqual(record.violations, []);
    assert.ok(((await panel.page.locator('.edited').textContent()) ?? '').includes(hostile));
  });

  for (const theme of themeKinds) {
    for (const [name, view] of Object.entries(samples)) {
      if (name === 'long') continue;
      it(`have no accessibility violation: ${theme}, ${name}`, async () => {
        await open(view, { theme, width: 800 });
        if (!view) await panel.page.locator('#fold-edits').click({ position: { x: 60, y: 10 } });
        else await words().nth(3).click();
        await panel.page.evaluate(axe);
        const { violations } = await panel.page.evaluate<AxeResults>('axe.run()');
        assert.deepEqual(
          violations.map(({ id, nodes }) => [
            id,
            nodes.slice(0, 3).map(({ html, failureSummary }) => [html, failureSummary]),
          ]),
          [],
        );
      });
    }
    for (const width of [300, 1200]) {
      it(`fit ${width} pixels without scrolling sideways: ${theme}`, async () => {
        for (const [name, view] of Object.entries(samples)) {
          await open(view, { theme, width });
          for (const table of await panel.page.locator('.edits table:visible').all()) {
            const cut = await table.evaluate((e: unknown) => {
              const { scrollWidth, parentElement } = e as {
                scrollWidth: number;
                parentElement: { clientWidth: number };
              };
              return scrollWidth - parentElement.clientWidth;
            });
            assert.ok(cut <= 0, `${name}: a table is cut off by ${cut} pixels`);
          }
          const over = await panel.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
          assert.ok(over <= 0, `${name}: ${over} pixels too wide`);
          await panel.picture(`edits-${name}-${theme}-${width}`);
          if (name !== 'long') await panel.close();
        }
      });
    }
  }
});
