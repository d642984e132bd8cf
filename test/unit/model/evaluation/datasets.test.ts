import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { ARCHIVE_LIMITS } from '../../../../src/model/node/formats/archive';
import type { Example } from '../../../../src/model/evaluation/types';
import { readExamples } from '../../../../src/model/node/datasets';
import { MAX_TEXT_BYTES } from '../../../../src/model/node/lines';
import { InputError } from '../../../../src/model/types';

const fixtures = path.join('test', 'fixtures', 'data');

async function read(file: string, split: 'train' | 'test' = 'test'): Promise<Example[]> {
  const examples: Example[] = [];
  for await (const example of readExamples(file, { split })) examples.push(example);
  return examples;
}

/** A tar archive in memory, entries in the given order. */
async function tarOf(entries: readonly (readonly [name: string, content: string | Uint8Array])[]) {
  const archive = pack();
  for (const [name, content] of entries) archive.entry({ name }, content);
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

describe('labelled texts from disk', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'datasets-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function file(name: string, content: string | Uint8Array): Promise<string> {
    const to = path.join(folder, name);
    await mkdir(path.dirname(to), { recursive: true });
    await writeFile(to, content);
    return to;
  }

  /** The one InputError that reading gives; its message must name the file. */
  async function complaint(where: string): Promise<string> {
    const error = await read(where).then(
      () => assert.fail(`${where} was read without complaint`),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof InputError, String(error));
    assert.ok(error.message.startsWith(where), error.message);
    assert.ok(!error.message.includes('\n'), error.message);
    return error.message.slice(where.length);
  }

  const complain = async (name: string, content: string | Uint8Array) => complaint(await file(name, content));

  describe('as an aclImdb folder', () => {
    it('come in the documented order with ids, labels, ratings and untouched text', async () => {
      const examples = await read(path.join(fixtures, 'aclImdb'));
      assert.deepEqual(
        examples.map(({ id, label, rating }) => [id, label, rating]),
        [
          ['test/pos/1_8.txt', 1, 8],
          ['test/pos/2_7.txt', 1, 7],
          ['test/pos/10_10.txt', 1, 10],
          ['test/neg/3_1.txt', 0, 1],
          ['test/neg/20_4.txt', 0, 4],
        ],
      );
      assert.equal(examples[0]!.text, 'Garde à Vue is a small wonder.');
      assert.equal(examples[3]!.text, 'A waste of two hours.<br /><br />Avoid it.');
    });

    it('are found from the folder above as well, in the split asked for', async () => {
      const ids = (await read(fixtures, 'train')).map(({ id }) => id);
      assert.deepEqual(ids, ['train/pos/0_9.txt', 'train/neg/0_2.txt']);
    });

    it('without the split say what is missing', async () => {
      assert.match(await complaint('src'), /expected the folders test\/pos and test\/neg/);
    });

    it('name the review that is not text', async () => {
      await file('broken/test/neg/1_1.txt', 'bad');
      await file('broken/test/pos/1_9.txt', Uint8Array.of(0x67, 0xff, 0x67));
      assert.match(await complaint(path.join(folder, 'broken')), /1_9\.txt: expected UTF-8 text/);
    });

    it('say so when a class has no review', async () => {
      await file('half/test/pos/1_9.txt', 'good');
      await mkdir(path.join(folder, 'half/test/neg'), { recursive: true });
      assert.match(await complaint(path.join(folder, 'half')), /neg: expected reviews named ID_RATING\.txt/);
    });
  });

  describe('as an archive', () => {
    const entries = [
      ['aclImdb/README', 'read me'],
      ['aclImdb/test/neg/9_2.txt', 'Poor.'],
      ['aclImdb/test/neg/._9_2.txt', 'resource fork'],
      ['aclImdb/test/urls_neg.txt', 'http://example.invalid/'],
      ['aclImdb/train/unsup/1_0.txt', 'Unlabelled.'],
      ['aclImdb/train/pos/5_9.txt', 'Training.'],
      ['aclImdb/test/pos/4_10.txt', 'Brilliant.<br />Go.'],
    ] as const;

    const expected = [
      { id: 'test/neg/9_2.txt', text: 'Poor.', label: 0, rating: 2 },
      { id: 'test/pos/4_10.txt', text: 'Brilliant.<br />Go.', label: 1, rating: 10 },
    ];

    it('are streamed from .tar.gz in its order', async () => {
      assert.deepEqual(await read(await file('a.tar.gz', gzipSync(await tarOf(entries)))), expected);
    });

    it('are known by their bytes where the name says nothing', async () => {
      assert.deepEqual(await read(await file('download', gzipSync(await tarOf(entries)))), expected);
      assert.deepEqual(await read(await file('unzipped', await tarOf(entries))), expected);
    });

    it('can be left half-way', async () => {
      const archive = await file('b.tar.gz', gzipSync(await tarOf(entries)));
      for await (const example of readExamples(archive, { split: 'test' })) {
        assert.equal(example.id, 'test/neg/9_2.txt');
        break;
      }
      await rm(archive);
    });

    it('say that the archive is cut short', async () => {
      // Incompressible content, so that half the archive is more than one entry.
      const noise = Array.from({ length: 40_000 }, (_, i) => (i * 2654435761) % 26).map((n) =>
        String.fromCharCode(97 + n),
      );
      const whole = gzipSync(await tarOf([...entries, ['aclImdb/test/pos/6_8.txt', noise.join('')]]));
      const half = whole.subarray(0, whole.length >> 1);
      assert.match(await complain('short.tar.gz', half), /the archive is cut short/);
      const tar = await tarOf(entries);
      assert.match(await complain('short.tar', tar.subarray(0, 1300)), /the archive is cut short/);
    });

    it('say that it is no archive, or not this one', async () => {
      assert.match(await complain('text.tar.gz', gzipSync('just text '.repeat(200))), /cannot be read/);
      const other = gzipSync(await tarOf([['notes.txt', 'hello']]));
      assert.match(await complain('other.tar.gz', other), /under test\/pos and test\/neg, found 0 and 0/);
    });

    it('refuse links and devices, wherever they stand', async () => {
      for (const type of ['symlink', 'link', 'character-device', 'block-device', 'fifo'] as const) {
        const archive = pack();
        archive.entry({ name: 'aclImdb/test/pos/1_9.txt', type, linkname: '/etc/passwd' });
        for (const [name, content] of entries) archive.entry({ name }, content);
        archive.finalize();
        const chunks: Uint8Array[] = [];
        for await (const chunk of archive) chunks.push(chunk as Uint8Array);
        const message = await complain(`${type}.tar`, Buffer.concat(chunks));
        assert.match(message, new RegExp(`expected files and folders, found ".*", which is a "${type}"`));
      }
    });

    it('refuse one that grows a thousandfold, before it has', async () => {
      const blanks = Buffer.alloc(64 * 1024 * 1024);
      const bomb = gzipSync(await tarOf([['aclImdb/notes.bin', blanks], ...entries]));
      assert.ok(bomb.length < 100_000);
      const message = await complain('bomb.tar.gz', bomb);
      const [, out] = /bytes of it unpack to (\d+) and more/.exec(message) ?? [];
      assert.ok(Number(out) <= ARCHIVE_LIMITS.freeBytes + 2 ** 20, message);
    });

    it('refuse names that lead out of the archive', async () => {
      for (const name of ['../test/pos/1_9.txt', 'aclImdb/../../test/pos/1_9.txt', '/test/pos/1_9.txt']) {
        const archive = await tarOf([[name, 'x'], ...entries]);
        assert.match(await complain('out.tar', archive), /expected entry names inside the archive, found "/);
      }
    });

    it('refuse a review beyond the size limit without reading it', async () => {
      const archive = await tarOf([['aclImdb/test/pos/1_9.txt', Buffer.alloc(MAX_TEXT_BYTES + 1, 97)]]);
      assert.match(await complain('huge.tar', archive), /1_9\.txt: expected at most 16777216 bytes/);
    });
  });

  describe('as a CSV', () => {
    it('are read with quotes, line breaks in fields and further columns', async () => {
      assert.deepEqual(await read(path.join(fixtures, 'reviews.csv')), [
        { id: 'row 1', text: 'Great, and "loud" too', label: 1 },
        { id: 'row 2', text: 'Two\nlines of boredom', label: 0 },
        { id: 'row 3', text: 'Fine', label: 1 },
      ]);
    });

    it('keep CRLF inside a field and drop it between rows', async () => {
      const csv = await file('crlf.csv', '\uFEFFtext,label\r\n"a\r\nb",1\r\n\r\nc,0\r\n');
      assert.deepEqual(
        (await read(csv)).map(({ text }) => text),
        ['a\r\nb', 'c'],
      );
    });

    const broken: [what: string, content: string, message: RegExp][] = [
      [
        'missing header',
        '1,good\n',
        /, line 1: expected a header with the columns label and text, found \["1"/,
      ],
      ['bad label', 'label,text\n1,a\n2,b\n', /, line 3: expected label 0, 1, neg.*found label "2"/],
      ['label after a long field', 'label,text\n1,"a\nb\nc"\nx,d\n', /, line 5: expected label/],
      ['short row', 'label,text\n1\n', /, line 2: expected 2 columns as in the header, found 1/],
      ['open quote', 'label,text\n1,a\n0,"b\nc\n', /, line 3: expected a closing quote/],
      ['stray quote', 'label,text\n1,"a" b\n', /, line 2: expected quotes around whole fields/],
      ['inner quote', 'label,text\n1,a\n1,a "b" c\n', /, line 3: expected quotes around whole fields/],
      ['empty text', 'label,text\n1, \n', /, line 2: expected a text, found an empty one/],
      ['no rows', 'label,text\n', /: expected rows under the header/],
      ['only blank lines', '\n\n', /: expected a header with label and text/],
    ];
    for (const [what, content, message] of broken) {
      it(`complain about: ${what}`, async () => {
        assert.match(await complain('broken.csv', content), message);
      });
    }

    it('complain about a row that never ends', async () => {
      const line = `${'x'.repeat(1 << 20)}\n`;
      assert.match(
        await complain('endless.csv', `label,text\n1,"${line.repeat(18)}`),
        /, line 2: .* one row/,
      );
    });
  });

  describe('as a TSV', () => {
    it('take quotes literally unless they enclose the whole field', async () => {
      assert.deepEqual(await read(path.join(fixtures, 'reviews.tsv')), [
        { id: 'first', text: '"Intensive Care" by someone is the worst', label: 0 },
        { id: 'row 2', text: 'quoted whole, with "quotes"', label: 1 },
      ]);
    });

    it('complain about a row of another width', async () => {
      assert.match(
        await complain('broken.tsv', 'label\ttext\n1\ta\tb\n'),
        /, line 2: expected 2 columns.*found 3/,
      );
    });

    it('are known by their header where the name says nothing', async () => {
      assert.equal((await read(await file('some.txt', 'label\ttext\n1\ta\n'))).length, 1);
      assert.equal((await read(await file('other.txt', 'text,label\na,1\n'))).length, 1);
    });
  });

  describe('as JSON Lines', () => {
    it('are read with ids, blank lines and words in place of text', async () => {
      assert.deepEqual(await read(path.join(fixtures, 'reviews.jsonl')), [
        { id: 'a', text: 'Lovely 😀 film', label: 1 },
        { id: 'row 2', text: 'Boring', label: 0 },
        { id: '7', text: 'so bad .', label: 0 },
      ]);
    });

    const good = '{"text": "a", "label": 1}\n';
    const broken: [what: string, content: string, message: RegExp][] = [
      ['broken JSON', `${good}{"text": "b", \n`, /, line 2: expected a JSON object, found "\{/],
      ['a list', '[1, 2]\n', /, line 1: expected a JSON object, found \[1,2\]/],
      ['no text', '{"label": 1}\n', /, line 1: expected a string field "text", found none/],
      ['a number as text', '{"text": 5, "label": 1}\n', /, line 1: .* found 5/],
      ['no label', `${good}\n{"text": "a"}\n`, /, line 3: expected label .* found no label/],
      ['a label of another kind', '{"text": "a", "label": true}\n', /found label true/],
      [
        'a label named as a property of objects',
        '{"text": "a", "label": "constructor"}\n',
        /found label "cons/,
      ],
      ['no line', '\n', /: expected one \{"text", "label"\} a line/],
    ];
    for (const [what, content, message] of broken) {
      it(`complain about: ${what}`, async () => {
        assert.match(await complain('broken.jsonl', content), message);
      });
    }
  });

  describe('whatever the form', () => {
    it('complain about a missing or empty file', async () => {
      assert.match(await complaint(path.join(folder, 'nowhere')), /: cannot be read \(ENOENT/);
      assert.match(await complain('empty.csv', ''), /: the file is empty; expected an aclImdb folder/);
    });

    it('complain about a file of another kind', async () => {
      assert.match(await complain('notes.md', '# Notes\n'), /: not a data set this can read; expected/);
    });

    it('complain about bytes that are not UTF-8 text, with the line', async () => {
      const latin = Buffer.from('label\ttext\n1\tVoilà\n', 'latin1');
      assert.match(await complain('latin.tsv', latin), /, line 2: expected UTF-8 text/);
      assert.match(await complain('binary.tsv', 'label\ttext\n1\ta\0b\n'), /, line 2: .*NUL byte/);
    });

    it('complain about a line beyond the size limit, and read one of 10 MB', async () => {
      const long = 'word '.repeat(2_000_000);
      assert.equal((await read(await file('long.tsv', `label\ttext\n1\t${long}\n`)))[0]!.text, long);
      const longer = Buffer.alloc(MAX_TEXT_BYTES + 1, 97);
      assert.match(await complain('longer.tsv', longer), /, line 1: expected at most 16777216 bytes/);
    });
  });
});
