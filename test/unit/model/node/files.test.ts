import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadModelFolder, modelFolderReader } from '../../../../src/model/node/files';
import { InputError } from '../../../../src/model/types';
import { writeTinyModel } from '../../../fixtures/tinyModel';

describe('model/node/files', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'model-'));
    await writeTinyModel(folder, 'tiny');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('reads a file of the folder', async () => {
    await writeFile(path.join(folder, 'note.bin'), Uint8Array.of(1, 2, 255));
    assert.deepEqual([...(await modelFolderReader(folder)('note.bin'))], [1, 2, 255]);
  });

  it('names folder and file when a file is missing or is none', async () => {
    await mkdir(path.join(folder, 'inner'));
    await rejects(modelFolderReader(folder)('absent.txt'), `${folder}: absent.txt: the file is missing`);
    await rejects(modelFolderReader(folder)('inner'), `${folder}: inner: a folder stands there`);
    const nowhere = path.join(folder, 'nowhere');
    await rejects(modelFolderReader(nowhere)('model.json'), `${nowhere}: model.json: the file is missing`);
  });

  it('never leaves the folder', async () => {
    for (const name of ['..', '../x', 'a/../../x', '', '.', path.resolve(folder, '../x'), '/etc/hostname']) {
      await rejects(modelFolderReader(folder)(name), `"${name}" is not a file inside it`);
    }
  });

  it('loads a whole folder', async () => {
    const model = await loadModelFolder(folder);
    assert.equal(model.manifest.name, 'tiny');
  });

  it('names the folder in every complaint about its contents, and keeps no tensor', async () => {
    const before = tf.memory().numTensors;
    await writeFile(path.join(folder, 'weights.bin'), new Uint8Array(7));
    await rejects(loadModelFolder(folder), `${folder}: weights.bin: 7 bytes`);
    await writeFile(path.join(folder, 'model.json'), '{');
    await rejects(loadModelFolder(folder), `${folder}: model.json: not valid JSON`);
    await rm(path.join(folder, 'model.json'));
    await rejects(loadModelFolder(folder), `${folder}: model.json: the file is missing`);
    assert.equal(tf.memory().numTensors, before);
  });
});

async function rejects(promise: Promise<unknown>, part: string): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof InputError);
    assert.ok(error.message.includes(part), `${error.message}\ndoes not hold\n${part}`);
    return true;
  });
}
