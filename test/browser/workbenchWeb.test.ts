/** What a person sees where the extension runs in the browser itself. */
import assert from 'node:assert/strict';
import { useWorkbench } from './harness';
import { drawn, panelWords, verdict } from './workbenchWords';

describe("the browser's own extension host", () => {
  const vscode = useWorkbench({ file: 'positive.txt', web: true });

  it('shades every word, and says the verdict in panel, status bar and hover', async () => {
    await vscode().selectAll();
    await vscode().run('Analyze Sentiment Attention');
    await vscode().run('Open Attention Panel');
    const words = await panelWords(vscode());
    await vscode().clickBefore('I went');
    const shaded = await drawn(
      vscode(),
      words.map(({ text }) => text),
    );
    assert.equal(shaded.length, words.length);
    assert.ok(shaded.every(({ alpha }) => alpha > 0));
    assert.match(await verdict(vscode()), /positive/i);
    assert.match(await vscode().panel().locator('.verdict-label').innerText(), /positive/i);
    assert.match(await vscode().hover('wonderful'), /\d(\.\d+)? % of the attention/);
    await vscode().screenshot('web-host');
  });
});
