/** Model folders that would like to take memory, time, or files that are none of theirs. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { loadAlignmentModel } from '../../../src/model/alignment/folder';
import { checksum } from '../../../src/model/checksum';
import { isModelFile } from '../../../src/model/folder';
import { LIMITS } from '../../../src/model/limits';
import { loadAnyModel } from '../../../src/model/load';
import { loadModelFolder, modelFolderReader } from '../../../src/model/node/files';
import { quoteShort } from '../../../src/model/quote';
import { InputError, type ReadFile } from '../../../src/model/types';
import { Vocab } from '../../../src/model/vocab';
import { tinyAlignmentFiles } from '../../fixtures/alignment';
import { bagFiles } from '../../fixtures/bagOfWords';
import { filesReader, tinyModelFiles, writeTinyModel } from '../../fixtures/tinyModel';

type Json = Record<string, unknown>;
type Groups = { paths: string[]; weights: { name: string; shape: number[] }[] }[];

const bytes = (text: string) => new TextEncoder().encode(text);
const jsonOf = (files: Record<string, Uint8Array>) =>
  JSON.parse(new TextDecoder().decode(files['model.json'])) as Json;

const KINDS: Readonly<Record<string, [Record<string, Uint8Array>, (read: ReadFile) => Promise<unknown>]>> = {
  classifier: [tinyModelFiles(), loadAnyModel],
  'bag of words': [bagFiles(), loadAnyModel],
  alignment: [tinyAlignmentFiles(), loadAlignmentModel],
};

async function refused(promise: Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(promise, (error: Error) => {
    assert.ok(error instanceof InputError, error.stack);
    assert.match(error.message, message);
    assert.ok(error.message.length < 600, `${error.message.length} characters`);
    return true;
  });
}

for (const [kind, [files, load]] of Object.entries(KINDS)) {
  describe(`the folder of a ${kind}`, () => {
    const asked: string[] = [];
    const reader = (replace: Record<string, Uint8Array> = {}): ReadFile => {
      asked.length = 0;
      const read = filesReader({ ...files, ...replace });
      return (name, most) => {
        asked.push(name);
        return read(name, most);
      };
    };
    const manifest = (change: (json: Json) => void) => {
      const json = structuredClone(jsonOf(files));
      change(json);
      return { 'model.json': bytes(JSON.stringify(json)) };
    };
    const architecture = (json: Json) => json['architecture'] as Record<string, unknown>;
    const groups = (json: Json) => json['weightsManifest'] as Groups;

    it('that claims absurd sizes is refused before any other file is read', async () => {
      for (const size of [1e12, 1e300, 2 ** 53, -1, 0, 0.5, '1', null]) {
        for (const name of Object.keys(architecture(jsonOf(files)))) {
          if (typeof architecture(jsonOf(files))[name] !== 'number' || (size === 0 && name === 'pairs'))
            continue;
          const read = reader(manifest((json) => (architecture(json)[name] = size)));
          await refused(load(read), new RegExp(`model\\.json: architecture\\.${name}`));
          assert.deepEqual(asked, ['model.json']);
        }
      }
    });

    it('whose weights have shapes that overflow is refused before they are read', async () => {
      for (const shape of [
        [2_000_000, 2_000_000, 2_000_000, 2_000_000],
        [1e12],
        Array<number>(100_000).fill(2),
      ]) {
        const read = reader(manifest((json) => (groups(json)[0]!.weights[0]!.shape = shape)));
        await refused(
          load(read),
          /model\.json: (?:weightsManifest\.0\.weights\.0\.shape|weight ".*" has shape)/,
        );
        assert.ok(!asked.includes('weights.bin'));
      }
    });

    it('that names one file often, or very many, is refused before they are read', async () => {
      const often = reader(manifest((json) => groups(json)[0]!.paths.push(...groups(json)[0]!.paths)));
      await refused(load(often), /weightsManifest: a file stands there a second time/);
      const many = Array.from({ length: LIMITS.weightFiles + 1 }, (_, i) => `w${i}.bin`);
      await refused(load(reader(manifest((json) => (groups(json)[0]!.paths = many)))), /at most 1024 files/);
      assert.deepEqual(asked, ['model.json']);
    });

    it('with files that are longer than they can be is refused', async () => {
      const long = reader({ 'model.json': new Uint8Array(LIMITS.manifestBytes + 1) });
      await refused(load(long), /model\.json: 4194305 bytes, expected at most 4194304/);
      const weights = groups(jsonOf(files)).at(-1)!.paths[0]!;
      const more = Buffer.concat([files[weights]!, Uint8Array.of(0)]);
      await refused(load(reader({ [weights]: more })), /: \d+ bytes, expected/);
      const words = bytes(
        `${Vocab.parse(new TextDecoder().decode(files['vocab.txt'])).toString()}one-more 1\n`,
      );
      await refused(
        load(reader({ 'vocab.txt': words })),
        /more than \d+ tokens, as many as model\.json says/,
      );
    });

    it('that names ways out of itself is refused', async () => {
      const ways = [
        ...[
          '../x',
          '..',
          '../../x.bin',
          '/etc/passwd',
          '/etc/hosts.bin',
          '../a/../../x.bin',
          './weights.bin',
        ],
        ...[
          '..\\a\\x.bin',
          'a\\x.bin',
          '%2e%2e/a/x.bin',
          '..%2fx.bin',
          '%2Fetc%2Fpasswd.bin',
          'C:\\x.bin',
          'C:x.bin',
        ],
        ...[
          'file:///etc/passwd.bin',
          'https://example.org/x.bin',
          '../a/b/x.bin',
          '..//x.bin',
          '\u2024\u2024/x.bin',
        ],
        ...[
          'weights.bin\0.txt',
          'weights.bin\n',
          ' weights.bin',
          '~/x.bin',
          '../~/x.bin',
          '.../x.bin',
          '../.git/x.bin',
        ],
        ...[
          'NUL.bin',
          'con.txt',
          '../aux/x.bin',
          'COM1.bin',
          'lpt9.x.bin',
          '../a/prn.bin',
          `${'a'.repeat(300)}.bin`,
        ],
      ];
      for (const way of ways) {
        assert.ok(!isModelFile(way), way);
        await refused(
          load(reader(manifest((json) => (groups(json)[0]!.paths = [way])))),
          /model\.json: weightsManifest\.0\.paths\.0/,
        );
        await refused(
          load(reader(manifest((json) => (json['vocabulary'] = way)))),
          /model\.json: vocabulary/,
        );
      }
      assert.deepEqual(asked, ['model.json']);
    });

    it('takes of a sibling one file by its checksum, and follows no sibling’s sibling', async () => {
      const vocabulary = files['vocab.txt']!;
      const named = (checksums: Record<string, string>) =>
        manifest((json) => Object.assign(json, { vocabulary: '../other/vocab.txt', checksums }));
      // What the sibling's own manifest says leads in a circle: nobody reads it.
      const others = {
        '../other/vocab.txt': vocabulary,
        '../other/model.json': bytes(
          JSON.stringify({ ...jsonOf(files), vocabulary: `../${kind}/vocab.txt` }),
        ),
      };
      await load(reader({ ...others, ...named({ '../other/vocab.txt': checksum(vocabulary) }) }));
      assert.ok(!asked.includes('../other/model.json'));
      for (const checksums of [
        {},
        { '../other/vocab.txt': '00000000' },
        { 'vocab.txt': checksum(vocabulary) },
      ]) {
        await refused(load(reader({ ...others, ...named(checksums as Record<string, string>) })), /checksum/);
      }
    });

    it('with prototype keys is read as if they were not there, or refused', async () => {
      const text = new TextDecoder().decode(files['model.json']);
      for (const key of ['__proto__', 'constructor', 'prototype', 'toString']) {
        const more = text.replace('{', `{"${key}": {"polluted": 1, "format": "x"},`);
        await load(reader({ 'model.json': bytes(more) }));
        const inside = manifest(() => undefined)['model.json'];
        const sums = new TextDecoder().decode(inside).replace('{', `{"checksums": {"${key}": "00000000"},`);
        await load(reader({ 'model.json': bytes(sums) }));
      }
      for (const name of ['__proto__', 'constructor']) {
        const other = reader(manifest((json) => (groups(json)[0]!.weights[0]!.name = name)));
        await refused(load(other), /model\.json: weight/);
      }
      assert.equal(({} as Json)['polluted'], undefined);
    });

    it('has its nonsense said in one short line, with nothing in it that hides', async () => {
      const evil = `${'x'.repeat(1_000_000)}\u202e\u001b[31m\n`;
      const keys = ['format', 'name', 'vocabulary', 'description', 'weightsManifest'];
      for (const key of keys) {
        const json = manifest((all) => (all[key] = key === 'description' ? [evil] : evil));
        await assert.rejects(load(reader(json)), (error: Error) => {
          assert.ok(error instanceof InputError && error.message.length < 600);
          assert.doesNotMatch(error.message, /[\p{Cc}\u202e]/u);
          return true;
        });
      }
    });
  });
}

describe('a vocabulary', () => {
  const head = '<pad> 0\n<unk> 1\n';
  it('of names that objects have by themselves is looked up right', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'];
    const vocab = Vocab.parse(head + names.map((name, i) => `${name} ${i}\n`).join(''));
    names.forEach((name, i) =>
      assert.deepEqual([vocab.id(name), vocab.token(i + 2), vocab.count(i + 2)], [i + 2, name, i]),
    );
    const empty = Vocab.parse(head);
    for (const name of names) assert.deepEqual([empty.has(name), empty.id(name)], [false, empty.unknownId]);
  });

  it('may hold control and direction characters; not blanks, repeats, empty lines or other ends of lines', () => {
    const vocab = Vocab.parse(`${head}a\u0001b 1\n\u202ec 1\n`);
    assert.deepEqual([vocab.id('a\u0001b'), vocab.id('\u202ec')], [2, 3]);
    const wrong: [string, RegExp][] = [
      [`${head}good 1\ngood 1\n`, /line 4: "good" stands there a second time/],
      [`${head}\u202ea 1\n\u202ea 1\n`, /line 4: "\\u202ea" stands there a second time/],
      [`${head}\nfilm 1\n`, /line 3: expected "token count"/],
      [head.replaceAll('\n', '\r\n'), /line 1: expected "token count", found a carriage return/],
      [`${head}a\u2028b 1\n`, /line 3: expected "token count"/],
      [`${head}a ${'9'.repeat(400)}\n`, /line 3: expected "token count"/],
    ];
    for (const [text, message] of wrong) {
      assert.throws(
        () => Vocab.parse(text),
        (error) => error instanceof InputError && message.test(error.message),
      );
    }
  });

  it('may begin with a byte order mark, and holds no halves of characters', async () => {
    const files = tinyModelFiles();
    const marked = Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), files['vocab.txt']!]);
    await loadAnyModel(filesReader({ ...files, 'vocab.txt': marked }));
    const half = Buffer.concat([files['vocab.txt']!, Uint8Array.of(0xed, 0xa0, 0x80, 0x20, 0x31, 0x0a)]);
    await refused(loadAnyModel(filesReader({ ...files, 'vocab.txt': half })), /vocab\.txt: not UTF-8/);
    const made = Vocab.fromCounts(
      new Map([
        ['\ud800', 5],
        ['\udc00', 4],
        ['', 3],
        ['a b', 2],
        ['ok', 1],
      ]),
      9,
    );
    assert.equal(made.toString(), '<pad> 0\n<unk> 0\nok 1\n');
  });
});

describe('a model folder on disk', () => {
  let outside = '';
  let models = '';
  let folder = '';
  beforeEach(async () => {
    outside = await mkdtemp(path.join(os.tmpdir(), 'hostile-'));
    models = path.join(outside, 'models');
    folder = path.join(models, 'tiny');
    await mkdir(models);
    await writeTinyModel(folder, 'tiny');
    await writeFile(path.join(outside, 'secret.txt'), 'secret');
  });
  afterEach(() => rm(outside, { recursive: true }));

  it('is followed through links that stay inside, and through one to itself', async () => {
    await symlink('vocab.txt', path.join(folder, 'words.txt'));
    assert.ok((await modelFolderReader(folder)('words.txt')).length > 0);
    await symlink(folder, path.join(outside, 'elsewhere'));
    await loadModelFolder(path.join(outside, 'elsewhere'));
  });

  it('has links that lead out, or in a circle, refused', async () => {
    await symlink('../../secret.txt', path.join(folder, 'a.txt'));
    await symlink(outside, path.join(folder, 'checkpoints'));
    await symlink(outside, path.join(models, 'sibling'));
    await symlink('circle.txt', path.join(folder, 'circle.txt'));
    const read = modelFolderReader(folder);
    for (const name of ['a.txt', 'checkpoints/secret.txt', '../sibling/secret.txt']) {
      await refused(read(name), /: a link that leads out of the folder/);
    }
    await refused(read('circle.txt'), /circle\.txt: links lead in a circle/);
  });

  it('has what never ends, and what is too long, refused without reading', async function () {
    const read = modelFolderReader(folder);
    if (process.platform === 'linux') {
      execFileSync('mkfifo', [path.join(folder, 'pipe.bin')]);
      await refused(read('pipe.bin'), /pipe\.bin: a pipe or device stands there/);
      await symlink('/dev/zero', path.join(folder, 'zero.bin'));
      await refused(read('zero.bin'), /zero\.bin: a link that leads out/);
    }
    // A terabyte that takes no place.
    await truncate(path.join(folder, 'weights.bin'), 1e12).catch(() => this.skip());
    await refused(loadModelFolder(folder), /weights\.bin: 1000000000000 bytes, expected at most \d+/);
    await truncate(path.join(folder, 'vocab.txt'), 1e12);
    await refused(loadModelFolder(folder), /: 1000000000000 bytes, expected at most \d+/);
    await truncate(path.join(folder, 'model.json'), 1e12);
    await refused(loadModelFolder(folder), /model\.json: 1000000000000 bytes, expected at most 4194304/);
  });
});

describe('a value in a message', () => {
  it('is short and shows what would hide', () => {
    assert.equal(quoteShort('a\u202eb\u0000'), '"a\\u202eb\\u0000"');
    assert.ok(quoteShort('x'.repeat(1e6)).length < 70);
    assert.ok(!/[\ud800-\udbff]…/.test(quoteShort('😀'.repeat(100))));
    assert.equal(quoteShort(undefined), 'undefined');
  });
});
