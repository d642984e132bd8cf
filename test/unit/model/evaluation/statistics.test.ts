import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mcnemar, wilsonInterval } from '../../../../src/model/evaluation/statistics';

function near(actual: number, expected: number, tolerance = 1e-4): void {
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} is not ${expected}`);
}

describe('the interval of a share', () => {
  it('is that of published tables', () => {
    // Newcombe 1998, table I, method 3.
    for (const [right, n, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      const interval = wilsonInterval(right, n);
      near(interval[0], low);
      near(interval[1], high);
    }
  });

  it('holds the share and mirrors its complement', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), (n, any) => {
        const right = any % (n + 1);
        const [low, high] = wilsonInterval(right, n);
        const [mirrorLow, mirrorHigh] = wilsonInterval(n - right, n);
        assert.ok(low >= 0 && low <= right / n + 1e-9 && right / n <= high + 1e-9 && high <= 1);
        near(low, 1 - mirrorHigh, 1e-9);
        near(high, 1 - mirrorLow, 1e-9);
      }),
      { seed: 1 },
    );
  });
});

describe("McNemar's exact test", () => {
  it('is the two-sided sign test on the texts that only one is right about', () => {
    near(mcnemar(0, 5), 2 / 32, 1e-12);
    near(mcnemar(1, 9), (2 * (1 + 10)) / 1024, 1e-12);
    near(mcnemar(9, 1), (2 * (1 + 10)) / 1024, 1e-12);
    assert.equal(mcnemar(0, 0), 1);
    assert.equal(mcnemar(7, 7), 1);
  });

  it('comes near the chi-square form where there are many', () => {
    // (|600 − 500| − 1)² / 1100 = 8.91 has p = 0.0028 with one degree of freedom.
    near(mcnemar(500, 600), 0.0028, 1e-4);
    assert.ok(mcnemar(3000, 4000) < 1e-20 && mcnemar(3000, 4000) > 0);
  });
});
