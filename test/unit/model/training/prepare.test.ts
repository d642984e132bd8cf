import assert from 'node:assert/strict';
import {
  buildVocabulary,
  initialEmbedding,
  normalTokens,
  oneHot,
  sentenceStarts,
  toSequence,
} from '../../../../src/model/training/prepare';
import { Vocab } from '../../../../src/model/vocab';

describe('preparing labelled texts', () => {
  it('puts all probability on one class', () => {
    assert.deepEqual(oneHot(2, 4), [0, 0, 1, 0]);
  });

  it('counts words as the tokenizer reads them, the frequent ones first', () => {
    const texts = ["Don't go. DON'T!", 'go, go'].map((text) => ({ tokens: normalTokens(text) }));
    assert.deepEqual(normalTokens("Don't go."), ['do', "n't", 'go', '.']);
    const vocab = buildVocabulary(texts, 5);
    assert.deepEqual(
      Array.from({ length: vocab.size }, (_, id) => vocab.token(id)),
      ['<pad>', '<unk>', 'go', 'do', "n't"],
    );
    assert.equal(vocab.count(2), 3);
    assert.equal(vocab.count(vocab.unknownId), 3); // . ! and the comma
  });

  it('finds where sentences begin, short ones with the one before', () => {
    const starts = (text: string) => sentenceStarts(text.split(' '));
    assert.deepEqual(starts('a film like this . it is not good ! ! why see it ?'), [0, 5, 11]);
    assert.deepEqual(starts('yes . it is a good film .'), [0]);
    assert.deepEqual(starts('no end at all'), [0]);
  });

  it('reads a text without words as one unknown word', () => {
    const vocab = Vocab.fromCounts(new Map([['good', 2]]), 10);
    const empty = toSequence([], [0, 1], vocab);
    assert.deepEqual([...empty.ids], [vocab.unknownId]);
    assert.deepEqual([...empty.sentences], [0]);
    const { ids, targets } = toSequence(['good', 'grief'], [0.2, 0.8], vocab);
    assert.deepEqual([...ids], [vocab.id('good'), vocab.unknownId]);
    assert.deepEqual(targets, [0.2, 0.8]);
  });
});

describe("the embedding's first values", () => {
  const vocab = Vocab.fromCounts(
    new Map([
      ['good', 6],
      ["n't", 3],
      ['zzz', 1],
    ]),
    10,
  );
  const vectors: Record<string, number[]> = { good: [1, 2, 3], not: [4, 5, 6] };
  const make = (seed: number) => initialEmbedding(vocab, 3, (word) => vectors[word], seed);
  const row = (table: Float32Array, token: string) => [...table.subarray(3 * vocab.id(token)).subarray(0, 3)];

  it('are the vectors where there are any, also under another name, and say what share that is', () => {
    const { table, covered } = make(1);
    assert.deepEqual(row(table, 'good'), [1, 2, 3]);
    assert.deepEqual(row(table, "n't"), [4, 5, 6]);
    assert.ok(Math.abs(covered - 9 / 10) < 1e-12);
  });

  it('are small random numbers elsewhere, by the seed, and zeros for padding', () => {
    const { table } = make(1);
    const own = row(table, 'zzz');
    assert.ok(own.every((value) => value !== 0 && Math.abs(value) <= 0.6));
    assert.deepEqual(row(make(1).table, 'zzz'), own);
    assert.notDeepEqual(row(make(2).table, 'zzz'), own);
    assert.deepEqual(row(table, '<pad>'), [0, 0, 0]);
  });
});
