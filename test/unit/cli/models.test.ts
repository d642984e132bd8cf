import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findModel } from '../../../src/cli/models';
import { classifierNames, modelNames } from '../../../src/model/node/modelFolders';
import { writeTinyModel } from '../../fixtures/tinyModel';

describe('models by name', () => {
  let folder = '';

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'named-'));
    await writeTinyModel(path.join(folder, 'whole'));
    await writeTinyModel(path.join(folder, 'left'));
    await rename(path.join(folder, 'left'), path.join(folder, '.left.replaced'));
    await mkdir(path.join(folder, 'empty'));
  });
  after(() => rm(folder, { recursive: true }));

  it('are the folders with a manifest, but for those that a run left behind', async () => {
    assert.deepEqual(await modelNames(folder), ['whole']);
    assert.equal(await findModel('whole', folder), path.join(folder, 'whole'));
    await assert.rejects(findModel('.left.replaced', folder), /\(there: whole\)/);
    await assert.rejects(findModel('empty', folder), /\(there: whole\)/);
  });

  it('are offered without the sisters from other seeds that one of them names, which are found all the same', async () => {
    const manifest = path.join(folder, 'whole', 'model.json');
    const before = await readFile(manifest, 'utf8');
    await writeTinyModel(path.join(folder, 'whole-2'));
    await writeFile(manifest, JSON.stringify({ ...(JSON.parse(before) as object), seeds: ['whole-2', 7] }));
    assert.deepEqual(await classifierNames(folder), ['whole']);
    assert.equal(await findModel('whole-2', folder), path.join(folder, 'whole-2'));
    await writeFile(manifest, before);
    assert.deepEqual(await classifierNames(folder), ['whole', 'whole-2']);
    await rm(path.join(folder, 'whole-2'), { recursive: true });
  });

  it('give verdicts, but for those that align; a damaged manifest is for the loader to complain of', async () => {
    for (const [name, manifest] of [
      ['dates', '{"kind":"alignment"}'],
      ['damaged', '{"kind":'],
    ] as const) {
      await mkdir(path.join(folder, name));
      await writeFile(path.join(folder, name, 'model.json'), manifest);
    }
    assert.deepEqual(await classifierNames(folder), ['damaged', 'whole']);
    assert.deepEqual(await classifierNames(path.join(folder, 'nowhere')), []);
  });
});
