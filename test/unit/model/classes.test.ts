import assert from 'node:assert/strict';
import fc from 'fast-check';
import { classProbabilities, joinProbabilities, logOdds, mostProbable } from '../../../src/model/classes';

const close = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

describe('class probabilities', () => {
  it('are the softmax of the logits over the temperature, however large these are', () => {
    classProbabilities([0, Math.log(2), Math.log(5)], 1).forEach((p, i) => close(p, [1, 2, 5][i]! / 8));
    classProbabilities([0, 2 * Math.log(3)], 2).forEach((p, i) => close(p, [0.25, 0.75][i]!));
    assert.deepEqual(classProbabilities([5000, 0], 0.01), [1, 0]);
  });

  it('give the last of equally probable classes', () => {
    assert.equal(mostProbable([0.2, 0.5, 0.3]), 1);
    assert.equal(mostProbable([0.5, 0.5]), 1);
  });

  it('give log-odds against all other classes, finite also where one is certain', () => {
    close(logOdds([0.1, 0.7, 0.2], 1), Math.log(0.7 / 0.3));
    assert.ok(Number.isFinite(logOdds([0, 1], 1)) && logOdds([0, 1], 1) > 100);
  });

  it('join two classes by the mean of their log-odds, weighted by token counts', () => {
    const parts = [
      { count: 1, probabilities: [0.2, 0.8] },
      { count: 3, probabilities: [0.6, 0.4] },
    ];
    const mean = 0.25 * Math.log(4) + 0.75 * Math.log(2 / 3);
    close(joinProbabilities(parts, 2)[1]!, 1 / (1 + Math.exp(-mean)));
    assert.deepEqual(joinProbabilities([], 4), [0.25, 0.25, 0.25, 0.25]);
  });

  it('join to a distribution that alike parts leave as they are', () => {
    const logits = fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(logits, fc.integer({ min: 2, max: 4 }), (values, copies) => {
        const probabilities = classProbabilities(values, 1);
        const parts = Array.from({ length: copies }, (_, i) => ({ count: i + 1, probabilities }));
        joinProbabilities(parts, values.length).forEach((p, i) => close(p, probabilities[i]!));
      }),
      { seed: 2 },
    );
  });
});
