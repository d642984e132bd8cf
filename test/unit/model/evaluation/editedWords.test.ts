import assert from 'node:assert/strict';
import { editedWords, editShares, summariseEdits } from '../../../../src/model/evaluation/editedWords';

const words = (text: string) => text.split(' ');

describe('words that people edited', () => {
  it('are those that the other version does not have there', () => {
    const first = words('I saw how bad this movie is');
    const second = words('i saw how good and clever this movie was');
    assert.deepEqual(editedWords(first, second).map(Number), [0, 0, 0, 1, 0, 0, 1]);
    assert.deepEqual(editedWords(second, first).map(Number), [0, 0, 0, 1, 1, 1, 0, 0, 1]);
    assert.deepEqual(editedWords(words('a b'), words('c d')), [true, true]);
    assert.deepEqual(editedWords(['a'], []), [true]);
    assert.deepEqual(editedWords([], ['a']), []);
  });

  it('have their share of weights and of the size of effects', () => {
    const edited = [true, false, false, true];
    const shares = editShares(edited, [0.5, 0.25, 0.125, 0.125], [-3, 1, 0, 0], 1)!;
    assert.deepEqual([shares.words, shares.weights, shares.effects], [0.5, 0.625, 0.75]);
    assert.ok(shares.random >= 0.25 && shares.random <= 0.75);
    // Where nothing does anything, all share alike.
    assert.equal(editShares(edited, [1, 0, 0, 0], [0, 0, 0, 0], 1)!.effects, 0.5);
    assert.equal(editShares([false], [1], [1], 1), null);
    assert.equal(editShares([true], [1], [1], 1), null);
  });

  it('are summed up as shares, and as how often chance', () => {
    const rows = [
      { words: 0.1, weights: 0.3, effects: 0.5, random: 0.1 },
      { words: 0.3, weights: 0.5, effects: 0.7, random: 0.3 },
    ];
    const summary = summariseEdits(rows, 1)!;
    assert.ok(Math.abs(summary.weights.mean - 0.4) < 1e-12);
    assert.ok(Math.abs(summary.weightsRatio.mean - 2) < 1e-12);
    assert.ok(Math.abs(summary.randomRatio.mean - 1) < 1e-12);
    assert.equal(summariseEdits([], 1), null);
  });
});
