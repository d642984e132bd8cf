import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as editor from '../../../src/editor/shading';
import * as panel from '../../../src/webview/client/scale';

describe('the scale of the heat map', () => {
  it('is the editor’s: equal opacity and line strength for every weight and setting', () => {
    const number = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(-1, 0, 1, 2, NaN));
    const shading = fc.record({
      scale: fc.constantFrom('relative' as const, 'absolute' as const),
      gamma: fc.double({ min: 0.2, max: 5, noNaN: true }),
    });
    fc.assert(
      fc.property(number, number, shading, (weight, largest, settings) => {
        const opacity = panel.opacityOf(weight, largest, settings);
        assert.equal(opacity, editor.opacityOf(weight, largest, settings));
        const level = editor.emphasisOf(opacity);
        assert.equal(panel.lineOf(opacity), level === null ? 0 : level + 1);
        const least = editor.underlineOf(opacity, true, false);
        assert.equal(panel.leastLineOf(opacity, true), least === null ? 0 : least + 1);
        assert.equal(panel.leastLineOf(opacity, false), 0);
      }),
      { numRuns: 1000 },
    );
  });

  it('is the editor’s for signed values, too: shares of what they are all together', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -9, max: 9, noNaN: true })), (values) => {
        const shares = panel.sharesOf(values);
        assert.deepEqual(shares, editor.sharesOf(values));
        const sum = shares.reduce((total, share) => total + share, 0);
        assert.ok(Math.abs(sum - (values.some((value) => value !== 0) ? 1 : 0)) < 1e-9);
      }),
    );
    assert.deepEqual(panel.sharesOf([-3, 1, 0]), [0.75, 0.25, 0]);
  });
});
