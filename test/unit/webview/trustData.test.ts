import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  largestSize,
  ordered,
  partOf,
  saidPlace,
  spreadOut,
  topWords,
} from '../../../src/webview/client/trust/trustData';

const numbers = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('the words that are listed on trust', () => {
  it('are those at the top by weight and those at the top by effect, whichever its sign', () => {
    const weights = [0.5, 0.01, 0.2, 0.02, 0.27];
    const effects = [0.1, -3, 0, 2, 0.05];
    assert.deepEqual(topWords(weights, effects, 1), [0]);
    assert.deepEqual(topWords(weights, effects, 2), [0, 1]);
    assert.deepEqual(topWords(weights, effects, 4), [0, 1, 3, 4]);
  });

  it('are as many as asked for, each once, in reading order, with the first of both kinds among them', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 2, max: 50 }), (effects, most) => {
        const weights = effects.map((effect, i) => ((Math.abs(effect) * 7 + i) % 3) / 3);
        const top = topWords(weights, effects, most);
        assert.equal(top.length, Math.min(most, effects.length));
        assert.deepEqual(
          top,
          [...new Set(top)].sort((a, b) => a - b),
        );
        const sizes = effects.map(Math.abs);
        assert.ok(top.some((word) => weights[word] === Math.max(...weights)));
        assert.ok(top.some((word) => sizes[word] === Math.max(...sizes)));
      }),
    );
  });

  it('stand in reading order, by weight, or from the most for the verdict to the most against it', () => {
    const [weights, effects] = [
      [0.1, 0.6, 0.3],
      [2, -1, 0.5],
    ];
    assert.deepEqual(ordered([2, 0, 1], 'reading', weights, effects), [0, 1, 2]);
    assert.deepEqual(ordered([0, 1, 2], 'weight', weights, effects), [1, 2, 0]);
    assert.deepEqual(ordered([0, 1, 2], 'effect', weights, effects), [0, 2, 1]);
    assert.deepEqual(ordered([2, 1], 'weight', [1, 1, 1], effects), [1, 2], 'equal ones as they are read');
  });
});

describe('the scales of the bars', () => {
  it('end at the largest size, and have an end where there is nothing', () => {
    assert.equal(largestSize([0.5, -2, 1]), 2);
    assert.equal(largestSize([0, 0]), 1);
    assert.equal(largestSize([]), 1);
    assert.equal(partOf(-1, 2), '0.5000');
    assert.equal(partOf(5, 2), '1.0000');
  });
});

describe('the place of the curve that is said in words', () => {
  it('is the one nearest to a fifth, never the whole text', () => {
    assert.equal(saidPlace({ shares: [0, 0.01, 0.05, 0.1, 0.2, 0.5] }), 4);
    assert.equal(saidPlace({ shares: [0, 0.5, 1] }), 1);
    assert.equal(saidPlace({ shares: [0] }), null);
    assert.equal(saidPlace({ shares: [] }), null);
  });
});

describe('labels at the ends of lines', () => {
  it('stay where they are when there is room', () => {
    assert.deepEqual(spreadOut([10, 60, 100], 14, [0, 120]), [10, 60, 100]);
  });

  it('make way for each other, in their order, and stay inside', () => {
    assert.deepEqual(spreadOut([50, 52], 14, [0, 120]), [50, 64]);
    assert.deepEqual(spreadOut([119, 120, 120], 14, [0, 120]), [92, 106, 120]);
    const heights = fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(heights, (wanted) => {
        const placed = spreadOut(wanted, 14, [0, 200]);
        const falling = [...placed].sort((a, b) => a - b);
        falling.forEach((height, i) => {
          assert.ok(height >= -1e-9 && height <= 200 + 1e-9);
          if (i > 0) assert.ok(height - falling[i - 1]! >= 14 - 1e-9);
        });
        wanted.forEach((a, i) =>
          wanted.forEach((b, j) => assert.ok(a >= b || placed[i]! < placed[j]!, 'the order is kept')),
        );
      }),
    );
  });
});
