/** The package as a person has it: installed into a real VS Code, used by mouse and keys, with nobody to call. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { packagePath } from '../../scripts/package';
import { Workbench } from '../browser/harness';
import { drawn, panelWords, verdict } from '../browser/workbenchWords';

/** Starting may include installing VS Code's server on a fresh machine. */
const START_MS = 10 * 60_000;

describe('the package in a real VS Code', () => {
  let vscode: Workbench;
  const requests: { readonly url: string; readonly body: string }[] = [];

  before(async function () {
    this.timeout(START_MS);
    vscode = await Workbench.start({
      installed: [await packagePath()],
      file: 'positive.txt',
      size: { width: 1440, height: 1000 },
      // VS Code itself asks for newer versions of what is installed.
      settings: { 'extensions.autoCheckUpdates': false, 'extensions.autoUpdate': false },
      beforeLoad: (page) =>
        void page
          .context()
          .on('request', (request) => requests.push({ url: request.url(), body: request.postData() ?? '' })),
    });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await vscode.screenshot('failed-package').catch(() => undefined);
  });

  after(() => vscode?.dispose());

  it('reads the review: shading, verdict, hover and panel', async () => {
    await vscode.selectAll();
    await vscode.run('Analyze Sentiment Attention');
    assert.match(await verdict(vscode), /positive \d+ %/i);
    await vscode.run('Open Attention Panel');
    const words = await panelWords(vscode);
    assert.equal(words.length, 72);
    assert.match(await vscode.panel().locator('.verdict-label').innerText(), /positive/i);
    await drawn(
      vscode,
      words.map(({ text }) => text),
    );
    assert.match(await vscode.hover('wonderful'), /% of the attention.*rank \d+ of 72/s);
    await vscode.screenshot('package-review');
  });

  it('shows the review after every epoch of training, from the packed checkpoints', async () => {
    await vscode.run('Show Attention Through Training', { leaves: true });
    const text = (selector: string) => vscode.panel().locator(selector).innerText();
    await vscode.panel().locator('.epoch-label .shown').waitFor();
    for (const [key, label] of [
      ['Home', 'untrained'],
      ['ArrowRight', 'after epoch 1 of 5'],
      ['End', 'after epoch 5 of 5'],
    ] as const) {
      await vscode.panel().locator('.epoch-slider').press(key);
      assert.equal(await text('.epoch-label'), label);
    }
    await vscode.panel().getByText('imdb-article', { exact: true }).click();
    await vscode.until('the article’s network', async () =>
      /^imdb-article read 72 words/.test(await text('.epoch-note')),
    );
    await vscode.screenshot('package-training');
  });

  it('reads with another model, chosen in the settings', async () => {
    await vscode.setSettings({ 'attentionInspector.model': 'imdb-faithful' });
    await vscode.focus();
    await vscode.selectAll();
    await vscode.run('Analyze Sentiment Attention');
    await vscode.until('the other model in the panel', async () =>
      /imdb-faithful/.test(await vscode.panel().locator('body').innerText()),
    );
    assert.match(await verdict(vscode), /positive \d+ %/i);
  });

  it('exports a picture beside the document', async () => {
    await vscode.run('Export…', { leaves: true });
    const list = vscode.page.locator('.quick-input-widget');
    await list.getByRole('option', { name: /^SVG/ }).click();
    const box = list.locator('input[type="text"]');
    await vscode.until('a place for the file', async () => (await box.inputValue()).endsWith('.svg'));
    const file = path.join(vscode.folder, path.basename(await box.inputValue()));
    await list.getByRole('button', { name: 'OK' }).click();
    await vscode.until('the file', () =>
      readFile(file, 'utf8').then(
        (svg) => svg.includes('wonderful') && svg.trimEnd().endsWith('</svg>'),
        () => false,
      ),
    );
  });

  it('asked nobody but this machine', () => {
    // Files of webviews have a name that is answered inside the browser.
    const here = /^(https?:\/\/127\.0\.0\.1:|data:|blob:|https:\/\/vscode-remote\+[\w-]+\.vscode-resource\.)/;
    assert.ok(requests.some(({ url }) => url.includes('/dist/webview/panel.js')));
    // VS Code itself asks its gallery what it knows of installed extensions, by their names.
    const gallery = /\/gallery\/extensionquery$/;
    const others = requests.filter(({ url }) => !here.test(url));
    assert.deepEqual(
      others
        .filter(({ url, body }) => !gallery.test(url) || body.includes('wonderful'))
        .map(({ url }) => url),
      [],
    );
  });

  it('has a page of its own, with no picture that cannot be had', async () => {
    await vscode.run('Extensions: Show Installed Extensions', { leaves: true });
    await vscode.page.locator('.extension-list-item', { hasText: 'Attention Inspector' }).first().click();
    let images = -1;
    await vscode.until('its page', async () => {
      for (const frame of vscode.page.frames()) {
        if ((await frame.locator('h2', { hasText: 'What you can do' }).count()) === 0) continue;
        images = await frame.locator('img').count();
      }
      return images >= 0;
    });
    assert.equal(images, 0);
    await vscode.screenshot('package-page');
  });
});
