import assert from 'node:assert/strict';
import { classProbabilities } from '../../../../src/model/classes';
import { Random } from '../../../../src/model/random';
import { accuracy, fitTemperature, logLoss } from '../../../../src/model/training/calibration';

const near = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

describe('the log loss of logits', () => {
  it('is −ln of the probability of the label, in the mean', () => {
    const logits = [1, -2, 0.5, 3, 0, -1];
    const labels = [2, 0];
    for (const temperature of [0.5, 1, 4]) {
      const p = [logits.slice(0, 3), logits.slice(3)].map((row) => classProbabilities(row, temperature));
      near(logLoss(logits, labels, temperature), -(Math.log(p[0]![2]!) + Math.log(p[1]![0]!)) / 2);
    }
  });

  it('stays finite for logits beyond the range of exp', () => {
    near(logLoss([2000, 0], [1], 1), 2000);
    near(logLoss([2000, 0], [0], 1), 0);
  });
});

describe('the accuracy of logits', () => {
  it('is the share of labels whose logit is above all others', () => {
    assert.equal(accuracy([0, 1, 2, 2, 1, 0, 0, 3, 1], [2, 0, 2]), 2 / 3);
    assert.equal(accuracy([1, 1], [0]), 0);
    assert.equal(accuracy([1, 1], [1]), 0);
  });
});

describe('the temperature', () => {
  /** Labels drawn as the logits divided by `temperature` say. */
  function drawn(temperature: number, classes: number) {
    const random = new Random(5);
    const logits: number[] = [];
    const labels: number[] = [];
    for (let i = 0; i < 4000; i++) {
      const row = Array.from({ length: classes }, () => 6 * random.uniform());
      let rest = random.uniform();
      const label = classProbabilities(row, temperature).findIndex((p) => (rest -= p) < 0);
      logits.push(...row);
      labels.push(label < 0 ? classes - 1 : label);
    }
    return { logits, labels };
  }

  for (const [temperature, classes] of [
    [0.7, 2],
    [2.5, 2],
    [1.6, 4],
  ] as const) {
    it(`of ${classes} classes is found again, and no other makes the loss less (${temperature})`, () => {
      const { logits, labels } = drawn(temperature, classes);
      const found = fitTemperature(logits, labels);
      near(found, temperature, 0.12 * temperature);
      const least = logLoss(logits, labels, found);
      for (const factor of [0.9, 0.99, 1.01, 1.1]) {
        assert.ok(logLoss(logits, labels, factor * found) > least, String(factor));
      }
    });
  }

  it('ends at the bounds where no loss is the least', () => {
    near(fitTemperature([0, 1, 0, 2], [1, 1]), 0.1, 1e-4);
    near(fitTemperature([0, 1, 0, 2], [0, 0]), 10, 1e-2);
  });
});
