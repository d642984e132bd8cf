import assert from 'node:assert/strict';
import { classIndex } from '../../../../src/model/evaluation/labels';

describe('labels of a data set', () => {
  it('name classes in any case, in short or by number', () => {
    const classes = ['negative', 'positive'];
    const labels = ['positive', 'Negative', 'pos', 'NEG', '1', '0'];
    assert.deepEqual(
      labels.map((label) => classIndex(label, classes)),
      [1, 0, 1, 0, 1, 0],
    );
    assert.deepEqual(
      ['2', 'good', '', '-1', 'constructor'].map((label) => classIndex(label, classes)),
      Array(5).fill(undefined),
    );
  });

  it('are taken as they are written where that is a class', () => {
    assert.equal(classIndex('2', ['2', '1', '0']), 0);
    assert.equal(classIndex('3', ['1', '2']), undefined);
    assert.equal(classIndex('pos', ['pos', 'positive']), 0);
  });
});
