import assert from 'node:assert/strict';
import {
  apart,
  estimateMean,
  estimateRatio,
  type Estimate,
} from '../../../../src/model/evaluation/bootstrap';
import { normals } from '../../../fixtures/random';

describe('the bootstrap', () => {
  it('gives the interval that the normal distribution gives, where that holds', () => {
    const values = Array.from(normals(400, 2, 3), (value) => value + 5);
    const estimate = estimateMean(values, 1)!;
    const mean = values.reduce((a, b) => a + b, 0) / 400;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 399);
    const half = (1.96 * deviation) / Math.sqrt(400);
    assert.equal(estimate.n, 400);
    assert.ok(Math.abs(estimate.mean - mean) < 1e-12);
    assert.ok(Math.abs(estimate.low - (mean - half)) < 0.03, `${estimate.low}`);
    assert.ok(Math.abs(estimate.high - (mean + half)) < 0.03, `${estimate.high}`);
  });

  it('gives the same for the same seed, and no interval of what does not vary', () => {
    const values = Array.from(normals(50, 1, 4));
    assert.deepEqual(estimateMean(values, 7), estimateMean(values, 7));
    assert.notDeepEqual(estimateMean(values, 7), estimateMean(values, 8));
    assert.deepEqual(estimateMean([0.25, 0.25], 1), { mean: 0.25, low: 0.25, high: 0.25, n: 2 });
    assert.equal(estimateMean([], 1), null);
  });

  it('draws both sides of a ratio together', () => {
    const below = Array.from({ length: 30 }, (_, i) => i + 1);
    const twice = estimateRatio(
      below.map((value) => 2 * value),
      below,
      1,
    )!;
    for (const bound of [twice.mean, twice.low, twice.high]) assert.ok(Math.abs(bound - 2) < 1e-12);
    assert.equal(estimateRatio([1, 2], [0, 0], 1), null);
  });

  it('tells intervals apart only where they have nothing in common', () => {
    const of = (low: number, high: number): Estimate => ({ mean: (low + high) / 2, low, high, n: 9 });
    assert.equal(apart(of(2, 3), of(0, 1)), 'above');
    assert.equal(apart(of(0, 1), of(2, 3)), 'below');
    assert.equal(apart(of(0, 2), of(2, 3)), null);
  });
});
