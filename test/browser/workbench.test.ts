/** What a person sees in a real VS Code after running the command: shading, hover, verdict, panel, themes. */
import assert from 'node:assert/strict';
import { type ShadedWord, useWorkbench } from './harness';
import { type PanelWord, drawn, panelWords, verdict } from './workbenchWords';

/** The drawn height of a bar is rounded by a fraction of a pixel. */
const PIXEL = 0.5;

/** Pairs of neighbours by rising weight. */
function byWeight<T>(words: readonly PanelWord[], drawing: readonly T[]): readonly (readonly [T, T])[] {
  const sorted = words.map((word, index) => ({ word, index })).sort((a, b) => a.word.bar - b.word.bar);
  const ordered = sorted.map(({ index }) => drawing[index] as T);
  return ordered.slice(1).map((next, index) => [ordered[index] as T, next] as const);
}

describe('an analysed review in a real VS Code', () => {
  const vscode = useWorkbench({ file: 'positive.txt', size: { width: 1440, height: 900 } });
  let words: readonly PanelWord[];
  let shaded: readonly ShadedWord[];

  before(async () => {
    await vscode().selectAll();
    await vscode().run('Analyze Sentiment Attention');
    await vscode().run('Open Attention Panel');
    words = await panelWords(vscode());
    await vscode().clickBefore('I went');
    shaded = await drawn(
      vscode(),
      words.map(({ text }) => text),
    );
  });

  it('has exactly the words of the review, each with a bar and a shade', async () => {
    const text = (await vscode().text()).replace(/\s/g, '');
    assert.equal(words.map((word) => word.text).join(''), text);
    assert.ok(words.every(({ bar }) => bar > 0));
    assert.ok(shaded.every(({ alpha }) => alpha > 0));
    await vscode().screenshot('review-dark');
  });

  it('is shaded in the order of the weights, and in proportion to them', () => {
    assertOrder(words, shaded);
    const [most, strongest] = [
      Math.max(...words.map(({ bar }) => bar)),
      Math.max(...shaded.map(({ alpha }) => alpha)),
    ];
    const step = strongest / 40;
    words.forEach(({ text, bar }, index) => {
      const proportional = (bar / most) * strongest;
      const alpha = shaded[index]?.alpha ?? 0;
      assert.ok(
        Math.abs(alpha - proportional) <= step + PIXEL / most,
        `${text}: ${alpha}, not about ${proportional}`,
      );
    });
    assert.ok(new Set(shaded.map(({ alpha }) => alpha)).size >= 4, 'the shades are all alike');
  });

  it('says the same verdict in the status bar, the panel, the hover and behind the text', async () => {
    const label = /positive|negative/i.exec(await verdict(vscode()))?.[0]?.toLowerCase();
    assert.equal(label, 'positive');
    const heading = await vscode().panel().locator('.verdict-label').innerText();
    assert.match(heading, /positive/i);
    const [note] = await vscode().notes();
    assert.match(note ?? '', /positive, \d+\.\d %/);
    assert.match(await vscode().hover('wonderful'), new RegExp(`${words.length} words: ${note}`));
  });

  it('tells of a word its weight, its share and its rank in a hover', async () => {
    const index = words.findIndex(({ text }) => text === 'wonderful');
    const rank = 1 + words.filter(({ bar }) => bar > (words[index]?.bar ?? 0)).length;
    const hover = await vscode().hover('wonderful');
    assert.match(hover, /^wonderful\n/);
    assert.match(hover, /\d(\.\d+)? % of the attention/);
    assert.match(hover, new RegExp(`× the uniform share, rank ${rank} of ${words.length}`));
    await vscode().screenshot('review-hover');
  });

  it('marks in the panel the word that is pointed at in the editor', async () => {
    const index = words.findIndex(({ text }) => text === 'Beautifully');
    await vscode().hover('Beautifully');
    await vscode().panel().locator(`#bar-${index}[aria-selected="true"]`).waitFor();
  });

  it('marks in the editor the word that is pointed at in the panel, and reveals it on a click', async () => {
    const index = words.findIndex(({ text }) => text === 'grinning');
    const word = vscode().panel().locator(`#word-${index}`);
    await word.hover();
    await vscode().until('an outline around the word', async () =>
      (await vscode().shading()).some(({ text, outline }) => text === 'grinning' && outline > 0),
    );
    await word.click();
    // The focus stays in the panel; the status bar tells of the selection once the editor has it.
    await vscode().until('the word to be selected', async () => {
      await vscode().focus();
      const status = vscode().page.locator('[id="status.editor.selection"]');
      return /\(8 selected\)/.test(await status.innerText({ timeout: 1_000 }));
    });
  });

  for (const [name, kind] of [
    ['Default Light Modern', 'vs'],
    ['Default High Contrast', 'hc-black'],
    ['Default High Contrast Light', 'hc-light'],
    ['Default Dark Modern', 'vs-dark'],
  ] as const) {
    it(`keeps the order in the theme ${name}`, async () => {
      const before = shaded[0]?.background;
      await vscode().setTheme(name, kind);
      if (kind !== 'vs-dark') {
        await vscode().until(
          'other colours',
          async () => (await vscode().shading())[0]?.background !== before,
        );
      }
      const texts = words.map(({ text }) => text);
      const highContrast = kind === 'hc-black' || kind === 'hc-light';
      // The lines of high contrast come a moment after the colours.
      await vscode().until('lines in high contrast, and only there', async () => {
        return linesOf(await drawn(vscode(), texts)).size > 1 === highContrast;
      });
      assertOrder(words, await drawn(vscode(), texts));
      await vscode().screenshot(`review-${kind}`);
    });
  }
});

const linesOf = (drawing: readonly ShadedWord[]): Set<number> =>
  new Set(drawing.map(({ border }) => border.width));

/** More weight never means less opacity, nor a thinner line. */
function assertOrder(words: readonly PanelWord[], drawing: readonly ShadedWord[]): void {
  for (const [weaker, stronger] of byWeight(words, drawing)) {
    assert.ok(weaker.alpha <= stronger.alpha, `${weaker.text} is shaded more than ${stronger.text}`);
    assert.ok(
      weaker.border.width <= stronger.border.width,
      `${weaker.text} has a thicker line than ${stronger.text}`,
    );
  }
}
