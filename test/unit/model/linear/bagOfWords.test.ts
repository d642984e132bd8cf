import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  contributions,
  featuresOf,
  probabilitiesOf,
  scores,
  type BagOfWords,
} from '../../../../src/model/linear/bagOfWords';
import { BigramIndex } from '../../../../src/model/linear/bigrams';
import { BAD, FILM, GOOD, NOT, randomBag, smallBag } from '../../../fixtures/bagOfWords';

const features = (model: BagOfWords, ids: readonly number[]) =>
  featuresOf(Int32Array.from(ids), model.vocabulary, model.bigrams);

describe('pairs of words', () => {
  it('are found by their words, each by its number; no other is', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(80), { maxLength: 60 }), (chosen) => {
        const pairs = Float64Array.from(chosen).sort();
        const index = BigramIndex.fromPairs(pairs, 9);
        assert.equal(index.size, pairs.length);
        assert.deepEqual(index.pairs(), pairs);
        for (let pair = 0; pair < 81; pair++) {
          assert.equal(index.find(Math.floor(pair / 9), pair % 9), pairs.indexOf(pair));
        }
        assert.deepEqual(BigramIndex.fromRows(index.counts(), index.seconds), index);
      }),
    );
  });
});

describe('bag of words', () => {
  it('adds up each word and each pair once, however often it stands there', () => {
    const model = smallBag();
    const z = (...ids: number[]) => scores(model, features(model, ids))[0];
    assert.equal(z(), 0.125);
    assert.equal(z(GOOD), 0.125 + 1);
    assert.equal(z(GOOD, GOOD, GOOD), 0.125 + 1);
    assert.equal(z(NOT, GOOD), 0.125 - 0.5 + 1 - 1.5);
    assert.equal(z(GOOD, NOT), 0.125 - 0.5 + 1);
    assert.equal(z(NOT, BAD, FILM, NOT, BAD), 0.125 - 0.5 - 2 + 0 + 3);
  });

  it('divides a weight among its places, and that of a pair between its words', () => {
    const model = smallBag();
    const shares = (...ids: number[]) => [...contributions(model, features(model, ids), 0)];
    assert.deepEqual(shares(GOOD, FILM, GOOD), [0.5, 0, 0.5]);
    assert.deepEqual(shares(NOT, GOOD), [-0.5 - 0.75, 1 - 0.75]);
    // "not bad" twice: not −0.5/2 + 3/4, bad −2/2 + 3/4.
    assert.deepEqual(shares(NOT, BAD, FILM, NOT, BAD), [0.5, -0.25, 0, 0.5, -0.25]);
    assert.deepEqual(shares(FILM, FILM, FILM), [0.0625, 0.125, 0.0625]);
    assert.deepEqual(shares(0, 1), [0, 0]);
  });

  it('has contributions that sum up to the log-odds, for any text and class', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5), { maxLength: 30 }),
        fc.constantFrom(2, 3, 5),
        fc.nat(1000),
        (ids, classes, seed) => {
          const model = randomBag(classes, seed);
          const found = features(model, ids);
          scores(model, found).forEach((z, k) => {
            const sum = contributions(model, found, k).reduce((a, b) => a + b, model.bias[k]!);
            assert.ok(Math.abs(sum - z) < 1e-9, `${sum} is not ${z}`);
          });
        },
      ),
    );
  });

  it('has contributions that are the Shapley values of the words, where no two pairs alike overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 1, maxLength: 6 }), fc.nat(1000), (ids, seed) => {
        fc.pre(!ids.some((id, t) => id === FILM && ids[t + 1] === FILM && ids[t + 2] === FILM));
        const model = randomBag(2, seed);
        const expected = shapley(ids.length, (present) =>
          Number(
            scores(
              model,
              features(
                model,
                ids.map((id, t) => (present & (1 << t) ? id : 1)),
              ),
            )[0],
          ),
        );
        contributions(model, features(model, ids), 0).forEach((value, t) =>
          assert.ok(Math.abs(value - expected[t]!) < 1e-9, `${value} is not ${expected[t]}`),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('gives probabilities: a sigmoid for two classes, sigmoids divided by their sum for more', () => {
    const odds = Math.log(3);
    assert.deepEqual(
      probabilitiesOf([odds]).map((p) => p.toFixed(9)),
      ['0.250000000', '0.750000000'],
    );
    // sigmoids 3/4, 1/2, 1/4
    assert.deepEqual(
      probabilitiesOf([odds, 0, -odds]).map((p) => p.toFixed(9)),
      ['0.500000000', '0.333333333', '0.166666667'],
    );
    // Far beyond where the sigmoids themselves are zero.
    const [a, b, c] = probabilitiesOf([-2000, -2000 + odds, -5000]);
    assert.deepEqual([a!.toFixed(9), b!.toFixed(9), c], ['0.250000000', '0.750000000', 0]);
    assert.deepEqual(probabilitiesOf([900]), [0, 1]);
  });
});

/** By definition: what player t adds to those before it, averaged over all orders, as sums over all coalitions. */
function shapley(players: number, value: (present: number) => number): number[] {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return Array.from({ length: players }, (_, t) => {
    let sum = 0;
    for (let present = 0; present < 1 << players; present++) {
      if (present & (1 << t)) continue;
      const before = present.toString(2).replaceAll('0', '').length;
      const orders = factorial(before) * factorial(players - before - 1);
      sum += (orders / factorial(players)) * (value(present | (1 << t)) - value(present));
    }
    return sum;
  });
}
