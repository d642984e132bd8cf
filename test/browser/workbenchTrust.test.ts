/** Shading by what words do to the verdict, as it is drawn in a real VS Code: two sides, told apart by more than colour. */
import assert from 'node:assert/strict';
import { useWorkbench, type ShadedWord } from './harness';
import { drawn, panelWords, verdict } from './workbenchWords';

/** Below this opacity the sides have no line of their own in themes that are not high contrast. */
const FAINT = 0.1;

interface HeatWord {
  readonly text: string;
  readonly against: boolean;
  /** Of the full shade, in [0, 1]. */
  readonly opacity: number;
  readonly background: string;
  readonly label: string;
}

/** Red, green and blue in [0, 1] of a computed colour. */
function channels(colour: string): readonly [number, number, number] {
  const numbers = [...colour.matchAll(/-?\d*\.?\d+(?:e-?\d+)?/g)].map(([digits]) => Number(digits));
  const full = colour.startsWith('color(srgb') ? 1 : 255;
  const [red = NaN, green = NaN, blue = NaN] = numbers.map((value) => value / full);
  return [red, green, blue];
}

const isBlue = (colour: string): boolean => channels(colour)[2] > channels(colour)[0];

describe('shading by effect in a real VS Code', () => {
  const vscode = useWorkbench({ file: 'positive.txt', size: { width: 1440, height: 900 } });
  const heading = () => vscode().panel().locator('#heat-heading').innerText();
  let words: readonly string[];

  const heat = async (): Promise<readonly HeatWord[]> =>
    vscode().panel().locator('body').evaluate(`[...document.querySelectorAll('.heat .word')].map((word) => ({
      text: word.textContent,
      against: word.classList.contains('against'),
      opacity: Number(getComputedStyle(word).getPropertyValue('--opacity')),
      background: getComputedStyle(word).backgroundColor,
      label: word.getAttribute('aria-label'),
    }))`);

  /** Every word in the editor beside itself in the panel, once both show the same. */
  const sideBySide = async (): Promise<readonly (readonly [ShadedWord, HeatWord])[]> => {
    const shades = await drawn(vscode(), words);
    const mapped = await heat();
    assert.deepEqual(
      mapped.map(({ text }) => text),
      words,
    );
    return shades.map((shade, at) => [shade, mapped[at]!] as const);
  };

  const choose = async (label: string) => {
    await vscode().run('Shade Words By…', { leaves: true });
    const row = vscode().page.locator('.quick-input-widget').getByRole('option', { name: label }).first();
    await row.waitFor();
    await vscode().screenshot(`trust-choice-${label.split(' ')[0]!.toLowerCase()}`);
    await row.click();
  };

  before(async () => {
    await vscode().selectAll();
    await vscode().run('Analyze Sentiment Attention');
    await vscode().run('Open Attention Panel');
    words = (await panelWords(vscode())).map(({ text }) => text);
    await vscode().clickBefore('I went');
    await drawn(vscode(), words);
  });

  it('hints at the trust beside the verdict, and says in the hover what the word does', async () => {
    await vscode().until('the hint', async () =>
      (await vscode().status()).some(({ label }) => /Attention (agrees|does not show)/.test(label)),
    );
    assert.match(await vscode().hover('wonderful'), /Without it: (positive|negative) /);
    await vscode().screenshot('trust-hover');
    assert.match(await verdict(vscode()), /Positive \d+ %/);
  });

  it('takes the place of attention when it is chosen, without a blank between', async () => {
    const ink = words.join('').length;
    await vscode().page.evaluate(`
      globalThis.leastInk = Infinity;
      globalThis.watching = true;
      const look = () => {
        const ink = attentionPage.shading(0).filter(({ alpha }) => alpha > 0)
          .reduce((sum, { text }) => sum + text.replace(/\\s/g, '').length, 0);
        leastInk = Math.min(leastInk, ink);
        if (watching) requestAnimationFrame(look);
      };
      look();
    `);
    await choose('Effect of leaving out');
    await vscode().until('the heading', async () => /leaving out/.test(await heading()));
    await vscode().until('both to agree', async () => agrees(await sideBySide()));
    assert.equal(await vscode().page.evaluate('watching = false, leastInk'), ink);
    await vscode().screenshot('trust-deletion-dark');
  });

  it('is blue for the verdict and orange against it, by the size of the effect, in editor and panel alike', async () => {
    const pairs = await sideBySide();
    assert.ok(agrees(pairs));
    for (const [{ background }, { text, against, background: panel }] of pairs) {
      assert.equal(isBlue(background), !against, `${text}: ${background}`);
      assert.equal(isBlue(panel), !against, `${text}: ${panel} in the panel`);
    }
    const sides = new Set(pairs.map(([, { against }]) => against));
    assert.equal(sides.size, 2, 'the review has words on both sides');
    const rising = [...pairs].sort(([, a], [, b]) => a.opacity - b.opacity).map(([{ alpha }]) => alpha);
    for (const side of [true, false]) {
      const alphas = [...pairs]
        .filter(([, { against }]) => against === side)
        .sort(([, a], [, b]) => a.opacity - b.opacity)
        .map(([{ alpha }]) => alpha);
      assert.deepEqual(
        alphas,
        [...alphas].sort((a, b) => a - b),
      );
    }
    assert.ok(new Set(rising).size >= 4, 'the shades are all alike');
    const strongest = pairs.find(([, { opacity }]) => opacity === 1)!;
    assert.match(strongest[1].label, /[+−]\d+\.\d\d, speaks (for|against) positive/);
  });

  it('has a dashed line under what speaks against the verdict, and none under the rest', async () => {
    for (const [{ border }, { text, against, opacity }] of await sideBySide()) {
      if (opacity < FAINT) continue;
      if (against) assert.deepEqual([border.style, border.width], ['dashed', 1], text);
      else assert.equal(border.width, 0, text);
    }
  });

  it('has lines of both kinds in high contrast, by the size of the effect', async () => {
    await vscode().setTheme('Default High Contrast', 'hc-black');
    await vscode().until('solid lines', async () =>
      (await sideBySide()).some(([{ border }]) => border.style === 'solid' && border.width > 1),
    );
    for (const [{ border, background }, { text, against, opacity }] of await sideBySide()) {
      assert.equal(isBlue(background), !against, `${text}: ${background}`);
      if (border.width > 0) assert.equal(border.style, against ? 'dashed' : 'solid', text);
      if (opacity >= 0.25) assert.ok(border.width >= 1, `${text} has no line`);
    }
    await vscode().screenshot('trust-deletion-high-contrast');
    await vscode().setTheme('Default High Contrast Light', 'hc-light');
    await vscode().screenshot('trust-deletion-high-contrast-light');
    await vscode().setTheme('Default Light Modern', 'vs');
    await vscode().screenshot('trust-deletion-light');
    await vscode().setTheme('Default Dark Modern', 'vs-dark');
  });

  it('goes back to attention, in its own colour', async () => {
    await choose('Attention');
    await vscode().until('the heading', async () => /by attention/.test(await heading()));
    await vscode().until('one colour', async () =>
      (await sideBySide()).every(
        ([{ background }, { background: panel }]) => !isBlue(background) && !isBlue(panel),
      ),
    );
    assert.ok((await sideBySide()).every(([{ border }]) => border.width === 0));
  });

  it('opens the panel’s section when the examination is asked for', async () => {
    await vscode().run('Examine Whether Attention Can Be Believed');
    await vscode().screenshot('trust-examine');
  });
});

/** The stronger in the panel, the stronger in the editor; a word against the verdict on either side is so on both. */
function agrees(pairs: readonly (readonly [ShadedWord, HeatWord])[]): boolean {
  const [most] = [Math.max(...pairs.map(([{ alpha }]) => alpha))];
  return pairs.every(([{ background, alpha }, { against, opacity }]) => {
    const same = isBlue(background) === !against;
    return same && Math.abs(alpha / most - opacity) <= 0.1;
  });
}
