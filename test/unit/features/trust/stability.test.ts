import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isUnstable, stabilityOf, TOP } from '../../../../src/features/trust/stability';
import { analysisOf } from '../../editor/fakes';

/** A reading of so many words with these weights. */
function reading(model: string, weights: readonly number[], probability = 0.9) {
  const plain = analysisOf(weights.map((_, word) => `w${word}`).join(' '), 'positive', probability);
  return {
    model,
    analysis: { ...plain, tokens: plain.tokens.map((token, i) => ({ ...token, weight: weights[i]! })) },
  };
}

describe('the stability of a text between seeds', () => {
  it('is each word’s least and largest weight and rank, and the verdict by each model', () => {
    const view = stabilityOf('positive', [
      reading('a', [0.5, 0.3, 0.2], 0.9),
      reading('b', [0.2, 0.2, 0.6], 0.7),
    ]);
    assert.deepEqual(view, {
      models: ['a', 'b'],
      probabilities: [0.9, 0.7],
      weights: [
        [0.2, 0.5],
        [0.2, 0.3],
        [0.2, 0.6],
      ],
      ranks: [
        [1, 2],
        [2, 2],
        [1, 3],
      ],
      unstable: [],
    });
  });

  it('marks words that are at the top with one model and far from it with another', () => {
    const n = 20;
    const falling = Array.from({ length: n }, (_, i) => n - i);
    const last = [0.5, ...falling.slice(1)];
    const { unstable, ranks } = stabilityOf('positive', [reading('a', falling), reading('b', last)]);
    assert.deepEqual(ranks[0], [1, 20]);
    assert.deepEqual(ranks[1], [1, 2]);
    assert.deepEqual(unstable, [0]);
  });

  it('has a rule: among the top, and further apart than 3 and than half the best rank', () => {
    assert.deepEqual(
      [
        [1, 4],
        [1, 5],
        [6, 9],
        [6, 10],
        [10, 15],
        [10, 16],
        [11, 99],
      ].map(([best, worst]) => isUnstable(best!, worst!)),
      [false, true, false, true, false, true, false],
    );
  });

  it('finds nothing unstable where all models agree', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }),
        (weights) => {
          const { unstable, ranks } = stabilityOf('positive', [reading('a', weights), reading('b', weights)]);
          assert.deepEqual(unstable, []);
          assert.ok(ranks.every(([best, worst]) => best === worst && best >= 1 && worst <= weights.length));
        },
      ),
    );
  });

  it('marks none but words that some model has at the top', () => {
    const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(weights, weights, (a, b) => {
        const { unstable, ranks } = stabilityOf('positive', [reading('a', a), reading('b', b)]);
        assert.ok(unstable.every((word) => ranks[word]![0] <= TOP));
      }),
    );
  });

  it('refuses models that do not see the same words, naming which', () => {
    assert.throws(
      () => stabilityOf('positive', [reading('a', [1, 2]), reading('b', [1])]),
      /b read 1 words, not 2/,
    );
  });
});
