import assert from 'node:assert/strict';
import { drawBalanced } from '../../../../src/model/evaluation/draw';

describe('drawing texts', () => {
  const texts = Array.from({ length: 40 }, (_, i) => ({ id: i, label: i < 30 ? 0 : i < 38 ? 1 : 2 }));
  const counts = (drawn: typeof texts) =>
    [0, 1, 2].map((c) => drawn.filter(({ label }) => label === c).length);

  it('takes as many of each class as there are, in the order they came in, always the same', () => {
    const drawn = drawBalanced(texts, 9, 1);
    assert.deepEqual(counts(drawn), [4, 3, 2]);
    assert.deepEqual(
      drawn.map(({ id }) => id),
      drawn.map(({ id }) => id).sort((a, b) => a - b),
    );
    assert.deepEqual(drawBalanced(texts, 9, 1), drawn);
    assert.notDeepEqual(drawBalanced(texts, 9, 2), drawn);
  });

  it('fills up from the larger classes, and takes all where that is not more', () => {
    assert.deepEqual(counts(drawBalanced(texts, 30, 1)), [20, 8, 2]);
    assert.deepEqual(drawBalanced(texts, 41, 1), texts);
  });
});
