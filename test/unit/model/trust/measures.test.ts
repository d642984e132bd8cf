import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  byFalling,
  countsOf,
  meanFall,
  overlapOf,
  quantile,
  randomOrders,
  spreadOf,
  tauOf,
  tauOfOrders,
  THRESHOLDS,
  verdictOf,
  type VerdictFacts,
} from '../../../../src/model/trust/measures';

describe('model/trust/measures', () => {
  it('round shares of the words up, to at least one', () => {
    assert.deepEqual(countsOf(1), [1, 1, 1, 1, 1]);
    assert.deepEqual(countsOf(10), [1, 1, 1, 2, 5]);
    assert.deepEqual(countsOf(100), [1, 5, 10, 20, 50]);
    assert.deepEqual(countsOf(101), [2, 6, 11, 21, 51]);
    for (let n = 100; n <= 2000; n += 100)
      assert.deepEqual(
        countsOf(n),
        [1, 5, 10, 20, 50].map((p) => (p * n) / 100),
      );
  });

  it('order words by falling value, the earlier of equal ones first', () => {
    assert.deepEqual(byFalling([0.1, 0.4, 0.1, 0.4, -2]), [1, 3, 0, 2, 4]);
    assert.deepEqual(byFalling([]), []);
  });

  it('take quantiles between values in proportion', () => {
    assert.equal(quantile([3, 1, 2], 0.5), 2);
    assert.equal(quantile([0, 10], 0.05), 0.5);
    assert.equal(quantile([4], 0.95), 4);
    const spread = spreadOf(Array.from({ length: 21 }, (_, i) => i));
    assert.deepEqual(spread, { mean: 10, low: 1, high: 19 });
  });

  it('have tau-b by hand: of weights and of sizes of effects, whatever their sign', () => {
    assert.equal(tauOf([1, 2, 3, 4], [0.1, -0.2, 0.3, -0.4]), 1);
    assert.equal(tauOf([1, 2, 3, 4], [4, 3, 2, 1]), -1);
    // Pairs: 6; one in opposite order.
    assert.equal(tauOf([1, 2, 3, 4], [1, 3, 2, 4]), 4 / 6);
    // One pair is tied in the first, none in the second: 5 / √(5·6).
    assert.ok(Math.abs(tauOf([1, 1, 2, 3], [1, 2, 3, 4])! - 5 / Math.sqrt(30)) < 1e-12);
    assert.equal(tauOf([1, 1, 1], [1, 2, 3]), null);
    assert.equal(tauOf([0.5], [1]), null);
  });

  it('have the tau of orders that know nothing', () => {
    assert.deepEqual(tauOfOrders([[0, 1, 2]], [3, -2, 1]), { mean: 1, low: 1, high: 1 });
    assert.deepEqual(tauOfOrders([[2, 1, 0]], [3, -2, 1]), { mean: -1, low: -1, high: -1 });
    assert.deepEqual(tauOfOrders([[0, 1]], [0, 0]), { mean: 0, low: 0, high: 0 });
  });

  it('count what the first k share, where k is less than all', () => {
    const weights = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
    assert.deepEqual(overlapOf(weights, weights), [{ k: 5, share: 1, chance: 0.5 }]);
    assert.deepEqual(
      overlapOf(
        weights,
        weights.map((w) => w - 9),
      ),
      [{ k: 5, share: 0, chance: 0.5 }],
    );
    assert.deepEqual(overlapOf(weights, [0, 0, 9, 9, 9, 9, 9, 0, 0, 0]), [{ k: 5, share: 0.6, chance: 0.5 }]);
    assert.deepEqual(overlapOf(weights.slice(5), weights.slice(5)), []);
    const many = Array.from({ length: 21 }, (_, i) => i);
    assert.deepEqual(
      overlapOf(many, many).map(({ k }) => k),
      [5, 10, 20],
    );
  });

  it('have the mean fall by hand', () => {
    assert.ok(Math.abs(meanFall(0.9, [0.9, 0.8, 0.6, 0.4, 0.3]) - 0.3) < 1e-12);
  });

  it('draw the same orders for the same words, and others for others', () => {
    const ids = Int32Array.of(5, 3, 8, 1, 9, 2);
    const orders = randomOrders(ids, 20);
    assert.equal(orders.length, 20);
    for (const order of orders) assert.deepEqual([...order].sort(), [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(randomOrders(ids.slice(), 20), orders);
    assert.notDeepEqual(randomOrders(Int32Array.of(5, 3, 8, 1, 9, 4), 20), orders);
    assert.ok(new Set(orders.map(String)).size > 15);
  });

  describe('come to one verdict', () => {
    const facts = (attention: number, tau: number | null = 0, words = 100): VerdictFacts => ({
      ...{ words, tau },
      comprehensiveness: { attention, effect: 0.5, random: { mean: 0.05, low: 0, high: 0.1 } },
    });

    it('by what taking out the words with most weight does', () => {
      assert.equal(verdictOf(facts(0.3, null, 7)), 'short');
      assert.equal(verdictOf(facts(0.15, null, 8)), 'agrees');
      assert.equal(verdictOf(facts(0.14)), 'partly');
      assert.equal(verdictOf(facts(0.11)), 'partly');
      assert.equal(verdictOf(facts(0.1)), 'differs');
      assert.equal(verdictOf(facts(0.1, 0.39)), 'differs');
      assert.equal(verdictOf(facts(0.1, 0.4)), 'partly');
      assert.equal(verdictOf(facts(0, null)), 'differs');
    });

    it('by other thresholds where they are given', () => {
      assert.equal(verdictOf(facts(0.2), { ...THRESHOLDS, reached: 0.5 }), 'partly');
      assert.equal(verdictOf(facts(0.1, 0.2), { ...THRESHOLDS, ordered: 0.1 }), 'partly');
    });

    it('never of less when it does more', () => {
      const rank = { differs: 0, partly: 1, agrees: 2, short: 3 };
      const number = fc.double({ min: -1, max: 1, noNaN: true });
      fc.assert(
        fc.property(number, number, number, (a, b, tau) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          assert.ok(rank[verdictOf(facts(low, tau))] <= rank[verdictOf(facts(high, tau))]);
        }),
      );
    });
  });
});
