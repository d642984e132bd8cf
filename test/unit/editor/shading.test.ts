import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  ABSOLUTE_CEILING,
  EMPHASIS_STEPS,
  STEPS,
  emphasisOf,
  largestWeight,
  opacityOf,
  opacityOfStep,
  stepOf,
  underlineOf,
  type Shading,
} from '../../../src/editor/shading';

const weight = fc.double({ min: 0, max: 1, noNaN: true });
const shading: fc.Arbitrary<Shading> = fc.record({
  scale: fc.constantFrom('relative', 'absolute'),
  gamma: fc.double({ min: 0.2, max: 5, noNaN: true }),
});

describe('shading', () => {
  it('keeps opacity proportional to the weight by default', () => {
    const proportional: Shading = { scale: 'relative', gamma: 1 };
    fc.assert(
      fc.property(weight, weight, (a, b) => {
        const largest = Math.max(a, b);
        const share = largest === 0 ? 0 : a / largest;
        assert.equal(opacityOf(a, largest, proportional), share);
      }),
    );
  });

  it('gives opacities in [0, 1] that never fall with the weight', () => {
    fc.assert(
      fc.property(weight, weight, shading, (a, b, how) => {
        const largest = Math.max(a, b);
        const [low, high] = [opacityOf(Math.min(a, b), largest, how), opacityOf(largest, largest, how)];
        assert.ok(0 <= low && low <= high && high <= 1);
      }),
    );
  });

  it('shades the strongest word fully on the relative scale, whatever gamma', () => {
    fc.assert(
      fc.property(weight, shading, (largest, { gamma }) => {
        fc.pre(largest > 0);
        assert.equal(opacityOf(largest, largest, { scale: 'relative', gamma }), 1);
      }),
    );
  });

  it('shades equal weights alike on the absolute scale, in whatever text', () => {
    fc.assert(
      fc.property(weight, weight, weight, fc.double({ min: 0.2, max: 5, noNaN: true }), (a, m, n, gamma) => {
        const how: Shading = { scale: 'absolute', gamma };
        assert.equal(opacityOf(a, Math.max(a, m), how), opacityOf(a, Math.max(a, n), how));
      }),
    );
    assert.equal(opacityOf(ABSOLUTE_CEILING, 0.9, { scale: 'absolute', gamma: 1 }), 1);
    assert.equal(opacityOf(ABSOLUTE_CEILING / 4, 0.9, { scale: 'absolute', gamma: 1 }), 0.25);
  });

  it('lifts weak words with a gamma below 1 and lowers them above', () => {
    const opacity = (gamma: number) => opacityOf(0.1, 0.4, { scale: 'relative', gamma });
    assert.ok(opacity(0.5) > opacity(1) && opacity(1) > opacity(2));
    assert.equal(opacity(0.5), 0.5);
  });

  it('draws nothing for a weight of zero, or none at all', () => {
    fc.assert(
      fc.property(shading, fc.constantFrom(0, -0, -1, NaN), (how, nothing) => {
        assert.equal(opacityOf(nothing, 1, how), 0);
      }),
    );
    assert.equal(opacityOf(0.5, NaN, { scale: 'relative', gamma: 1 }), 0);
    assert.equal(stepOf(0), null);
    assert.equal(stepOf(NaN), null);
  });

  it('has at least 32 steps, ordered as the opacities, each within one step of what it draws', () => {
    assert.ok(STEPS >= 32);
    fc.assert(
      fc.property(weight, weight, (a, b) => {
        fc.pre(a > 0 && b > 0);
        const [low, high] = [stepOf(Math.min(a, b)), stepOf(Math.max(a, b))];
        assert.ok(low !== null && high !== null);
        assert.ok(0 <= low && low <= high && high < STEPS);
        const error = opacityOfStep(low) - Math.min(a, b);
        assert.ok(error > -1e-9 && error < 1 / STEPS + 1e-9);
      }),
    );
    assert.equal(opacityOfStep(STEPS - 1), 1);
  });

  it('draws stronger lines for stronger words, and none for the weakest', () => {
    fc.assert(
      fc.property(weight, weight, (a, b) => {
        const level = (opacity: number) => emphasisOf(opacity) ?? -1;
        assert.ok(level(Math.min(a, b)) <= level(Math.max(a, b)));
      }),
    );
    assert.equal(emphasisOf(0), null);
    assert.equal(emphasisOf(1), EMPHASIS_STEPS - 1);
    const used = new Set(Array.from({ length: 101 }, (_, percent) => emphasisOf(percent / 100)));
    assert.equal(used.size, EMPHASIS_STEPS + 1);
  });

  it('draws a line under what speaks against the verdict, in every theme, wherever its shade can be seen', () => {
    fc.assert(
      fc.property(weight, fc.boolean(), (opacity, emphasis) => {
        const [pro, against] = [underlineOf(opacity, false, emphasis), underlineOf(opacity, true, emphasis)];
        assert.equal(pro, emphasis ? emphasisOf(opacity) : null);
        assert.equal(against, pro ?? (opacity >= 0.05 ? 0 : null));
      }),
    );
    assert.equal(underlineOf(1, true, false), 0);
  });

  it('finds the largest weight', () => {
    assert.equal(largestWeight([{ weight: 0.2 }, { weight: 0.7 }, { weight: 0.1 }]), 0.7);
    assert.equal(largestWeight([]), 0);
  });
});
