import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readUnlabelled, unlabelledPath } from '../../../src/lab/data/unlabelled';
import type { EpochRecord } from '../../../src/lab/report/curves';
import { bytes, cell, duration, shortPath, textList } from '../../../src/lab/report/wording';
import { commandLine, resumeCommand } from '../../../src/lab/run/command';
import { figuresOf } from '../../../src/lab/run/figures';
import { meanInterval } from '../../../src/model/evaluation/statistics';
import { Clock } from '../../../src/lab/run/progress';
import { outOfPatience } from '../../../src/lab/run/train';

describe('commands of a run', () => {
  it('are written as they were typed, without where things stand on this machine', () => {
    const flags = {
      ...{ data: '/home/me/my reviews.csv', out: 'models/mine', learningRate: 0.01, bidirectional: true },
      ...{ trainEmbedding: false, labels: ['a', "b's"], models: ['/x/one', 'two'] },
    };
    assert.equal(
      commandLine('train', { flags, configFile: '../configs/small.json' }),
      "attention-inspector train --config small.json --data 'my reviews.csv' --out models/mine --learning-rate 0.01" +
        " --bidirectional --no-train-embedding --labels 'a,b'\\''s' --models one,two",
    );
  });

  it('that go on name the place', () => {
    assert.equal(
      resumeCommand('pretrain', { out: 'a b', work: '/tmp/w' }),
      "attention-inspector pretrain --resume --out 'a b' --work /tmp/w",
    );
  });
});

describe('the clock of a run', () => {
  it('foretells the rest from the mean of all steps so far', () => {
    let now = 0;
    const clock = new Clock(() => now);
    const first = clock.epoch(1, 3);
    const step = { total: 10, loss: 1, accuracy: 0.5 };
    now = 5000;
    assert.deepEqual(first({ ...step, done: 5, words: 1000 }), {
      ...{ ...step, done: 5, epoch: 1, epochs: 3, wordsPerSecond: 200, secondsLeft: 25 },
    });
    now = 10_000;
    assert.equal(first({ ...step, done: 10, words: 2000 }).secondsLeft, 20);
    now = 60_000; // validation in between is no step
    const second = clock.epoch(2, 3);
    now = 70_000;
    assert.equal(second({ ...step, done: 5, words: 1000 }).secondsLeft, ((10 + 10) / 15) * 15);
    assert.equal(clock.seconds(), 70);
  });
});

describe('patience', () => {
  const epochs = (...losses: number[]) =>
    losses.map((validationLoss, epoch) => ({ epoch, validationLoss }) as EpochRecord);

  it('ends when so many epochs brought no lower loss, the untrained network aside', () => {
    assert.equal(outOfPatience(epochs(0.1, 0.5, 0.4, 0.45), 2), false);
    assert.equal(outOfPatience(epochs(0.1, 0.5, 0.4, 0.45, 0.41), 2), true);
    assert.equal(outOfPatience(epochs(0.1, 0.5, 0.4, 0.45, 0.39), 2), false);
    assert.equal(outOfPatience(epochs(0.1), 1), false);
  });

  it('never ends where there is none', () => {
    assert.equal(outOfPatience(epochs(0.1, 0.2, 0.3, 0.4, 0.5), 0), false);
  });
});

describe('figures of a model', () => {
  it('have intervals that narrow with the number of texts', async () => {
    const texts = Array.from({ length: 100 }, (_, i) => ({
      ...{ id: String(i), text: String(i), where: 'here', label: i % 3 },
    }));
    const classify = (given: readonly string[]) =>
      Promise.resolve(
        given.map((text) => ({
          probabilities:
            Number(text) < 90
              ? [0, 1, 2].map((c) => (c === Number(text) % 3 ? 0.8 : 0.1))
              : [0.5, 0.25, 0.25],
          tokens: 1,
        })),
      );
    const few = await figuresOf({ classify }, texts.slice(50), 3);
    const all = await figuresOf({ classify }, texts, 3);
    assert.equal(all.accuracy, 0.94); // of the last ten, four are of the first class
    const width = ({ accuracyInterval: [low, high] }: typeof all) => high - low;
    assert.ok(width(all) < width(few));
    assert.ok(all.accuracyInterval[0] < 0.94 && all.accuracyInterval[1] > 0.94);
    assert.ok(
      Math.abs(all.loss - (-90 * Math.log(0.8) - 4 * Math.log(0.5) - 6 * Math.log(0.25)) / 100) < 1e-9,
    );
    assert.ok(all.lossInterval[0] < all.loss && all.loss < all.lossInterval[1]);
  });

  it('have the interval of a mean by its standard error', () => {
    const [low, high] = meanInterval([1, 2, 3, 4, 5]);
    assert.ok(Math.abs(high - 3 - 1.959964 * Math.sqrt(2.5 / 5)) < 1e-9);
    assert.ok(Math.abs(3 - low - (high - 3)) < 1e-9);
  });
});

describe('wording of a card', () => {
  it('says sizes, times and lists as people do', () => {
    assert.deepEqual([bytes(27_300), bytes(3_241_000)], ['28 kB', '3.2 MB']);
    assert.deepEqual(
      [duration(0.2), duration(100), duration(1700), duration(7800)],
      ['1 s', '100 s', '28 minutes', '2 h 10 min'],
    );
    assert.deepEqual([textList([]), textList(['a']), textList(['a', 'b', 'c'])], ['', 'a', 'a, b and c']);
    assert.deepEqual(
      [shortPath('/home/me/x.csv'), shortPath('data/x.csv'), shortPath('../x.csv')],
      ['x.csv', 'data/x.csv', 'x.csv'],
    );
    assert.equal(cell('a|b\nc'), 'a\\|b c');
  });
});

describe('texts without labels', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lab-plain-'));
    await mkdir(path.join(folder, 'train', 'unsup'), { recursive: true });
    for (const [name, text] of [
      ['10_0.txt', 'ten'],
      ['9_0.txt', 'nine'],
      ['11_0.txt', ' \n'],
      ['x.dat', 'no text'],
    ] as const) {
      await writeFile(path.join(folder, 'train', 'unsup', name), text);
    }
  });
  after(() => rm(folder, { recursive: true }));

  it('are found in an aclImdb folder, with the ids that lists to leave out have', async () => {
    const where = await unlabelledPath(folder, undefined);
    assert.deepEqual(await readUnlabelled(where!), [
      { id: 'train/unsup/9_0.txt', text: 'nine' },
      { id: 'train/unsup/10_0.txt', text: 'ten' },
    ]);
    assert.equal(await unlabelledPath('reviews.csv', undefined), null);
    assert.equal(await unlabelledPath(folder, 'mine.txt'), 'mine.txt');
  });

  it('are read from lines of text and of JSON', async () => {
    const lines = path.join(folder, 'a.txt');
    await writeFile(lines, 'one\n\nthree\n');
    assert.deepEqual(
      (await readUnlabelled(lines)).map(({ id, text }) => [id, text]),
      [
        ['row 1', 'one'],
        ['row 3', 'three'],
      ],
    );
    const json = path.join(folder, 'a.jsonl');
    await writeFile(json, '{"text":"one"}\n{"words":"two"}\n');
    await assert.rejects(readUnlabelled(json), /a\.jsonl, line 2: expected a string field "text"/);
    await writeFile(json, '\n');
    await assert.rejects(readUnlabelled(json), /a\.jsonl: expected texts, found none/);
  });
});
