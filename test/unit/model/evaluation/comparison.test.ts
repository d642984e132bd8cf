import assert from 'node:assert/strict';
import { compareVerdicts, type Verdicts } from '../../../../src/model/evaluation/comparison';

/** Verdicts written as letters; capitals are right. */
function verdicts(letters: string): Verdicts {
  const all = [...letters];
  return { labels: all.map((one) => one.toLowerCase()), right: all.map((one) => one !== one.toLowerCase()) };
}

describe('two classifiers on the same texts', () => {
  it('are compared text by text', () => {
    const { agreement, onlyFirst, onlySecond, p } = compareVerdicts(
      verdicts('AAAbbBBa'),
      verdicts('AAbAABBa'),
    );
    assert.deepEqual([agreement, onlyFirst, onlySecond], [5 / 8, 1, 2]);
    assert.ok(Math.abs(p - 1) < 1e-12);
  });

  it('agree wholly with themselves, and must have read as many texts', () => {
    const one = verdicts('AbA');
    assert.deepEqual(compareVerdicts(one, one), { agreement: 1, onlyFirst: 0, onlySecond: 0, p: 1 });
    assert.throws(() => compareVerdicts(one, verdicts('Ab')), RangeError);
    assert.throws(() => compareVerdicts(verdicts(''), verdicts('')), RangeError);
  });
});
