/** A real VS Code whose display language is German: manifest, editor, status bar and panel all speak it. */
import assert from 'node:assert/strict';
import { useWorkbench } from './harness';
import { panelWords, verdict } from './workbenchWords';

describe('an analysed review in a real VS Code in German', () => {
  // What a language pack sets; the workbench's own strings, which are not ours to test, stay English without one.
  const vscode = useWorkbench({
    file: 'negative.txt',
    size: { width: 1440, height: 900 },
    beforeLoad: async (page) => void (await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = 'de'`)),
  });

  it('has its commands in German', async () => {
    await vscode().selectAll();
    await vscode().run('Stimmung und Aufmerksamkeit analysieren');
    assert.match(await verdict(vscode(), /Negativ \d+ %/), /^Negativ \d+\s%$/);
    await vscode().run('Aufmerksamkeitsansicht öffnen');
  });

  it('says verdict and word in German, behind the text, in the hover and in the status bar', async () => {
    await panelWords(vscode());
    await vscode().clickBefore('What a waste');
    const [note] = await vscode().notes();
    assert.match(note ?? '', /^negativ, \d\d,\d\s%$/);
    assert.match(
      await vscode().hover('Avoid'),
      /% der Aufmerksamkeit\s+\d.* × der Gleichverteilung, Rang \d+ von \d+/,
    );
    const spoken = (await vscode().status()).map(({ label }) => label).join('\n');
    assert.match(spoken, /Urteil negativ, \d+ Prozent/);
  });

  it('shows the panel in German', async () => {
    const panel = vscode().panel();
    assert.equal(await panel.locator('html').getAttribute('lang'), 'de');
    assert.match(await panel.locator('.verdict-label').innerText(), /^Negativ \d\d,\d\s%$/);
    assert.equal(await panel.locator('#distribution-heading').innerText(), 'Verteilung der Aufmerksamkeit');
    await vscode().page.getByRole('tab', { name: 'Aufmerksamkeit' }).waitFor();
    await vscode().screenshot('german');
  });

  it('says its settings in German, in groups', async () => {
    await vscode().run('Preferences: Open Settings (UI)');
    const { page } = vscode();
    await page.locator('.settings-editor .suggest-input-container').click();
    await page.keyboard.type('@ext:attention-inspector.attention-inspector');
    await page.getByText('Wofür volle Einfärbung steht.').waitFor();
    for (const group of ['Einfärbung', 'Lesen', 'Modell']) {
      await page
        .locator('.settings-toc-wrapper')
        .getByText(group, { exact: true })
        .waitFor({ state: 'attached' });
    }
    await vscode().screenshot('german-settings');
  });
});
