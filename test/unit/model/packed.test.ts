import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { modelFolderReader } from '../../../src/model/node/files';
import { pack, packedName, unpacking } from '../../../src/model/packed';
import { InputError, type ReadFile } from '../../../src/model/types';

const [FIRST, SECOND, THIRD] = [0, 1, 2].map((epoch) => `checkpoints/epoch-0${epoch}.bin`) as [
  string,
  string,
  string,
];
const DELTA = 'checkpoints/epoch-01.delta';

/** A reader of files in memory, which rejects as that of a folder does. */
function reader(files: Readonly<Record<string, Uint8Array>>): ReadFile {
  return async (name) => {
    const bytes = files[name];
    if (!bytes) throw new InputError(`${name}: the file is missing`);
    return bytes;
  };
}

describe('model/packed', () => {
  it('gives back any two files of halves, bit by bit, over a chain', async () => {
    const halves = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(halves, halves, halves, async (...three) => {
        const [a, b, c] = three.map((list) => new Uint8Array(Uint16Array.from(list).buffer));
        const read = unpacking(
          reader({
            [FIRST]: a!,
            [DELTA]: pack(b!, a!, FIRST),
            'checkpoints/epoch-02.delta': pack(c!, b!, SECOND),
          }),
        );
        assert.deepEqual(await read(FIRST), a);
        assert.deepEqual(await read(SECOND), b);
        assert.deepEqual(await read(THIRD), c);
      }),
    );
  });

  it('only knows checkpoints, and takes a file that stands there as it is', async () => {
    for (const name of ['weights.bin', 'vocab.txt', '../other/weights.bin', 'checkpoints/epoch-00.json']) {
      assert.equal(packedName(name), null);
    }
    const asked: string[] = [];
    const read = unpacking(async (name) => {
      asked.push(name);
      return Uint8Array.of(1);
    });
    for (const name of ['weights.bin', SECOND]) assert.deepEqual([...(await read(name))], [1]);
    assert.deepEqual(asked, ['weights.bin', SECOND]);
  });

  it('says of a checkpoint that stands there in neither form what the folder says', async () => {
    const expected = { name: 'InputError', message: `${SECOND}: the file is missing` };
    await assert.rejects(unpacking(reader({}))(SECOND), expected);
    await assert.rejects(unpacking(reader({ [DELTA]: packed(FIRST, 2) }))(SECOND), {
      ...expected,
      message: `${FIRST}: the file is missing`,
    });
  });

  /** A packed file with zeros, told by any name. */
  function packed(base: string, length: number): Uint8Array {
    return pack(new Uint8Array(length), new Uint8Array(length), base);
  }

  it('refuses damaged files, bases of other lengths, and chains that would not end', async () => {
    const cases: [Uint8Array, RegExp][] = [
      [new Uint8Array(0), /this is no packed checkpoint/],
      [new Uint8Array(40), /this is no packed checkpoint/],
      [packed(FIRST, 2).subarray(0, 12), /this is no packed checkpoint/],
      [packed(FIRST, 4), /4 bytes do not fit the 2 of its base/],
      [packed(FIRST, 2).subarray(0, -1), /1 bytes do not fit the 2 of its base/],
      ...[SECOND, THIRD, 'weights.bin', '../other/weights.bin', 'checkpoints/../../x.bin', '/etc/passwd'].map(
        (base): [Uint8Array, RegExp] => [packed(base, 2), /is no checkpoint before it/],
      ),
    ];
    for (const [bytes, message] of cases) {
      const read = unpacking(reader({ [FIRST]: new Uint8Array(2), [DELTA]: bytes }));
      await assert.rejects(read(SECOND), { name: 'InputError', message });
    }
    assert.throws(() => pack(new Uint8Array(2), new Uint8Array(4), FIRST), InputError);
    assert.throws(() => pack(new Uint8Array(3), new Uint8Array(3), FIRST), InputError);
  });

  it('saves a third of what a shipped model’s training takes when zipped', async () => {
    const folder = path.resolve('models/imdb-article');
    const read = modelFolderReader(folder);
    const names = (await readdir(path.join(folder, 'checkpoints'))).sort();
    const [third, fourth] = await Promise.all(names.slice(3, 5).map((name) => read(`checkpoints/${name}`)));
    const zipped = (bytes: Uint8Array) => deflateRawSync(bytes).length;
    assert.ok(zipped(pack(fourth!, third!, `checkpoints/${names[3]}`)) < 0.67 * zipped(fourth!));
  });
});
