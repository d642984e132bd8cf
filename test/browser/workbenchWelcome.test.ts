/** The first minutes in a real VS Code: the walkthrough, the sample review, the panel's welcome. */
import assert from 'node:assert/strict';
import { useWorkbench } from './harness';
import { verdict } from './workbenchWords';

describe('the first minutes in a real VS Code', () => {
  const vscode = useWorkbench({ size: { width: 1440, height: 900 } });

  it('offer a sample from the panel that is still empty, and show it beside the panel', async () => {
    await vscode().run('Open Attention Panel');
    const panel = vscode().panel();
    await panel.getByRole('button', { name: 'Show Sample Review' }).click();
    await verdict(vscode(), /Negative \d+ %/);
    await panel.locator('.verdict-label').waitFor();
    assert.match(await vscode().text(), /^I wanted to love this film/);
    await vscode().until('shaded words', async () => (await vscode().shading()).length > 20);
    await vscode().screenshot('sample-review');
  });

  it('can follow a walkthrough whose steps are done by doing them', async () => {
    const { page } = vscode();
    await vscode().run('Clear Attention');
    // Alone in the window it has room for its pictures.
    await page
      .getByRole('tab', { name: 'Attention' })
      .getByRole('button', { name: /^Close/ })
      .click();
    await vscode().run('Welcome: Open Walkthrough...', { leaves: true });
    await page.keyboard.type('sentiment');
    await page.keyboard.press('Enter');
    const walkthrough = page.locator('.gettingStartedContainer');
    await walkthrough.getByText('See what a sentiment model looks at').first().waitFor();
    const step = walkthrough.getByText('Read a sample review').first();
    await step.waitFor();
    await vscode().screenshot('walkthrough');
    await walkthrough.getByRole('button', { name: 'Show Sample Review' }).click();
    await verdict(vscode(), /Negative \d+ %/);
  });
});
