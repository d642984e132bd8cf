/** A folder that somebody sent, opened without trusting it: what its settings name is not loaded, and that is said. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Workbench } from '../../scripts/host/workbench';
import { panelWords } from './workbenchWords';

describe('a workspace that is not trusted', () => {
  let folder = '';
  let vscode: Workbench;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'untrusted-'));
    await mkdir(path.join(folder, '.vscode'));
    const settings = { 'attentionInspector.model': path.join(folder, 'evil'), 'attentionInspector.gamma': 2 };
    await writeFile(path.join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
    await writeFile(path.join(folder, 'review.txt'), 'What a wonderful film it was, and what a dull ending.');
    vscode = await Workbench.start({ folder, file: 'review.txt', untrusted: true });
  });
  after(async () => {
    await vscode?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('is read by the model of the person’s own settings, and told that its setting is ignored', async () => {
    await vscode.selectAll();
    await vscode.run('Analyze Sentiment Attention');
    await vscode.run('Open Attention Panel');
    assert.ok((await panelWords(vscode)).length > 8);
    assert.match(await vscode.panel().locator('body').innerText(), /imdb-attention/);
    const messages = (await vscode.takeMessages()).join('\n');
    assert.match(messages, /This workspace is not trusted: its setting attentionInspector\.model is ignored/);
    await vscode.screenshot('untrusted');
  });
});
