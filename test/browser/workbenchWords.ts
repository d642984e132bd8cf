/** Brings together what the editor and the panel show of the same words. */
import type { ShadedWord, Workbench } from './harness';

/** One word as the panel knows it. */
export interface PanelWord {
  readonly text: string;
  /** Height of its bar in CSS pixels, in proportion to its weight. */
  readonly bar: number;
}

/** Words of the panel in reading order, once it has drawn them. */
export async function panelWords(vscode: Workbench): Promise<readonly PanelWord[]> {
  const panel = vscode.panel();
  await panel.locator('rect[id^="bar-"]').first().waitFor();
  const heights = await attributes(vscode, 'rect[id^="bar-"]', 'height');
  const texts = await panel.locator('.word[id^="word-"]').allInnerTexts();
  return texts.map((text, index) => ({ text, bar: Number(heights.get(`bar-${index}`)) }));
}

async function attributes(vscode: Workbench, selector: string, name: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const element of await vscode.panel().locator(selector).all()) {
    found.set((await element.getAttribute('id')) ?? '', (await element.getAttribute(name)) ?? '');
  }
  return found;
}

/**
 * The drawing on each word, in the order given. VS Code draws neighbours of equal strength as one, so words are
 * found by their characters; spaces do not count.
 *
 * @throws Error when the shaded characters are not exactly those of the words.
 */
export function drawingOf(words: readonly string[], shading: readonly ShadedWord[]): readonly ShadedWord[] {
  const drawn = shading.flatMap((run) =>
    [...run.text].filter(isInk).map((character) => ({ character, run })),
  );
  let at = 0;
  const found = words.map((word) => {
    const characters = [...word].filter(isInk);
    const here = drawn.slice(at, at + characters.length);
    at += characters.length;
    const text = here.map(({ character }) => character).join('');
    if (text !== characters.join('') || !here[0]) throw new Error(`"${word}" is drawn as "${text}"`);
    return here[0].run;
  });
  if (at !== drawn.length) throw new Error(`${drawn.length - at} more characters are shaded`);
  return found;
}

const isInk = (character: string): boolean => character.trim() !== '';

/** Waits until exactly these words are shaded, and gives how. */
export async function drawn(vscode: Workbench, words: readonly string[]): Promise<readonly ShadedWord[]> {
  let found: readonly ShadedWord[] = [];
  await vscode.until(`the shading of ${words.length} words`, async () => {
    found = drawingOf(words, await vscode.shading());
    return true;
  });
  return found;
}

/** Waits for a verdict in the status bar, and gives what is written there. */
export async function verdict(vscode: Workbench, matching = /(posi|nega)tive \d+ %/i): Promise<string> {
  let found: string | undefined;
  await vscode.until(`a verdict like ${matching}`, async () => {
    found = (await vscode.status())
      .map(({ text }) => text.replace(/\s+/g, ' '))
      .find((text) => matching.test(text));
    return found !== undefined;
  });
  return found ?? '';
}
