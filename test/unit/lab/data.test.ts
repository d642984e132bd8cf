import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { readData } from '../../../src/lab/data/read';
import { splitTexts } from '../../../src/lab/data/split';
import { validationTexts } from '../../../src/lab/data/validation';
import { readVectors } from '../../../src/lab/data/vectors';
import { InputError } from '../../../src/model/types';

const ids = (texts: readonly { readonly id: string }[]) => texts.map(({ id }) => id).sort();

describe('data of a training run', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lab-data-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function file(name: string, content: string | Uint8Array): Promise<string> {
    const to = path.join(folder, name);
    await mkdir(path.dirname(to), { recursive: true });
    await writeFile(to, content);
    return to;
  }

  const table = (name: string, labels: readonly (string | number)[]) =>
    file(name, `label,text\n${labels.map((label, i) => `${label},text number ${i}\n`).join('')}`);

  const read = (data: string, options: object = {}) =>
    readData({ data, splitSeed: 1, test: false, ...options });

  async function complaint(data: string, options: object = {}): Promise<string> {
    const error = await read(data, options).then(
      () => assert.fail('was taken without complaint'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof InputError, String(error));
    return error.message.replaceAll(folder + path.sep, '');
  }

  /** Two training reviews of each rating 1, 3, 8, 10, and four test reviews, one of them a copy. */
  const REVIEWS: readonly (readonly [string, string])[] = [
    ...[1, 3].flatMap((r) => [0, 1].map((i) => [`train/neg/${r}${i}_${r}.txt`, `awful ${r} ${i}`] as const)),
    ...[8, 10].flatMap((r) =>
      [0, 1].map((i) => [`train/pos/${r}${i}_${r}.txt`, `lovely ${r} ${i}`] as const),
    ),
    ['test/neg/0_2.txt', 'bad'],
    ['test/neg/1_1.txt', ' awful 3 0\n'],
    ['test/pos/0_9.txt', 'good'],
    ['test/pos/1_7.txt', 'fine'],
  ];

  async function tree(name: string, reviews = REVIEWS): Promise<string> {
    for (const [place, text] of reviews) await file(path.join(name, place), text);
    return path.join(folder, name);
  }

  async function archive(): Promise<string> {
    const tar = pack();
    for (const [place, text] of REVIEWS) tar.entry({ name: `aclImdb/${place}` }, text);
    tar.finalize();
    const chunks: Uint8Array[] = [];
    for await (const chunk of tar) chunks.push(chunk as Uint8Array);
    return file('reviews.tar.gz', gzipSync(Buffer.concat(chunks)));
  }

  describe('classes', () => {
    it('are the labels of a table, sorted', async () => {
      const { labels, train, validation, account } = await read(
        await table('three.csv', ['sad', 'glad', 'mad', 'mad', 'glad', 'sad', 'sad']),
      );
      assert.deepEqual(labels, ['glad', 'mad', 'sad']);
      assert.equal(train.length, 4);
      assert.deepEqual(ids(validation).length, 3);
      assert.deepEqual(account.classes, [1, 1, 2]);
      for (const { text, label } of train) {
        assert.equal(label, [2, 0, 1, 1, 0, 2, 2][Number(text.split(' ')[2])]);
      }
    });

    it('are in the order of numbers where labels are numbers', async () => {
      const { labels } = await read(await table('stars.csv', [10, 9, 1, 2, 10, 9, 1, 2]));
      assert.deepEqual(labels, ['1', '2', '9', '10']);
    });

    it('are negative and positive where labels are names of these', async () => {
      const { labels, train } = await read(await table('two.csv', [1, 'neg', 'pos', 0, 'Positive', '0']));
      assert.deepEqual(labels, ['negative', 'positive']);
      for (const { text, label } of train)
        assert.equal(label, [1, 0, 1, 0, 1, 0][Number(text.split(' ')[2])]);
    });

    it('are those asked for, in their order, by name or by place', async () => {
      const asked = { labels: ['sad', 'mad', 'glad'] };
      const named = await read(await table('named.csv', ['mad', 'glad', 'sad', 'sad', 'glad', 'mad']), asked);
      assert.deepEqual(named.labels, asked.labels);
      assert.equal([...named.train, ...named.validation].find(({ text }) => text.endsWith(' 1'))!.label, 2);
      const placed = await read(await table('placed.csv', [1, 2, 0, 0, 2, 1]), asked);
      assert.equal([...placed.train, ...placed.validation].find(({ text }) => text.endsWith(' 1'))!.label, 2);
    });

    it('that cannot be are complained about, with the line', async () => {
      const odd = await table('odd.csv', ['a', 'b', 'a', 'b', 'c', 'c']);
      assert.equal(
        await complaint(odd, { labels: ['a', 'b'] }),
        'odd.csv, line 6: expected one of the labels "a", "b", found label "c"',
      );
      assert.match(
        await complaint(await table('far.csv', [0, 1, 2]), { labels: ['a', 'b'] }),
        /^far\.csv, line 4: .*"2"$/,
      );
      assert.equal(
        await complaint(await table('one.csv', ['a', 'a'])),
        'one.csv: expected at least two classes, found only "a"',
      );
      assert.equal(
        await complaint(await table('typo.csv', ['a', 'b', 'a', 'bb', 'b'])),
        'typo.csv, line 5: expected at least two texts of each class, found 1 of "bb"',
      );
      assert.match(await complaint(await file('none.csv', 'label,text\n')), /^none\.csv: expected rows/);
      const many = Array.from({ length: 1001 }, (_, i) => `label ${i}`);
      assert.match(
        await complaint(await table('many.csv', many)),
        /^many\.csv: .*found 1001; is label the right column/,
      );
    });
  });

  it('leave out listed texts, other ratings and copies of test texts', async () => {
    const data = await tree('reviews');
    const plain = await read(data, { validation: 2 });
    assert.deepEqual(plain.account.leftOut, { ratings: 0, listed: 0, copies: 1, limit: 0 });
    assert.ok(!ids([...plain.train, ...plain.validation]).includes('train/neg/30_3.txt'));
    const exclude = await file('exclude.txt', 'train/pos/80_8.txt\n\nelsewhere\n');
    const listed = await read(data, { validation: 2, exclude });
    assert.equal(listed.account.leftOut.listed, 1);
    assert.ok(!ids([...listed.train, ...listed.validation]).includes('train/pos/80_8.txt'));
    const extreme = await read(data, { validation: 2, ratings: [1, 10] });
    assert.equal(extreme.account.leftOut.ratings, 4);
    assert.ok([...extreme.train, ...extreme.validation].every(({ rating }) => rating === 1 || rating === 10));
    assert.equal(extreme.test!.length, 4);
  });

  it('complain when a filter leaves nothing, or cannot be used', async () => {
    const data = await tree('reviews');
    assert.equal(
      await complaint(data, { ratings: [1] }),
      'reviews: expected at least two classes, found only "negative" (6 have other ratings)',
    );
    assert.match(
      await complaint(data, { ratings: [5] }),
      /^reviews: no training text is left \(8 have other ratings\)$/,
    );
    const unrated = await table('unrated.csv', ['a', 'b']);
    assert.match(await complaint(unrated, { ratings: [1] }), /^unrated\.csv, line 2: --ratings needs/);
    const exclude = await file('strange.txt', 'elsewhere\n');
    assert.match(
      await complaint(data, { exclude }),
      /^strange\.txt: none of its 1 ids .* "train\/pos\/80_8\.txt"$/,
    );
    assert.match(await complaint(unrated, { test: true }), /^--test: unrated\.csv has no test part/);
  });

  it('are the same from a folder and from its archive', async () => {
    const fromFolder = await read(await tree('reviews'), { validation: 2 });
    const fromArchive = await read(await archive(), { validation: 2 });
    assert.deepEqual(ids(fromArchive.test!), ids(fromFolder.test!));
    const both = ({ train, validation }: typeof fromFolder) => ids([...train, ...validation]);
    assert.deepEqual(both(fromArchive), both(fromFolder));
    assert.equal(fromArchive.account.leftOut.copies, 1);
  });

  it('need no test part, but damage there is told', async () => {
    const trainOnly = await tree(
      'train-only',
      REVIEWS.filter(([place]) => place.startsWith('train')),
    );
    assert.equal((await read(trainOnly, { validation: 2 })).test, null);
    const damaged = await tree('damaged');
    await writeFile(path.join(damaged, 'test/pos/0_9.txt'), Uint8Array.of(0xff));
    assert.match(await complaint(damaged), /0_9\.txt: expected UTF-8/);
  });

  it('have the validation texts of a run for others too', async () => {
    const data = await tree('validated');
    const exclude = await file('validated.txt', 'train/pos/80_8.txt\n');
    const options = { exclude, validation: 4 };
    const { validation, train } = await read(data, options);
    const again = await validationTexts(data, ['negative', 'positive'], options);
    assert.deepEqual(ids(again), ids(validation));
    assert.equal(again.length, 4);
    assert.ok(ids(again).every((id) => !ids(train).includes(id) && id !== 'train/pos/80_8.txt'));
    await assert.rejects(validationTexts(data, ['happy', 'sad']), InputError);
  });

  it('take validation and test texts from files of their own, and train on no copy of these', async () => {
    const data = await table('mine.csv', ['a', 'b', 'a', 'b', 'a', 'b']);
    const validationData = await file('held.csv', 'label,text\nb,text number 1\na,another\n');
    const testData = await file('exam.csv', 'label,text\na,text number 0\n');
    const { train, validation, test, account } = await read(data, { validationData, testData });
    assert.deepEqual(
      train.map(({ text }) => text),
      [2, 3, 4, 5].map((i) => `text number ${i}`),
    );
    assert.deepEqual([validation.length, test!.length, account.leftOut.copies], [2, 1, 2]);
    const wrong = await file('wrong.csv', 'label,text\nc,x\n');
    assert.match(await complaint(data, { validationData: wrong }), /^wrong\.csv, line 2: .*found label "c"$/);
  });

  it('have a fingerprint that every text and label changes', async () => {
    const prints = new Set<string>();
    for (const content of ['a,x\nb,y\na,z\nb,w\n', 'a,x\nb,y\na,z\nb,v\n', 'b,x\na,y\na,z\nb,w\n']) {
      prints.add((await read(await file('print.csv', `label,text\n${content}`))).fingerprint);
    }
    assert.equal(prints.size, 3);
  });
});

