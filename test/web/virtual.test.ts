/** Workspaces that are on no disk: texts, models and exports there. */
import * as vscode from 'vscode';
import { at, files } from './memory';
import { equal, inspect, match, ok, own, readAll, readText, setSetting, told } from './support';
import { PAN, REVIEW } from './texts';

describe('virtual workspaces, in a browser', () => {
  afterEach(async () => {
    await setSetting('model', undefined);
    await vscode.commands.executeCommand('attentionInspector.clear');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    files.reset();
  });

  it('reads a text in memory and one on the remote machine, side by side', async () => {
    const folders = vscode.workspace.workspaceFolders ?? [];
    equal(
      folders.map(({ uri }) => uri.scheme),
      ['vscode-remote'],
      'the roots',
    );
    await vscode.workspace.fs.writeFile(at('/review.txt'), new TextEncoder().encode(PAN));
    const virtual = await readAll(at('/review.txt'));
    match(virtual.active.analysis.label, /negative/i, 'the verdict in memory');
    const remote = await readAll(vscode.Uri.joinPath(folders[0]!.uri, 'positive.txt'));
    match(remote.active.analysis.label, /positive/i, 'the verdict on the remote machine');
    equal((await inspect()).analyses().length, 2, 'analyses');
  });

  it('loads a model from a folder that is on no disk, and its vocabulary from the folder beside it', async () => {
    for (const file of ['model.json', 'weights.bin'])
      files.writeFile(at(`/models/mine/${file}`), await own(`models/imdb-bag-of-words/${file}`));
    files.writeFile(at('/models/imdb-attention/vocab.txt'), await own('models/imdb-attention/vocab.txt'));
    await setSetting('model', 'memfs:/models/mine');
    const entry = await readText(REVIEW);
    equal(entry.model, 'imdb-bag-of-words', 'the model');
  });

  it('says which file is missing there, and what of a path on a disk cannot be read', async () => {
    await setSetting('model', 'memfs:/nothing/here');
    match(await failure(), /memfs:\/nothing\/here.*model\.json/s, 'what failed');
    await setSetting('model', '/home/somebody/model');
    match(await failure(), /"\/home\/somebody\/model".*browser cannot read/s, 'what failed');
  });

  it('saves exports of every form there', async () => {
    await readText(REVIEW);
    for (const format of ['html', 'svg', 'json', 'csv', 'md', 'png']) {
      const to = at(`/export.${format}`);
      const given = await vscode.commands.executeCommand('attentionInspector.export', {
        format,
        scope: 'text',
        to,
      });
      ok(given, `no export as ${format}`);
      const content = files.content(to);
      if (format === 'png') equal([...content.subarray(1, 4)], [0x50, 0x4e, 0x47], 'a PNG');
      else match(new TextDecoder().decode(content), /wonderful/, format);
    }
    equal(
      files.names().filter((name) => name.includes('.part')),
      [],
      'left over',
    );
  });
});

async function failure(): Promise<string> {
  return told('showErrorMessage', () => readText(REVIEW));
}
