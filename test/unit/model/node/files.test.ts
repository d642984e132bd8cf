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
    await mkdir(path.join(folder, 'inner.bin'));
    await rejects(modelFolderReader(folder)('absent.txt'), `${folder}: absent.txt: the file is missing`);
    await rejects(modelFolderReader(folder)('inner.bin'), `${folder}: inner.bin: a folder stands there`);
    const nowhere = path.join(folder, 'nowhere');
    await rejects(modelFolderReader(nowhere)('model.json'), `${nowhere}: model.json: the file is missing`);
  });

  it('reads a file of a sibling, from a folder given in any way', async () => {
    const inner = path.join(folder, 'models', 'inner');
    await mkdir(inner, { recursive: true });
    await mkdir(path.join(folder, 'models', 'other'));
    await writeFile(path.join(folder, 'models', 'other', 'note.bin'), Uint8Array.of(7));
    for (const given of [inner, `${inner}/`, path.relative('.', inner)]) {
      assert.deepEqual([...(await modelFolderReader(given)('../other/note.bin'))], [7]);
    }
    await rejects(
      modelFolderReader(inner)('../absent/x.bin'),
      `${inner}: ../absent/x.bin: the file is missing`,
    );
  });

  it('reads nothing else', async () => {
    await writeFile(path.join(folder, 'hidden'), 'x');
    const traversals = [
      '..',
      '../x',
      '../x.bin',
      'a/../../x',
      'a/../model.json',
      '../../x/y.bin',
      '../.x/y.bin',
    ];
    for (const name of [...traversals, '', '.', 'hidden', path.join(folder, 'model.json'), '/etc/hostname']) {
      await rejects(modelFolderReader(folder)(name), `"${name}" is not a file of it`);
    }
  });

  it('loads a whole folder', async () => {
    const model = await loadModelFolder(folder);
    assert.equal(model.manifest.name, 'tiny');
  });

  it('names the folder in every complaint about its contents', async () => {
    await writeFile(path.join(folder, 'weights.bin'), new Uint8Array(7));
    await rejects(loadModelFolder(folder), `${folder}: weights.bin: 7 bytes`);
    await writeFile(path.join(folder, 'model.json'), '{');
    await rejects(loadModelFolder(folder), `${folder}: model.json: not valid JSON`);
    await rm(path.join(folder, 'model.json'));
    await rejects(loadModelFolder(folder), `${folder}: model.json: the file is missing`);
  });
});

async function rejects(promise: Promise<unknown>, part: string): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof InputError);
    assert.ok(error.message.includes(part), `${error.message}\ndoes not hold\n${part}`);
    return true;
  });
}
