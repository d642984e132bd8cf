import assert from 'node:assert/strict';
import fc from 'fast-check';
import { centred, inPanels, padded, transposed, type Matrix } from '../../../../src/model/kernels/pack';
import { quantised } from '../../../../src/model/kernels/quantise';
import { normals } from '../../../fixtures/random';

const matrix = (rows: number, columns: number, seed = 1): Matrix => ({
  values: normals(rows * columns, 1, seed),
  rows,
  columns,
});

describe('kernels/pack', () => {
  it('takes the mean from every group of columns', () => {
    const { values } = centred(matrix(3, 8), 4);
    for (let from = 0; from < values.length; from += 4) {
      assert.ok(Math.abs(values.subarray(from, from + 4).reduce((a, b) => a + b, 0)) < 1e-6);
    }
  });

  it('widens groups of columns and rows with zeros, and moves nothing else', () => {
    const m = matrix(4, 6);
    const wide = padded(m, 3, 5, 2, 3);
    assert.deepEqual([wide.rows, wide.columns], [6, 10]);
    for (let row = 0; row < 6; row++) {
      for (let column = 0; column < 10; column++) {
        const from = [
          Math.floor(row / 3) * 2 + (row % 3),
          Math.floor(column / 5) * 3 + (column % 5),
        ] as const;
        const isPadding = row % 3 >= 2 || column % 5 >= 3;
        assert.equal(wide.values[row * 10 + column], isPadding ? 0 : m.values[from[0] * 6 + from[1]]);
      }
    }
  });

  it('puts columns in panels, the last one narrower', () => {
    const m = { values: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 2, columns: 3 };
    assert.deepEqual([...inPanels(m, 2)], [1, 2, 4, 5, 3, 6]);
    assert.deepEqual([...transposed(m)], [1, 4, 2, 5, 3, 6]);
  });
});

describe('kernels/quantise', () => {
  it('rounds to half a step, pairs rows, and leaves no sum that could overflow 32 bits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 140 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(128, 8191, 8192),
        fc.integer({ min: 1, max: 999 }),
        (rows, columns, most, seed) => {
          const m = matrix(rows, columns, seed);
          m.values.fill(0, 0, seed % 3 === 0 ? m.values.length : 0);
          const unit = 0.01;
          const { values, scales } = quantised(m, 8, { unit, most });
          const paddedRows = Math.ceil(rows / 8) * 8;
          assert.equal(values.length, paddedRows * columns);
          for (let column = 0; column < columns; column++) {
            const panel = column - (column % 8);
            const width = Math.min(8, columns - panel);
            let sum = 0;
            for (let row = 0; row < paddedRows; row++) {
              const at = panel * paddedRows + (row >> 1) * 2 * width + (column - panel) * 2 + (row & 1);
              const exact = row < rows ? m.values[row * columns + column]! : 0;
              const step = scales[column]! / unit;
              assert.ok(Math.abs(values[at]! * step - exact) <= 0.501 * step);
              sum += Math.abs(values[at]!) * most;
            }
            assert.ok(sum < 2 ** 31, `a sum may reach ${sum}`);
          }
        },
      ),
      { numRuns: 60, seed: 9 },
    );
  });
});
