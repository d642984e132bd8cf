/** Brushing words in the panel of a real VS Code selects them in its editor. */
import assert from 'node:assert/strict';
import { useWorkbench } from './harness';
import { panelWords } from './workbenchWords';

describe('brushing in the panel of a real VS Code', () => {
  const vscode = useWorkbench({ file: 'positive.txt', size: { width: 1440, height: 900 } });
  let texts: readonly string[];

  before(async () => {
    await vscode().selectAll();
    await vscode().run('Analyze Sentiment Attention');
    await vscode().run('Open Attention Panel');
    texts = (await panelWords(vscode())).map(({ text }) => text);
  });

  const bar = async (token: number) => {
    const place = vscode().panel().locator(`#bar-${token}`);
    const box = (await place.boundingBox())!;
    const { y } = (await vscode().panel().locator('.chart-scroller').boundingBox())!;
    return { x: box.x + box.width / 2, y: y + 60 };
  };

  /** Drags over the bars, from the first to the last. */
  async function drag(from: number, to: number): Promise<void> {
    const { mouse } = vscode().page;
    await vscode().panel().locator(`#bar-${from}`).scrollIntoViewIfNeeded();
    const [start, end] = [await bar(from), await bar(to)];
    await mouse.move(start.x, start.y);
    await mouse.down();
    await mouse.move((start.x + end.x) / 2, start.y, { steps: 3 });
    await mouse.move(end.x, end.y, { steps: 3 });
    await mouse.up();
  }

  /** What is selected in the editor, as a person would find out: by copying it. */
  async function copied(): Promise<string> {
    const { page } = vscode();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await vscode().focus();
    await page.keyboard.press('ControlOrMeta+c');
    return page.evaluate(() => (globalThis as unknown as Clipboard).navigator.clipboard.readText());
  }
  interface Clipboard {
    readonly navigator: { readonly clipboard: { readText(): Promise<string> } };
  }

  const without = (text: string) => text.replace(/\s+/g, '');
  const untilSelected = async (from: number, to: number): Promise<void> => {
    const wanted = without(texts.slice(from, to + 1).join(''));
    let found = '';
    await vscode()
      .until('the words to be selected', async () => {
        found = without(await copied());
        return found === wanted;
      })
      .catch(() => undefined);
    assert.equal(found, wanted);
  };
  const said = () => vscode().panel().locator('.range-said').innerText();

  it('selects the words that the mouse is dragged over, and says what they hold', async () => {
    await drag(2, 9);
    assert.match(await said(), new RegExp(`^Words 3–10 of ${texts.length}: [\\d.]+ % of the attention$`));
    await vscode().screenshot('brush-dark');
    await untilSelected(2, 9);
  });

  it('selects one more by Shift and the arrow key', async () => {
    await drag(2, 5);
    await vscode().page.keyboard.press('Shift+ArrowRight');
    await vscode().until('one more word', async () => (await said()).startsWith('Words 3–7 '));
    await untilSelected(2, 6);
  });

  it('reveals a single word on a plain click, which takes the stretch away', async () => {
    await drag(2, 5);
    const { x, y } = await bar(4);
    await vscode().page.mouse.click(x, y);
    await vscode().until('the stretch to go', async () => (await said()) === '');
    await untilSelected(4, 4);
  });

  it('leaves the selection alone once the text was edited, and says so', async () => {
    await vscode().clickBefore(texts[3]!);
    await vscode().page.keyboard.type('really ');
    await vscode().panel().getByText('Edited since', { exact: true }).waitFor();
    await drag(2, 5);
    assert.match(await said(), /Not selected in the editor: the text has been edited since\.$/);
    // With nothing selected, copying takes the line that the cursor is in.
    assert.match(await copied(), /really /);
    await vscode().screenshot('brush-stale');
  });
});