describe('a validation split', () => {
  const texts = Array.from({ length: 100 }, (_, i) => ({ label: i % 10 === 0 ? 1 : 0, i }));

  it('has every class in its share, and depends on the seed only', () => {
    const { train, validation } = splitTexts(texts, 20, 2, 7);
    assert.equal(validation.filter(({ label }) => label === 1).length, 2);
    assert.equal(validation.length, 20);
    assert.equal(train.length, 80);
    assert.deepEqual(splitTexts(texts, 20, 2, 7).validation, validation);
    assert.notDeepEqual(splitTexts(texts, 20, 2, 8).validation, validation);
  });

  it('leaves something of each class on both sides', () => {
    for (const size of [2, 99]) {
      const { train, validation } = splitTexts(texts, size, 2, 1);
      for (const part of [train, validation]) {
        assert.deepEqual([...new Set(part.map(({ label }) => label))].sort(), [0, 1]);
      }
    }
  });
});

describe('word vectors', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lab-vectors-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function file(name: string, content: string): Promise<string> {
    await writeFile(path.join(folder, name), content);
    return path.join(folder, name);
  }

  it('are read from text, with or without a first line of counts', async () => {
    for (const head of ['', '3 2\n']) {
      const { size, vectorOf } = await readVectors(
        await file('v.txt', `${head}good 1 2\n. . 0.5 -1\nbad 3 4e-1\n`),
      );
      assert.equal(size, 2);
      assert.deepEqual(Array.from(vectorOf('bad')!), [3, Math.fround(0.4)]);
      assert.deepEqual(Array.from(vectorOf('. .')!), [0.5, -1]);
      assert.equal(vectorOf('constructor'), undefined);
    }
  });

  it('are read from JSON, without the norm behind them', async () => {
    const json = { dimensions: 2, vectors: { good: [1, 2, 2.2, 0] } };
    const { size, vectorOf } = await readVectors(await file('v.json', JSON.stringify(json)));
    assert.equal(size, 2);
    assert.deepEqual(
      Array.from({ length: size }, (_, i) => vectorOf('good')![i]),
      [1, 2],
    );
    assert.equal(vectorOf('constructor'), undefined);
  });

  it('are complained about, with the line', async () => {
    const complain = async (name: string, content: string) => readVectors(await file(name, content));
    await assert.rejects(
      complain('a.txt', 'good 1 2\nbad 1 x\n'),
      /a\.txt, line 2: expected a word and 2 numbers/,
    );
    await assert.rejects(complain('b.txt', ''), /b\.txt: expected a word/);
    await assert.rejects(complain('c.json', '{"vectors": {}}'), /c\.json: not the vectors .*missing/);
    await assert.rejects(readVectors(path.join(folder, 'none.txt')), InputError);
  });
});
