import assert from 'node:assert/strict';
import { Path } from '../../../../src/model/trust/path';

/** Walks the path of summands with known slopes; how many points it took. */
function walk(
  path: Path,
  summands: readonly { height(at: number): number; slope(at: number): number }[],
): number {
  let looked = 0;
  for (let places = path.start; places.length > 0; places = path.more(4)) {
    assert.equal(new Set(places).size, places.length);
    for (const at of places) {
      const slopes = Float64Array.from(summands, ({ slope }) => slope(at));
      path.add(at, {
        height: summands.reduce((sum, { height }) => sum + height(at), 0),
        slope: slopes.reduce((sum, one) => sum + one, 0),
        slopes,
      });
      looked++;
    }
  }
  return looked;
}

const logistic = (steep: number, centre: number) => {
  const height = (at: number) => 1 / (1 + Math.exp(-steep * (at - centre)));
  return { height, slope: (at: number) => steep * height(at) * (1 - height(at)) };
};

describe('model/trust/path', () => {
  it('has the integrals of what Simpson’s rule is exact for, at the first look', () => {
    const path = new Path();
    const looked = walk(path, [
      { height: (at) => at ** 4, slope: (at) => 4 * at ** 3 },
      { height: (at) => 5 - 2 * at, slope: () => -2 },
    ]);
    assert.equal(looked, 17);
    const [first, second] = path.integrals();
    assert.ok(Math.abs(first! - 1) < 1e-12 && Math.abs(second! + 2) < 1e-12);
    assert.ok(Math.abs(path.rise + 1) < 1e-12);
  });

  it('looks closer where the height jumps, and nowhere else', () => {
    for (const centre of [0.013, 0.3, 0.77]) {
      const path = new Path();
      const steep = logistic(2000, centre);
      const looked = walk(path, [steep, { height: (at) => at, slope: () => 1 }]);
      assert.ok(looked > 17 && looked < 60, `${looked} points`);
      const [jump, rest] = path.integrals();
      assert.ok(Math.abs(jump! - (steep.height(1) - steep.height(0))) < 0.02, `${jump}`);
      assert.ok(Math.abs(rest! - 1) < 1e-9);
      assert.ok(Math.abs(jump! + rest! - path.rise) <= 0.01 * path.rise);
    }
  });

  it('sees what comes and goes on the way, though in all nothing rises', () => {
    const path = new Path();
    const [up, down] = [logistic(300, 0.4), logistic(300, 0.6)];
    walk(path, [up, { height: (at) => -down.height(at), slope: (at) => -down.slope(at) }]);
    const [rise, fall] = path.integrals();
    assert.ok(Math.abs(rise! - 1) < 0.03 && Math.abs(fall! + 1) < 0.03, `${rise} ${fall}`);
  });

  it('is content with a path where nothing happens, and gives up on one without end', () => {
    const flat = new Path();
    assert.equal(walk(flat, [{ height: () => 3, slope: () => 0 }]), 17);
    assert.deepEqual(flat.integrals(), [0]);
    const rough = new Path();
    const looked = walk(rough, [{ height: (at) => at, slope: (at) => 1e4 * Math.sin(1e7 * at) }]);
    assert.ok(looked >= 129 && looked < 140);
    assert.equal(rough.rise, 1);
  });
});
