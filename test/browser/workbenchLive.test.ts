/** Live attention as a person has it: keys are pressed, and what is drawn in a real VS Code follows. */
import assert from 'node:assert/strict';
import { useWorkbench, type Workbench } from './harness';
import { drawn, panelWords, verdict } from './workbenchWords';

/** The words as they are drawn, each with the strength of its shade. */
async function strengths(vscode: Workbench): Promise<readonly string[]> {
  return (await vscode.shading()).map(({ text, alpha }) => `${text}:${alpha.toFixed(3)}`);
}

async function liveItem(vscode: Workbench) {
  const items = await vscode.status();
  return items.find(({ label }) => /^Live attention/.test(label));
}

describe('live attention in a real VS Code', () => {
  const vscode = useWorkbench({ file: 'positive.txt', size: { width: 1440, height: 900 } });

  it('shades the file that is open, and says so in the status bar', async () => {
    await vscode().run('Toggle Live Attention');
    await verdict(vscode());
    await vscode().until('words to be shaded', async () => (await vscode().shading()).length > 10);
    assert.match((await liveItem(vscode()))?.label ?? '', /^Live attention: on/);
    await vscode().screenshot('live-on');
  });

  it('changes shades, verdict and panel with every word that is typed', async () => {
    await vscode().run('Open Attention Panel');
    await panelWords(vscode());
    await vscode().clickBefore('I went');
    await vscode().page.keyboard.press('Home');
    const before = await strengths(vscode());
    const was = await verdict(vscode());
    await vscode().page.keyboard.type('What an awful, boring, terrible waste of time. ');
    await vscode().until('the new words to be shaded', async () =>
      (await vscode().shading())
        .map(({ text }) => text)
        .join(' ')
        .includes('awful'),
    );
    await vscode().until('another verdict', async () => (await verdict(vscode())) !== was);
    assert.notDeepEqual(await strengths(vscode()), before);
    await vscode().until('the panel to follow', async () =>
      (await panelWords(vscode())).some(({ text }) => text === 'awful'),
    );
    // Editor and panel show the same weights, once both have come to rest.
    await vscode().until('the shades in the order of the weights', async () => {
      const words = await panelWords(vscode());
      const shades = await drawn(
        vscode(),
        words.map(({ text }) => text),
      );
      const rising = words.map(({ bar }, index) => ({ bar, alpha: shades[index]!.alpha }));
      rising.sort((a, b) => a.bar - b.bar);
      return rising.every(({ alpha }, index) => index === 0 || alpha >= rising[index - 1]!.alpha - 0.005);
    });
    assert.match(await vscode().hover('terrible'), /of the attention/);
    await vscode().screenshot('live-typed');
  });

  it('keeps every shade on its word while keys are held down, and is right once they are let go', async () => {
    await vscode().clickBefore('What an');
    await vscode().page.keyboard.press('End');
    for (let i = 0; i < 12; i++) await vscode().page.keyboard.press('Backspace');
    await vscode().page.keyboard.type(' so very fine!', { delay: 15 });
    await vscode().until('all words to be shaded', async () => {
      const text = (await vscode().text()).replace(/\s/g, '');
      const shaded = (await vscode().shading()).map((word) => word.text).join('');
      return shaded.replace(/\s/g, '') === text;
    });
  });

  it('is turned off and on again by a click on the status bar', async () => {
    const item = () => vscode().page.locator('.statusbar-item[id*="attentionInspector.live"] a');
    await item().click();
    await vscode().until('it to be off', async () => /off/.test((await liveItem(vscode()))?.label ?? ''));
    await item().click();
    await vscode().until('it to be on', async () => /on/.test((await liveItem(vscode()))?.label ?? ''));
  });
});
