/** The main path once, as a person goes it, in whichever VS Code is asked for: the oldest that is promised, usually. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { findServer, serverNode } from '../../scripts/host/code-server';
import { EDITORS, vscodeIn, whichEditor } from '../../scripts/host/versions';
import { runQuietly } from '../../scripts/host/processes';
import { useWorkbench } from '../browser/harness';
import { drawn, panelWords, verdict } from '../browser/workbenchWords';

const expected = EDITORS[whichEditor()];

describe(`VS Code ${vscodeIn(expected)}`, () => {
  const vscode = useWorkbench({ file: 'positive.txt', size: { width: 1440, height: 1000 } });

  it('is that version, on its Node', async () => {
    const product = JSON.parse(await readFile(path.join(await findServer(), 'package.json'), 'utf8')) as {
      version: string;
    };
    assert.equal(product.version, vscodeIn(expected));
    const said = (await runQuietly(await serverNode(), ['--version'])).trim();
    if (expected.node !== null) assert.equal(said, `v${expected.node}`);
  });

  it('activates the extension and reads: shading, verdict, hover and panel', async () => {
    await vscode().selectAll();
    await vscode().run('Analyze Sentiment Attention');
    assert.match(await verdict(vscode()), /positive \d+ %/i);
    await vscode().run('Open Attention Panel');
    const words = await panelWords(vscode());
    assert.equal(words.length, 72);
    assert.match(await vscode().panel().locator('.verdict-label').innerText(), /positive/i);
    await drawn(
      vscode(),
      words.map(({ text }) => text),
    );
    assert.match(await vscode().hover('wonderful'), /% of the attention.*rank \d+ of 72/s);
    await vscode().screenshot(`smoke-${whichEditor()}`);
  });
});
