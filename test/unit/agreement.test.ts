import assert from 'node:assert/strict';
import fc from 'fast-check';
import { agreementOf } from '../../src/agreement';

/** By definition: every pair looked at. */
function byPairs(a: readonly number[], b: readonly number[]) {
  let [concordant, discordant, onlyA, onlyB] = [0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const [x, y] = [Math.sign(a[i]! - a[j]!), Math.sign(b[i]! - b[j]!)];
      if (x * y > 0) concordant++;
      else if (x * y < 0) discordant++;
      else if (x !== 0) onlyA++;
      else if (y !== 0) onlyB++;
    }
  }
  const decided = concordant + discordant;
  const scale = Math.sqrt((decided + onlyA) * (decided + onlyB));
  return { tau: scale > 0 ? (concordant - discordant) / scale : null, concordant, discordant };
}

describe('the agreement of two models', () => {
  it('is 1 for the same order, −1 for the opposite', () => {
    assert.deepEqual(agreementOf([1, 2, 3, 4], [10, 20, 30, 99]), {
      tau: 1,
      concordant: 6,
      discordant: 0,
    });
    assert.equal(agreementOf([1, 2, 3, 4], [9, 7, 5, 1]).tau, -1);
  });

  it('is what one counts by hand', () => {
    // Of six pairs (2,1) and (3,4) … : b = 1 3 2 4 has one pair in falling order, 3 before 2.
    assert.deepEqual(agreementOf([1, 2, 3, 4], [1, 3, 2, 4]), {
      tau: (5 - 1) / 6,
      concordant: 5,
      discordant: 1,
    });
  });

  it('allows for ties as tau-b', () => {
    // Pairs: (1,2) tie in a; (1,3) + ; (1,4) + ; (2,3) tie in b; (2,4) + ; (3,4) +: 4 of √(5·5).
    const { tau, concordant, discordant } = agreementOf([1, 1, 2, 3], [1, 2, 2, 3]);
    assert.deepEqual([concordant, discordant], [4, 0]);
    assert.ok(Math.abs(tau! - 4 / Math.sqrt(5 * 5)) < 1e-12);
    // A pair that both hold equal counts nowhere: 2 ordered alike, of √(2·2).
    assert.equal(agreementOf([1, 1, 2], [5, 5, 6]).tau, 1);
  });

  it('is unknown where one of them holds all equal, or there is nothing to order', () => {
    assert.equal(agreementOf([1, 1, 1], [1, 2, 3]).tau, null);
    assert.equal(agreementOf([1], [2]).tau, null);
    assert.deepEqual(agreementOf([], []), { tau: null, concordant: 0, discordant: 0 });
  });

  it('is that of all pairs looked at one by one, for any numbers', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(values, (pairs) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        const [found, expected] = [agreementOf(a, b), byPairs(a, b)];
        assert.deepEqual([found.concordant, found.discordant], [expected.concordant, expected.discordant]);
        if (expected.tau === null) assert.equal(found.tau, null);
        else assert.ok(Math.abs(found.tau! - expected.tau) < 1e-12);
      }),
      { seed: 1 },
    );
  });

  it('does not change what it is given', () => {
    const [a, b] = [Object.freeze([3, 1, 2]), Object.freeze([1, 2, 3])];
    assert.equal(agreementOf(a, b).tau, -1 / 3);
  });
});
