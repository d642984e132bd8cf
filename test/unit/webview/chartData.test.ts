import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  axisOf,
  defaults,
  layoutOf,
  orderOf,
  positionAt,
  step,
  thin,
  valueOf,
} from '../../../src/webview/client/chartData';

const weighted = (weights: readonly number[]) => weights.map((weight) => ({ weight }));
const someWeights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 300 });

describe('order of the chart', () => {
  it('is reading order as it stands', () => {
    assert.deepEqual(orderOf(weighted([0.1, 0.6, 0.3]), 'reading'), [0, 1, 2]);
  });

  it('is largest first, equal weights in reading order', () => {
    assert.deepEqual(orderOf(weighted([0.2, 0.4, 0.2, 0.2]), 'sorted'), [1, 0, 2, 3]);
  });

  it('holds every token once, with falling weights', () => {
    fc.assert(
      fc.property(someWeights, (weights) => {
        const order = orderOf(weighted(weights), 'sorted');
        assert.equal(new Set(order).size, weights.length);
        for (let i = 1; i < order.length; i++) assert.ok(weights[order[i - 1]!]! >= weights[order[i]!]!);
      }),
    );
  });
});

describe('layout of the chart', () => {
  const layout = (n: number, available: number, zoom: 'words' | 'whole', width = 30) =>
    layoutOf({
      labelWidths: new Array<number>(n).fill(width),
      weights: Array.from({ length: n }, (_, i) => ((i * 7919) % n) + 1),
      available,
      zoom,
    });

  it('lays labels flat where all fit', () => {
    const { flat, pitch, width, labelled } = layout(8, 800, 'words');
    assert.deepEqual({ flat, pitch, width }, { flat: true, pitch: 96, width: 768 });
    assert.equal(labelled.length, 8);
  });

  it('stands them upright where they do not', () => {
    const { flat, labelled } = layout(30, 600, 'words');
    assert.equal(flat, false);
    assert.equal(labelled.length, 30);
  });

  it('scrolls a long text rather than crowding its words', () => {
    const { pitch, width, labelled } = layout(2000, 700, 'words');
    assert.equal(pitch, defaults.labelPitch);
    assert.equal(width, 2000 * defaults.labelPitch);
    assert.equal(labelled.length, 2000);
  });

  it('fits a text of some hundred words into the width, with the largest labelled', () => {
    const { width, labelled } = layout(200, 700, 'whole');
    assert.ok(width <= 700);
    assert.ok(labelled.length > 10 && labelled.length < 60, String(labelled.length));
  });

  it('never draws columns too narrow to see', () => {
    assert.equal(layout(2000, 300, 'whole').pitch, defaults.narrowestPitch);
  });

  it('never draws a label over another', () => {
    fc.assert(
      fc.property(
        someWeights,
        fc.array(fc.integer({ min: 1, max: 110 }), { minLength: 300, maxLength: 300 }),
        fc.integer({ min: 100, max: 2000 }),
        fc.constantFrom('words' as const, 'whole' as const),
        (weights, widths, available, zoom) => {
          const labelWidths = widths.slice(0, weights.length);
          const { pitch, flat, labelled } = layoutOf({ labelWidths, weights, available, zoom });
          for (let i = 1; i < labelled.length; i++) {
            const apart = (labelled[i]! - labelled[i - 1]!) * pitch;
            const needed = flat
              ? (labelWidths[labelled[i - 1]!]! + labelWidths[labelled[i]!]!) / 2
              : defaults.labelPitch;
            assert.ok(apart >= needed - 1e-9, `${apart} < ${needed}`);
          }
        },
      ),
    );
  });

  it('labels the largest weight first when thinning', () => {
    assert.deepEqual(thin([1, 5, 1, 1, 4, 9], 5, 10), [1, 5, 3].sort());
    fc.assert(
      fc.property(someWeights, fc.integer({ min: 2, max: 15 }), (weights, pitch) => {
        const largest = orderOf(weighted(weights), 'sorted')[0]!;
        assert.ok(thin(weights, pitch, 16).includes(largest));
      }),
    );
  });

  it('finds the word under every pixel of its column', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 2, max: 96, noNaN: true }),
        (n, pitch) => {
          for (const position of [0, n >> 1, n - 1]) {
            assert.equal(positionAt((position + 0.5) * pitch, { pitch }, n), position);
          }
          assert.equal(positionAt(n * pitch + 1, { pitch }, n), null);
          assert.equal(positionAt(-1, { pitch }, n), null);
        },
      ),
    );
  });

  it('has room above the largest weight and above the uniform share', () => {
    assert.ok(axisOf(weighted([0.7, 0.3])).top > 0.7);
    assert.ok(axisOf(weighted([0.25, 0.25, 0.25, 0.25])).top > 0.25);
    assert.deepEqual([axisOf(weighted([0.7, 0.3])).bottom, axisOf([]).bottom], [0, 0]);
  });

  it('goes below 0 for effects against the verdict, and has a height even where all effects are 0', () => {
    const effects = (values: readonly number[]) => values.map((effect) => ({ weight: 0.5, effect }));
    const { bottom, top, signed } = axisOf(effects([0.8, -0.3]));
    assert.ok(bottom < -0.3 && bottom > -0.4 && top > 0.8 && top < 0.9 && signed);
    assert.equal(valueOf({ weight: 0.5, effect: -0.3 }), -0.3);
    const { bottom: floor, top: ceiling } = axisOf(effects([0, 0]));
    assert.ok(floor === 0 && ceiling > 0);
    assert.equal(axisOf(weighted([0.7, 0.3])).signed, false);
  });
});

describe('keys on the chart', () => {
  it('move by one, by ten and to the ends, and stop there', () => {
    assert.equal(step('ArrowRight', 3, 10), 4);
    assert.equal(step('ArrowRight', 9, 10), 9);
    assert.equal(step('ArrowLeft', 0, 10), 0);
    assert.equal(step('PageDown', 3, 50), 13);
    assert.equal(step('PageUp', 3, 50), 0);
    assert.equal(step('Home', 7, 10), 0);
    assert.equal(step('End', 7, 10), 9);
    assert.equal(step('a', 7, 10), null);
  });
});
