import assert from 'node:assert/strict';
import { curvesCsv, curvesJson, type EpochRecord } from '../../../src/lab/report/curves';
import { curvesSvg } from '../../../src/lab/report/svg';
import { niceTicks } from '../../../src/lab/report/ticks';

function epoch(n: number, validationLoss: number, validationAccuracy = 0.5 + n / 10): EpochRecord {
  const train =
    n === 0 ? { trainLoss: null, trainAccuracy: null } : { trainLoss: 0.7 - n / 8, trainAccuracy: 0.6 };
  return { epoch: n, ...train, validationLoss, validationAccuracy, words: 1000 * n, seconds: 2.5 };
}

const EPOCHS = [epoch(0, 0.7), epoch(1, 0.5), epoch(2, 0.4), epoch(3, 0.4), epoch(4, 0.45)];

describe('curves of a run', () => {
  it('are written as JSON and CSV, with the untrained network', () => {
    assert.deepEqual(JSON.parse(curvesJson(EPOCHS, 2)), { kept: 2, epochs: EPOCHS });
    const [header, zero, one] = curvesCsv(EPOCHS).split('\n');
    assert.equal(header, 'epoch,trainLoss,trainAccuracy,validationLoss,validationAccuracy,words,seconds');
    assert.equal(zero, '0,,,0.7,0.5,0,2.5');
    assert.equal(one, '1,0.575,0.6,0.5,0.6,1000,2.5');
  });

  it('are drawn: a mark for every measured value, inside the picture, in light and dark', () => {
    const svg = curvesSvg(EPOCHS, 2);
    assert.equal(svg.match(/<circle/g)!.length, 2 * 4);
    assert.equal(svg.match(/<rect/g)!.length, 2 * 5);
    assert.match(svg, /prefers-color-scheme: dark/);
    assert.match(
      svg,
      /After epoch 4: loss 0\.200 in training, 0\.450 in validation; accuracy 60\.0 % and 90\.0 %/,
    );
    for (const [, value] of svg.matchAll(/\s(?:x1|x2|cx|x)="([^"]+)"/g)) {
      assert.ok(Number(value) >= 0 && Number(value) <= 760, value);
    }
    for (const [, value] of svg.matchAll(/\s(?:y1|y2|cy|y)="([^"]+)"/g)) {
      assert.ok(Number(value) >= 0 && Number(value) <= 300, value);
    }
  });

  it('put a lower loss lower, and the labels of lines that meet apart', () => {
    const svg = curvesSvg([epoch(0, 0.9), epoch(1, 0.575)], 1);
    const heights = [...svg.matchAll(/<circle[^>]*cy="([^"]+)"|<rect[^>]*y="([^"]+)"/g)].map((m) =>
      Number(m[1] ?? m[2]),
    );
    assert.ok(heights[1]! < heights[2]!, 'the untrained loss stands above the trained');
    const labels = [...svg.matchAll(/<text class="(?:train|validation)"[^>]* y="([^"]+)"/g)].map((m) =>
      Number(m[1]),
    );
    assert.ok(Math.abs(labels[0]! - labels[1]!) >= 14);
  });

  it('can be drawn of a single epoch, and of values that are all alike', () => {
    assert.ok(!curvesSvg([epoch(0, 0.7)], 0).includes('NaN'));
    assert.ok(!curvesSvg([epoch(0, 0.7, 0.5), epoch(1, 0.7, 0.5)], 1).includes('NaN'));
  });
});

describe('ticks of an axis', () => {
  it('are round numbers around all values', () => {
    assert.deepEqual(niceTicks(0.13, 0.68, 5), [0, 0.2, 0.4, 0.6, 0.8]);
    assert.deepEqual(niceTicks(0, 6, 6), [0, 1, 2, 3, 4, 5, 6]);
    assert.deepEqual(niceTicks(0.5, 0.5, 5).length >= 2, true);
  });
});
