import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  decades,
  decadeText,
  defaults,
  histogramOf,
  wholeTicks,
} from '../../../src/webview/client/histogramData';

const weighted = (weights: readonly number[]) => weights.map((weight) => ({ weight }));
const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.abs(b);

describe('the histogram', () => {
  it('counts words in quarters of a power of ten, upper ends included', () => {
    const { bins, domain, most } = histogramOf(weighted([0.1, 0.5, 0.06, 0.09, 0.25]));
    assert.deepEqual(
      bins.map(({ tokens }) => tokens),
      [[0, 3, 2], [4], [1]],
    );
    assert.ok(near(bins[0]!.low, 10 ** -1.25) && near(bins[0]!.high, 0.1));
    assert.ok(near(bins[2]!.low, 10 ** -0.5) && near(bins[2]!.high, 10 ** -0.25));
    assert.ok(near(domain[0], 0.01) && near(domain[1], 1));
    assert.equal(most, 3);
  });

  it('leaves out what a log axis has no place for, and says which', () => {
    const { bins, zeros } = histogramOf(weighted([0, 0.5, 0, 0.5]));
    assert.deepEqual(zeros, [0, 2]);
    assert.deepEqual(
      bins.map(({ tokens }) => tokens),
      [[1, 3]],
    );
  });

  it('has room around words that are all alike, and around one word', () => {
    const { bins, domain } = histogramOf(weighted(new Array<number>(40).fill(1 / 40)));
    assert.equal(bins.length, 1);
    assert.ok(domain[0] < 1 / 40 && domain[1] > 1 / 40);
    const one = histogramOf(weighted([1]));
    assert.deepEqual([one.domain[1], one.bins[0]!.high, one.bins[0]!.tokens], [1, 1, [0]]);
  });

  it('holds every word once, inside its column and the domain, whatever the weights', () => {
    const weight = fc.oneof(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 44 }).map((power) => 10 ** -power),
      fc.constant(0),
    );
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 200 }), (weights) => {
        fc.pre(weights.every((one) => one === 0 || one > 1e-44));
        const { bins, zeros, domain, most } = histogramOf(weighted(weights));
        const all = [...bins.flatMap(({ tokens }) => tokens), ...zeros].sort((a, b) => a - b);
        assert.deepEqual(
          all,
          weights.map((_, token) => token),
        );
        assert.ok(bins.length <= defaults.mostBins + 1);
        for (const { low, high, tokens } of bins) {
          assert.ok(low >= domain[0] * (1 - 1e-9) && high <= domain[1] * (1 + 1e-9));
          assert.ok(tokens.length > 0 && tokens.length <= most);
          for (const token of tokens) {
            assert.ok(weights[token]! > low * (1 - 1e-9) && weights[token]! <= high * (1 + 1e-9));
          }
        }
        assert.ok(domain[0] <= 1 / weights.length && domain[1] >= 1 / weights.length);
      }),
    );
  });
});

describe('ticks', () => {
  it('are whole and round, about as many as fit', () => {
    assert.deepEqual(wholeTicks(1, 4), [0, 1]);
    assert.deepEqual(wholeTicks(84, 9), [0, 10, 20, 30, 40, 50, 60, 70, 80]);
    assert.deepEqual(wholeTicks(2000, 5), [0, 500, 1000, 1500, 2000]);
    assert.deepEqual(wholeTicks(7, 4), [0, 2, 4, 6]);
  });

  it('are powers of ten, the highest among them, thinned where there is no room', () => {
    assert.deepEqual(decades([1e-4, 1], 10), [-4, -3, -2, -1, 0]);
    assert.deepEqual(decades([1e-4, 1], 3), [-4, -2, 0]);
    assert.deepEqual(decades([1e-5, 1], 3), [-4, -2, 0]);
  });

  it('are said in percent, very small ones with an exponent', () => {
    assert.deepEqual([0, -1, -2, -4, -5, -9, -14].map(decadeText), [
      ...['100 %', '10 %', '1 %', '0.01 %', '0.001 %', '10⁻⁷ %', '10⁻¹² %'],
    ]);
  });
});
