import assert from 'node:assert/strict';
import fc from 'fast-check';
import { spreadOf, wordsCarrying } from '../../src/spread';

describe('spread of weights', () => {
  const of = (...weights: number[]) => spreadOf(weights.map((weight) => ({ weight })));

  it('is the entropy in bits, and as many equal weights as have it', () => {
    assert.deepEqual(of(0.25, 0.25, 0.25, 0.25), { entropy: 2, effectiveWords: 4 });
    assert.deepEqual(of(0.5, 0.25, 0.25), { entropy: 1.5, effectiveWords: 2 ** 1.5 });
    assert.deepEqual(of(1, 0, 0), { entropy: 0, effectiveWords: 1 });
  });

  it('is never below one word nor above all of them', () => {
    const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(weights, (raw) => {
        const total = raw.reduce((sum, weight) => sum + weight, 0);
        fc.pre(total > 1e-3);
        const { effectiveWords } = of(...raw.map((weight) => weight / total));
        assert.ok(effectiveWords > 1 - 1e-9 && effectiveWords < raw.length + 1e-6, String(effectiveWords));
      }),
    );
  });
});

describe('words that carry a share', () => {
  it('are as few as reach it', () => {
    assert.equal(wordsCarrying([0.5, 0.79, 0.81, 1], 0.8), 3);
    assert.equal(wordsCarrying([0.9, 1], 0.8), 1);
  });

  it('reach it in single precision too, and are all where they never do', () => {
    assert.equal(wordsCarrying([0.4, 0.79999995, 1], 0.8), 2);
    assert.equal(wordsCarrying([0.3, 0.5], 0.8), 2);
  });
});
