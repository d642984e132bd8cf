import assert from 'node:assert/strict';
import { pooledLogits } from '../../../src/lab/stages/pool';
import { classProbabilities } from '../../../src/model/classes';

const odds = ([negative, positive]: readonly number[]) => Math.log(positive! / negative!);

describe('logarithmic pool', () => {
  it('has the weighted mean of the log-odds', () => {
    const [a, b] = [
      [0.2, 0.8],
      [0.4, 0.6],
    ];
    const pooled = classProbabilities(pooledLogits([a!, b!], [3, 1]), 1);
    assert.ok(Math.abs(odds(pooled) - (3 * odds(a!) + odds(b!)) / 4) < 1e-12);
    assert.ok(Math.abs(pooled[0]! + pooled[1]! - 1) < 1e-12);
  });

  it('is a single model itself, whatever its weight', () => {
    const p = [0.1, 0.3, 0.6];
    const pooled = classProbabilities(pooledLogits([p], [0.2]), 1);
    p.forEach((value, k) => assert.ok(Math.abs(value - pooled[k]!) < 1e-12));
  });

  it('outlives a model that was quite certain', () => {
    const pooled = classProbabilities(
      pooledLogits(
        [
          [0, 1],
          [0.99, 0.01],
        ],
        [1, 1],
      ),
      1,
    );
    assert.ok(
      pooled.every((p) => p > 0 && p < 1),
      String(pooled),
    );
  });
});
