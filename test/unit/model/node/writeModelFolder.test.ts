import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadModelFolder } from '../../../../src/model/node/files';
import { writeModelFolder } from '../../../../src/model/node/writeModelFolder';
import { InputError } from '../../../../src/model/types';
import { tinyModelFiles } from '../../../fixtures/tinyModel';

describe('model/node/writeModelFolder', () => {
  let parent = '';
  let folder = '';

  beforeEach(async () => {
    parent = await mkdtemp(path.join(tmpdir(), 'models-'));
    folder = path.join(parent, 'tiny');
  });

  afterEach(() => rm(parent, { recursive: true }));

  const nameOf = async (of = folder) => (await loadModelFolder(of)).manifest.name;
  const refused = (promise: Promise<unknown>, message: RegExp) =>
    assert.rejects(promise, (error) => error instanceof InputError && message.test(error.message));

  it('writes a model with its checkpoints, and leaves nothing beside it', async () => {
    await writeModelFolder(folder, {
      ...tinyModelFiles('tiny', 1, { checkpoints: true }),
      'README.md': '# Card\n',
    });
    assert.equal(await nameOf(), 'tiny');
    assert.equal((await loadModelFolder(folder, 1)).manifest.name, 'tiny, epoch 1');
    assert.equal(await readFile(path.join(folder, 'README.md'), 'utf8'), '# Card\n');
    assert.deepEqual(await readdir(parent), ['tiny']);
  });

  it('replaces a model as a whole', async () => {
    await writeModelFolder(folder, tinyModelFiles('first', 1, { checkpoints: true }));
    await writeModelFolder(folder, tinyModelFiles('second', 2));
    assert.equal(await nameOf(), 'second');
    assert.deepEqual((await readdir(folder)).sort(), Object.keys(tinyModelFiles()).sort());
    assert.deepEqual(await readdir(parent), ['tiny']);
  });

  it('writes to where a link leads', async () => {
    const link = path.join(parent, 'link');
    await writeModelFolder(folder, tinyModelFiles('first'));
    await symlink(folder, link);
    await writeModelFolder(link, tinyModelFiles('second'));
    assert.deepEqual([await nameOf(), await nameOf(link)], ['second', 'second']);
  });

  it('leaves the old model after an error on the way', async () => {
    await writeModelFolder(folder, tinyModelFiles('first'));
    const files = { ...tinyModelFiles('second'), 'vocab.txt': null as unknown as string };
    await assert.rejects(writeModelFolder(folder, files), TypeError);
    assert.equal(await nameOf(), 'first');
    assert.deepEqual(await readdir(parent), ['tiny']);
  });

  it('leaves the old model, and nothing that loads beside it, when the process is killed on the way', async function () {
    this.timeout(30_000); // a process of its own
    await writeModelFolder(folder, tinyModelFiles('first'));
    const program = `
      const { writeModelFolder } = require('./src/model/node/writeModelFolder');
      const { tinyModelFiles } = require('./test/fixtures/tinyModel');
      const kill = { get: () => process.kill(process.pid, 'SIGKILL'), enumerable: true };
      const files = Object.defineProperty(tinyModelFiles('second'), 'weights.bin', kill);
      void writeModelFolder(${JSON.stringify(folder)}, files);
    `;
    const child = spawn(process.execPath, ['--import=tsx', '--eval', program]);
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    assert.equal(signal, 'SIGKILL');
    assert.equal(await nameOf(), 'first');
    const left = (await readdir(parent)).filter((name) => name !== 'tiny');
    assert.equal(left.length, 1);
    assert.match(left[0]!, /^\.tiny\./);
    await refused(nameOf(path.join(parent, left[0]!)), /model\.json: the file is missing/);
    await writeModelFolder(folder, tinyModelFiles('third'));
    assert.equal(await nameOf(), 'third');
  });

  it('brings back what a run had put aside that ended before its own stood there', async () => {
    await writeModelFolder(folder, tinyModelFiles('first'));
    await rename(folder, path.join(parent, '.tiny.replaced'));
    const broken = { 'model.json': null as unknown as string };
    await assert.rejects(writeModelFolder(folder, broken), TypeError);
    assert.equal(await nameOf(), 'first');
    assert.deepEqual(await readdir(parent), ['tiny']);
  });

  it('replaces nothing but a model', async () => {
    const files = tinyModelFiles();
    await mkdir(folder);
    await writeModelFolder(folder, files);
    for (const name of ['thesis.docx', '.git', 'src/main.bin']) {
      const file = path.join(folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, 'mine');
      await refused(writeModelFolder(folder, files), /stands there, which is no model's/);
      assert.equal(await readFile(file, 'utf8'), 'mine');
      await rm(path.join(folder, name.split('/')[0]!), { recursive: true });
    }
    await rm(path.join(folder, 'model.json'));
    await refused(writeModelFolder(folder, files), /files stand there, and no model/);
    await refused(writeModelFolder(path.join(folder, 'vocab.txt'), files), /expected a folder there/);
  });

  it('writes nowhere else', async () => {
    for (const name of ['../other/x.bin', '../x.bin', '/x.bin', 'a/b.bin', '.hidden.bin']) {
      await assert.rejects(writeModelFolder(folder, { ...tinyModelFiles(), [name]: '' }), RangeError, name);
    }
    await assert.rejects(writeModelFolder(folder, { 'weights.bin': '' }), /has a model\.json/);
    assert.deepEqual(await readdir(parent), []);
  });
});
