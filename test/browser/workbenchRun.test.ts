/** Segments, code lenses and the run through a document as a person has them, in a real VS Code. */
import assert from 'node:assert/strict';
import { useWorkbench } from './harness';
import { verdict } from './workbenchWords';

describe('a document read sentence by sentence in a real VS Code', () => {
  const vscode = useWorkbench({
    file: 'positive.txt',
    size: { width: 1440, height: 900 },
    settings: { 'attentionInspector.segments': 'sentence', 'attentionInspector.codeLens': true },
  });
  const lenses = () => vscode().page.locator('.part.editor .codelens-decoration a');
  const slider = () => vscode().panel().getByRole('slider');

  it('has a verdict above every sentence', async () => {
    await vscode().clickBefore('I went');
    await vscode().run('Analyze Sentiment Attention');
    await verdict(vscode());
    await vscode().until('lenses', async () => (await lenses().count()) > 1);
    assert.match(await lenses().first().innerText(), /^\w+, \d+\.\d %/);
    await vscode().screenshot('segments-lenses');
  });

  it('charts the sentence whose verdict is clicked', async () => {
    await lenses().nth(1).click();
    await vscode().panelFrame().waitFor();
    await verdict(vscode(), /· 2\/\d+/);
  });

  it('shows how the verdict runs, and goes to the sentence that is clicked', async () => {
    await vscode().panel().getByRole('button', { name: 'Run through the document' }).click();
    await slider().waitFor();
    const most = Number(await slider().getAttribute('aria-valuemax'));
    assert.ok(most > 1);
    const { width, height } = (await slider().boundingBox())!;
    await slider().click({ position: { x: width - 6, y: height / 2 } });
    await verdict(vscode(), new RegExp(`· ${most}/${most}`));
    const selected = vscode().page.locator('.statusbar-item', { hasText: /selected/ });
    await vscode().focus();
    await selected.first().waitFor();
    await vscode().screenshot('segments-run');
  });

  it('goes to the sentence that is chosen by keys', async () => {
    await slider().focus();
    await slider().press('Home');
    await slider().press('Enter');
    await verdict(vscode(), /· 1\/\d+/);
  });
});
