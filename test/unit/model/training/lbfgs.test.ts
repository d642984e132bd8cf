import assert from 'node:assert/strict';
import { minimise, norm, type Objective } from '../../../../src/model/training/lbfgs';
import { normals } from '../../../fixtures/random';

describe('L-BFGS', () => {
  it('finds the lowest point of a badly scaled bowl, and says how it ended', () => {
    const centre = normals(30, 1, 1);
    const bowl: Objective = (x, gradient) => {
      let value = 0;
      x.forEach((at, i) => {
        const curvature = 10 ** ((3 * i) / 30 - 1);
        const distance = at - centre[i]!;
        value += (curvature / 2) * distance * distance;
        gradient[i] = curvature * distance;
      });
      return value;
    };
    const start = new Float64Array(30);
    const found = minimise(bowl, start, { target: 1e-9, iterations: 500 });
    assert.ok(found.converged && found.iterations < 500);
    found.x.forEach((at, i) => assert.ok(Math.abs(at - centre[i]!) < 1e-5, `${i}: ${at}`));
    assert.deepEqual(start, new Float64Array(30));

    const cut = minimise(bowl, start, { target: 1e-9, iterations: 3 });
    assert.deepEqual([cut.iterations, cut.converged], [3, false]);
    assert.ok(cut.value < bowl(start, new Float64Array(30)));
    const again = minimise(bowl, found.x, { target: 1e-9, iterations: 500 });
    assert.equal(again.iterations, 0);
  });

  it('goes through a bent valley (Rosenbrock)', () => {
    const valley: Objective = ([x, y], gradient) => {
      gradient[0] = -400 * x! * (y! - x! * x!) - 2 * (1 - x!);
      gradient[1] = 200 * (y! - x! * x!);
      return 100 * (y! - x! * x!) ** 2 + (1 - x!) ** 2;
    };
    const found = minimise(valley, Float64Array.of(-1.2, 1), { target: 1e-8, iterations: 200 });
    assert.ok(norm(found.x.map((value) => value - 1)) < 1e-6, `ended at ${found.x.join(', ')}`);
  });

  it('ends where rounding forbids a better point', () => {
    const flat: Objective = (x, gradient) => {
      gradient[0] = 1;
      return x[0]! > 1e-300 ? 1 : 1 + 1e-3;
    };
    assert.equal(minimise(flat, Float64Array.of(1), { target: 0, iterations: 50 }).converged, false);
  });
});
