import assert from 'node:assert/strict';
import { sampleOf } from '../../../src/model/sample';
import { Vocab } from '../../../src/model/vocab';

const vocab = Vocab.parse("<pad> 0\n<unk> 3\nfilm 9\nnot 8\nbad 7\nis 6\nn't 5\n. 4\n");

describe('a text as the network takes it', () => {
  it('is padded to the width, with its true length and what its ids stand for', () => {
    const { ids, length, words, tokens, unknown } = sampleOf("Film isn't zorgly.", vocab, 7);
    assert.deepEqual([...ids], [2, 5, 6, 1, 7, 0, 0]);
    assert.deepEqual([length, words], [5, 5]);
    assert.deepEqual(tokens, ['film', 'is', "n't", '<unk>', '.']);
    assert.deepEqual([...unknown], [[3, 'zorgly']]);
  });

  it('is cut at the width', () => {
    const { ids, length, words, unknown } = sampleOf('not bad film zorgly', vocab, 3);
    assert.deepEqual([[...ids], length, words, unknown.size], [[3, 4, 2], 3, 4, 0]);
  });

  it('is nothing but padding where there is no word', () => {
    const { ids, length, tokens } = sampleOf('<br />', vocab, 2);
    assert.deepEqual([[...ids], length, tokens], [[0, 0], 0, []]);
    assert.throws(() => sampleOf('film', vocab, 0), RangeError);
  });
});
