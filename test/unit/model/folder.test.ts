import assert from 'node:assert/strict';
import { checksum } from '../../../src/model/checksum';
import { isModelFile, readModelFile } from '../../../src/model/folder';
import { InputError } from '../../../src/model/types';

describe('names of files in a model folder', () => {
  it('may lead into the folder, its checkpoints, or a sibling', () => {
    for (const path of [
      'weights.bin',
      'a-b_c.1.txt',
      'checkpoints/epoch-00.bin',
      '../imdb-attention/vocab.txt',
    ]) {
      assert.ok(isModelFile(path), path);
    }
  });

  it('lead nowhere else', () => {
    const wrong = [
      '',
      '.',
      '..',
      'vocab',
      '.bin',
      '..bin',
      '.hidden.txt',
      '/etc/hosts.txt',
      'C:/x.bin',
      'C:x.bin',
    ];
    const traversals = [
      '../x.bin',
      '../../x/y.bin',
      '.././x.bin',
      '../.ssh/id.txt',
      '../../x.bin',
      '../a/../b.bin',
    ];
    const others = ['a/b.bin', 'checkpoints/../x.bin', 'checkpoints/a/b.bin', '..\\a\\b.bin', 'a\\b.bin'];
    const odd = [
      'a.bin\n',
      'a b.bin',
      'a.bin\0',
      'http://a.b/c.bin',
      '../a/b',
      './a.bin',
      '..//a/b.bin',
      'a.bin:x',
    ];
    for (const path of [...wrong, ...traversals, ...others, ...odd]) assert.ok(!isModelFile(path), path);
  });
});

describe('reading a file that a manifest names', () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const read = () => Promise.resolve(bytes);
  const refused = (promise: Promise<unknown>, message: RegExp) =>
    assert.rejects(promise, (error) => error instanceof InputError && message.test(error.message));

  it('takes its own without a checksum, and any with the right one', async () => {
    assert.equal(await readModelFile(read, 'a.bin'), bytes);
    for (const path of ['a.bin', '../b/a.bin']) {
      assert.equal(await readModelFile(read, path, { [path]: checksum(bytes) }), bytes);
    }
  });

  it("refuses a sibling's without a checksum, and any with a wrong one", async () => {
    await refused(
      readModelFile(read, '../b/a.bin'),
      /"\.\.\/b\/a\.bin" is a file of another model and has none/,
    );
    for (const path of ['a.bin', '../b/a.bin']) {
      await refused(
        readModelFile(read, path, { [path]: '00000000' }),
        /a\.bin: its checksum is 55bc801d, model\.json/,
      );
    }
  });
});
