import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CALIBRATION_BINS, LOSS_EPSILON, Metrics } from '../../../../src/model/evaluation/metrics';
import type { Scores } from '../../../../src/model/evaluation/metrics';

type Row = readonly [label: 0 | 1, probability: number];

function scoresOf(rows: readonly Row[]): Scores {
  const metrics = new Metrics(2);
  for (const [label, probability] of rows) metrics.add(label, [1 - probability, probability]);
  return metrics.scores();
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);
}

describe('metrics of an evaluation', () => {
  it('match numbers worked out by hand', () => {
    // Confidences 0.9 right, 0.88 right, 0.8 wrong, 0.75 right: in fifteenths they fall into bins
    // (13, 14], (13, 14], (11, 12] and (11, 12].
    const scores = scoresOf([
      [1, 0.9],
      [0, 0.12],
      [0, 0.8],
      [1, 0.75],
    ]);
    assert.equal(scores.n, 4);
    assert.equal(scores.accuracy, 0.75);
    assert.deepEqual(scores.confusion, [
      [1, 1],
      [0, 2],
    ]);
    near(scores.loss, -(Math.log(0.9) + Math.log(0.88) + Math.log(0.2) + Math.log(0.75)) / 4);
    // |2 − 1.78|/4 + |1 − 1.55|/4
    near(scores.ece, 0.22 / 4 + 0.55 / 4);
  });

  it('count each cell of the confusion in its place', () => {
    const scores = scoresOf([
      [0, 0.1],
      [0, 0.9],
      [0, 0.8],
      [1, 0.2],
      [1, 0.3],
      [1, 0.4],
      [1, 0.7],
    ]);
    assert.deepEqual(scores.confusion, [
      [1, 2],
      [3, 1],
    ]);
  });

  it('take a probability of 0.5 as positive', () => {
    assert.deepEqual(scoresOf([[1, 0.5]]).confusion, [
      [0, 0],
      [0, 1],
    ]);
  });

  it('are of any number of classes', () => {
    const metrics = new Metrics(3);
    assert.equal(metrics.add(2, [0.1, 0.2, 0.7]), 2);
    assert.equal(metrics.add(0, [0.3, 0.6, 0.1]), 1);
    const { n, accuracy, loss, ece, confusion } = metrics.scores();
    assert.deepEqual([n, accuracy], [2, 0.5]);
    assert.deepEqual(confusion, [
      [0, 1, 0],
      [0, 0, 0],
      [0, 0, 1],
    ]);
    near(loss, -(Math.log(0.7) + Math.log(0.3)) / 2);
    // Bins (10, 11] and (8, 9] of fifteen.
    near(ece, (0.3 + 0.6) / 2);
  });

  it('keep the loss finite at probabilities 0 and 1', () => {
    near(scoresOf([[1, 0]]).loss, -Math.log(LOSS_EPSILON));
    near(scoresOf([[1, 1]]).loss, -Math.log(1 - LOSS_EPSILON));
  });

  it('put a confidence on a border into the lower bin', () => {
    // 0.6 is 9/15: with 0.59 in bin (8, 9], where one right and one wrong verdict offset each other.
    const scores = scoresOf([
      [1, 0.6],
      [0, 0.59],
    ]);
    near(scores.ece, Math.abs(1 - 1.19) / 2);
  });

  it('refuse what is no probability, and scores of nothing', () => {
    const metrics = new Metrics(2);
    for (const wrong of [NaN, -0.1, 1.1, Infinity])
      assert.throws(() => metrics.add(1, [0.5, wrong]), RangeError);
    assert.throws(() => metrics.add(2, [0.5, 0.5]), /found class 2 of 2/);
    assert.throws(() => metrics.add(1, [0.2, 0.3, 0.5]), /found class 1 of 3/);
    assert.throws(() => metrics.scores(), RangeError);
  });

  const row = fc.tuple(fc.constantFrom<0 | 1>(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));

  it('agree with a direct computation over all rows', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows) => {
        const scores = scoresOf(rows);
        near(scores.ece, directCalibrationError(rows));
        near(scores.accuracy, rows.filter(([label, p]) => p >= 0.5 === (label === 1)).length / rows.length);
        assert.equal(
          scores.confusion.flat().reduce((a, b) => a + b),
          rows.length,
        );
        assert.ok(scores.loss >= 0 && scores.ece >= 0 && scores.ece <= 1);
      }),
      { seed: 1 },
    );
  });

  it('do not depend on the order of the examples', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        const [forward, backward] = [scoresOf(rows), scoresOf([...rows].reverse())];
        near(forward.loss, backward.loss);
        near(forward.ece, backward.ece);
        assert.deepEqual(forward.confusion, backward.confusion);
      }),
      { seed: 2 },
    );
  });
});

/** Guo et al. 2017, equation 3, with every bin filtered from the whole list. */
function directCalibrationError(rows: readonly Row[]): number {
  let error = 0;
  for (let m = 1; m <= CALIBRATION_BINS; m++) {
    const bin = rows
      .map(([label, p]) => ({ confidence: Math.max(p, 1 - p), right: p >= 0.5 === (label === 1) }))
      .filter(
        ({ confidence }) => confidence * CALIBRATION_BINS > m - 1 && confidence * CALIBRATION_BINS <= m,
      );
    if (bin.length === 0) continue;
    const accuracy = bin.filter(({ right }) => right).length / bin.length;
    const confidence = bin.reduce((sum, b) => sum + b.confidence, 0) / bin.length;
    error += (bin.length / rows.length) * Math.abs(accuracy - confidence);
  }
  return error;
}
