import assert from 'node:assert/strict';
import { halfPrecision, quantize } from '../../../../src/model/training/storage';
import { storedWeight } from '../../../../src/model/weights';

const bitsOf = (values: readonly number[]) => [
  ...new Uint16Array(halfPrecision(Float32Array.from(values), 'w').buffer),
];
const decoded = (bytes: Uint8Array) => storedWeight(bytes, [bytes.length / 2], { dtype: 'float16' }).floats();

describe('half precision', () => {
  /** All finite numbers of half precision from 0 up. */
  const halves = decoded(new Uint8Array(Uint16Array.from({ length: 0x7c00 }, (_, i) => i).buffer));

  it('gives every half-precision number back', () => {
    for (const sign of [1, -1]) {
      const values = halves.map((value) => sign * value);
      assert.deepEqual(decoded(halfPrecision(values, 'w')), values);
    }
  });

  it('rounds to the nearest, and ties to the even one', () => {
    for (let i = 0; i + 1 < halves.length; i += 7) {
      const [below, above] = [halves[i]!, halves[i + 1]!];
      const middle = (below + above) / 2; // exact in single precision, as are the quarters
      const [low, high] = [(below + middle) / 2, (above + middle) / 2];
      assert.deepEqual(bitsOf([low, middle, high, -low]), [i, i % 2 ? i + 1 : i, i + 1, i | 0x8000]);
    }
  });

  it('reads a part of a larger array', () => {
    const values = Float32Array.of(9, 1, -2, 9).subarray(1, 3);
    assert.deepEqual([...decoded(halfPrecision(values, 'w'))], [1, -2]);
  });

  it('refuses what has no place in it, naming the weight', () => {
    assert.deepEqual(bitsOf([65_504, 65_519.9, 1e-10]), [0x7bff, 0x7bff, 0]);
    for (const value of [65_520, -65_520, 1e30, Infinity, NaN]) {
      assert.throws(
        () => halfPrecision(Float32Array.of(0, value), 'gru/gates'),
        /^RangeError: gru\/gates: .* has no place/,
      );
    }
  });
});

describe('8-bit codes', () => {
  it('stand within half a step of their values', () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => Math.sin(i));
    const { bytes, scale, min } = quantize(values);
    values.forEach((value, i) => assert.ok(Math.abs(bytes[i]! * scale + min - value) <= scale * 0.501));
  });

  it('of a constant table do without a division by zero', () => {
    const { bytes: codes, scale, min } = quantize(new Float32Array(8).fill(0.5));
    assert.ok(Number.isFinite(scale) && scale > 0);
    codes.forEach((code) => assert.equal(min + scale * code, 0.5));
  });
});
