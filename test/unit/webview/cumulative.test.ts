import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CARRIED, cumulate } from '../../../src/webview/client/cumulative';

const weighted = (weights: readonly number[]) => weights.map((weight) => ({ weight }));

describe('the cumulative share', () => {
  it('sums from the largest word on, equal ones in reading order', () => {
    const { tokens, sums, carrying } = cumulate(weighted([0.125, 0.5, 0.125, 0.25]));
    assert.deepEqual(tokens, [1, 3, 0, 2]);
    assert.deepEqual(sums, [0.5, 0.75, 0.875, 1]);
    assert.equal(carrying, 3);
  });

  it('is the diagonal for equal weights', () => {
    const { sums, carrying } = cumulate(weighted(new Array<number>(10).fill(0.1)));
    sums.forEach((sum, place) => assert.ok(Math.abs(sum - (place + 1) / 10) < 1e-9));
    assert.equal(carrying, 8);
  });

  it('holds one word alone', () => {
    assert.deepEqual(cumulate(weighted([1])), { tokens: [0], sums: [1], carrying: 1 });
  });

  it('never falls, ends at the whole, lies on or above the diagonal, and is carried by as few as can be', () => {
    const someWeights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(someWeights, (raw) => {
        const total = raw.reduce((sum, weight) => sum + weight, 0);
        fc.pre(total > 1e-3);
        const { sums, carrying } = cumulate(weighted(raw.map((weight) => weight / total)));
        sums.forEach((sum, place) => {
          assert.ok(sum >= (sums[place - 1] ?? 0) && sum <= 1);
          assert.ok(sum >= (place + 1) / raw.length - 1e-9);
        });
        assert.ok(Math.abs(sums.at(-1)! - 1) < 1e-9);
        assert.ok(sums[carrying - 1]! >= CARRIED - 1e-5 && (sums[carrying - 2] ?? 0) < CARRIED);
      }),
    );
  });
});
