import assert from 'node:assert/strict';
import fc from 'fast-check';
import { averagePrecision, f1AtMarked, trapezoidArea } from '../../../../src/model/evaluation/ranking';

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

const scored = fc
  .array(fc.record({ score: fc.integer({ min: -3, max: 3 }), marked: fc.boolean() }), { minLength: 1 })
  .filter((items) => items.some(({ marked }) => marked))
  .map((items) => ({ scores: items.map(({ score }) => score), marked: items.map(({ marked }) => marked) }));

describe('how well scores rank what is marked', () => {
  it("is as in scikit-learn's documentation", () => {
    const scores = [0.1, 0.4, 0.35, 0.8];
    const marked = [0, 0, 1, 1];
    near(averagePrecision(scores, marked), 0.8333333333333333); // average_precision_score
    near(trapezoidArea(scores, marked), 0.7916666666666666); // auc of precision_recall_curve
    near(f1AtMarked(scores, marked), 0.5);
  });

  it('is 1 where all that is marked comes first, whatever the scale', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), (rest) => {
        const marked = [true, ...rest];
        const scores = marked.map((one, i) => (one ? 1000 : -1000) + i);
        for (const measure of [averagePrecision, trapezoidArea, f1AtMarked])
          assert.equal(measure(scores, marked), 1);
      }),
      { seed: 1 },
    );
  });

  it('takes equal scores together, so that their order means nothing', () => {
    const few = [true, false, false, false];
    near(averagePrecision([0, 0, 0, 0], few), 1 / 4);
    near(trapezoidArea([0, 0, 0, 0], few), (1 + 1 / 4) / 2);
    fc.assert(
      fc.property(scored, ({ scores, marked }) => {
        const [backScores, backMarked] = [[...scores].reverse(), [...marked].reverse()];
        near(averagePrecision(scores, marked), averagePrecision(backScores, backMarked));
        near(trapezoidArea(scores, marked), trapezoidArea(backScores, backMarked));
      }),
      { seed: 1 },
    );
  });

  it('is the mean of the precision at every marked item where no two scores are equal', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1 }), (marks) => {
        const marked = [...marks, true];
        const scores = marked.map((_, i) => -i);
        let hits = 0;
        const precisions = marked.flatMap((one, i) => (one ? [++hits / (i + 1)] : []));
        near(averagePrecision(scores, marked), precisions.reduce((a, b) => a + b, 0) / precisions.length);
      }),
      { seed: 1 },
    );
  });
});
