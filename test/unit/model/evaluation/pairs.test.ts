import assert from 'node:assert/strict';
import { Pairs } from '../../../../src/model/evaluation/pairs';

describe('counterfactual pairs', () => {
  it('count where every text is right, those without a partner left out', () => {
    const pairs = new Pairs();
    for (const [pair, right] of [
      ['1', true],
      ['2', true],
      ['1', true],
      ['2', false],
      ['alone', true],
      ['3', true],
      ['3', true],
      ['3', false],
      [undefined, true],
      [undefined, true],
    ] as const)
      pairs.add(pair, right);
    assert.deepEqual(pairs.scores(), { n: 3, bothRight: 1 / 3 });
  });

  it('are none where nothing is joined', () => {
    const pairs = new Pairs();
    assert.equal(pairs.scores(), undefined);
    pairs.add('1', true);
    pairs.add(undefined, true);
    assert.equal(pairs.scores(), undefined);
  });
});
