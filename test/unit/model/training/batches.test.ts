import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { Random } from '../../../../src/model/random';
import { epochBatches, sentenceWindow, type BatchOptions } from '../../../../src/model/training/batches';
import type { Sequence } from '../../../../src/model/training/prepare';

const PLAIN: BatchOptions = { batchSize: 4, maxLength: 100, windowShare: 0, wordDropout: 0 };
const SPECIALS = { padId: 0, unknownId: 1 };

/** Ids from 10 on, so that each tells its place. */
function sequence(length: number, sentences: readonly number[] = [0], whole = false): Sequence {
  return {
    ids: Int32Array.from({ length }, (_, i) => 10 + i),
    targets: [1, 0],
    sentences: Int32Array.from(sentences),
    ...(whole && { whole }),
  };
}

/** The texts of all batches, without padding. */
function textsOf(batches: ReturnType<typeof epochBatches>): number[][] {
  return batches.flatMap(({ ids, lengths, time }) =>
    Array.from(lengths, (length, row) => [...ids.subarray(row * time, row * time + length)]),
  );
}

function epoch(sequences: readonly Sequence[], options: Partial<BatchOptions> = {}, seed = 1) {
  return epochBatches(sequences, { ...PLAIN, ...options }, SPECIALS, new Random(seed));
}

describe('a window of a text', () => {
  const text = sequence(20, [0, 4, 9, 15]);

  it('is one to three whole neighbouring sentences', () => {
    const random = new Random(3);
    const found = new Set(
      Array.from({ length: 200 }, () => {
        const ids = sentenceWindow(text, 100, random);
        return `${ids[0]! - 10}-${ids.at(-1)! - 9}`;
      }),
    );
    const ends = ['0-4', '4-9', '9-15', '15-20', '0-9', '4-15', '9-20', '0-15', '4-20'];
    assert.deepEqual([...found].sort(), ends.sort());
  });

  it('is cut at the longest length, and the whole text where that is one sentence', () => {
    const random = new Random(3);
    for (let i = 0; i < 50; i++) assert.ok(sentenceWindow(text, 3, random).length <= 3);
    assert.deepEqual(sentenceWindow(sequence(7), 100, random), sequence(7).ids);
  });
});

describe('the batches of an epoch', () => {
  it('keep what is known of words with their text, unless only a part of it is read', () => {
    const texts = [5, 120, 7, 150].map((length) => ({
      ...sequence(length),
      effects: Float32Array.from({ length }, (_, i) => length + i),
      evidence: new Float32Array(2 * length).fill(length),
    }));
    const [batch] = epoch(texts);
    batch!.effects!.forEach((effects, row) => {
      const length = batch!.lengths[row]!;
      const whole = length < 100;
      assert.deepEqual(effects && [...effects.subarray(0, 2)], whole ? [length, length + 1] : null);
      assert.equal(batch!.evidence![row]?.length ?? null, whole ? 2 * length : null);
    });
    assert.equal(batch!.effects!.filter((effects) => effects === null).length, 2);
  });

  const many = Array.from({ length: 42 }, (_, i) => sequence(1 + ((i * 17) % 40)));

  it('read a text that is too long from its start, where asked to', () => {
    const long = Array.from({ length: 8 }, () => sequence(150));
    const read = (longTexts: 'varied' | 'start') => textsOf(epoch(long, { longTexts }));
    const first = [...sequence(100).ids];
    for (const ids of read('start')) assert.deepEqual(ids, first);
    assert.ok(read('varied').some((ids) => !isDeepStrictEqual(ids, first)));
  });

  it('hold every text once but for those that fill no batch', () => {
    const batches = epoch(many);
    assert.equal(batches.length, 10);
    const lengths = textsOf(batches).map((ids) => ids.length);
    const given = many.map(({ ids }) => ids.length).sort((a, b) => a - b);
    assert.equal(lengths.length, 40);
    for (const length of new Set(lengths)) {
      const count = (all: number[]) => all.filter((one) => one === length).length;
      assert.ok(count(lengths) <= count(given), `${length} words`);
    }
  });

  it('hold texts of like length, in no order of length', () => {
    const batches = epoch(many);
    for (const { lengths, time } of batches) assert.ok(time - Math.min(...Array.from(lengths)) <= 8);
    const times = batches.map(({ time }) => time);
    assert.notDeepEqual(
      times,
      [...times].sort((a, b) => a - b),
    );
  });

  it('keep the targets with their texts, and are the same for the same seed only', () => {
    const told = many.map((one): Sequence => ({
      ...one,
      targets: [one.ids.length / 40, 1 - one.ids.length / 40],
    }));
    const batches = epoch(told);
    for (const { lengths, targets } of batches) {
      Array.from(lengths).forEach((length, row) => assert.equal(targets[2 * row], Math.fround(length / 40)));
    }
    assert.deepEqual(epoch(told), batches);
    assert.notDeepEqual(epoch(told, {}, 2), batches);
  });

  it('cut a text that is too long to its first quarter and its end, or to a stretch of it', () => {
    const texts = textsOf(
      epoch(
        Array.from({ length: 40 }, () => sequence(100)),
        { maxLength: 20 },
      ),
    );
    const joined = [...Array(5).keys(), ...Array.from({ length: 15 }, (_, i) => 85 + i)].map((i) => 10 + i);
    let ends = 0;
    for (const ids of texts) {
      assert.equal(ids.length, 20);
      if (ids.at(-1) === 109 && ids[0] === 10) {
        assert.deepEqual(ids, joined);
        ends++;
      } else ids.forEach((id, i) => assert.equal(id, ids[0]! + i));
    }
    assert.ok(ends > 8 && ends < 32, `${ends} of 40`);
  });

  it('take windows of a share of the texts, and of none that are to be read whole', () => {
    const texts = (whole: boolean) =>
      Array.from({ length: 200 }, () => sequence(30, [0, 5, 10, 15, 20, 25], whole));
    const windows = textsOf(epoch(texts(false), { windowShare: 0.3 })).filter((ids) => ids.length < 30);
    assert.ok(windows.length > 40 && windows.length < 80, `${windows.length} of 200`);
    const kept = textsOf(epoch(texts(true), { windowShare: 1 }));
    assert.ok(kept.every((ids) => ids.length === 30));
  });

  it('read a share of the words as unknown', () => {
    const ids = textsOf(
      epoch(
        Array.from({ length: 40 }, () => sequence(100)),
        { wordDropout: 0.1 },
      ),
    ).flat();
    const dropped = ids.filter((id) => id === SPECIALS.unknownId).length;
    assert.ok(dropped > 320 && dropped < 480, `${dropped} of ${ids.length}`);
  });
});
