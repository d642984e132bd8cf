import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import fc from 'fast-check';
import type { GruParameters } from '../../../../src/model/gru';
import { gruBackward, gruForward } from '../../../../src/model/kernels/trainingGru';
import { createMemory, TrainingModule } from '../../../../src/model/kernels/trainingModule';
import { FusedOperations } from '../../../../src/model/training/operations';
import { autodiffGru } from '../../../fixtures/autodiff';
import { onEveryBackend } from '../../../fixtures/backends';
import { closeTo, SIZES, tensor } from '../../../fixtures/gradients';
import { normals, uniform } from '../../../fixtures/random';
import { referenceGru } from '../../../fixtures/reference';
import { plainTensorflow, TRAINING_BUILDS, trainingKernels } from '../../../fixtures/trainingKernels';

interface Sizes {
  readonly time: number;
  readonly batch: number;
  readonly embedding: number;
  readonly hidden: number;
}

/** x, then the parameters in the order of GruParameters. */
function gruInputs({ time, batch, embedding, hidden }: Sizes, seed: number): tf.Tensor[] {
  return [
    tensor([time, batch, embedding], 0.7, seed),
    tensor([embedding, 3 * hidden], 0.5, seed + 1),
    tensor([hidden, 2 * hidden], 0.5, seed + 2),
    tensor([hidden, hidden], 0.5, seed + 3),
    tensor([3 * hidden], 0.3, seed + 4),
    tf.add(1, tensor([3 * hidden], 0.3, seed + 5)),
    tensor([3 * hidden], 0.3, seed + 6),
  ];
}

type Gru = (x: tf.Tensor3D, p: GruParameters, restarts: Uint8Array | null) => tf.Tensor3D;

function gruLoss(gru: Gru, direction: tf.Tensor, restarts: Uint8Array | null = null) {
  return (...[x, kernel, gates, candidate, bias, gamma, beta]: tf.Tensor[]) => {
    const p = { kernel, gates, candidate, bias, gamma, beta } as unknown as GruParameters;
    return tf.sum(tf.mul(gru(x as tf.Tensor3D, p, restarts), direction));
  };
}

const NAMES = ['x', 'kernel', 'gates', 'candidate', 'bias', 'gamma', 'beta'];

for (const build of TRAINING_BUILDS) {
  describe(`training kernels, ${build} build`, () => {
    let module: TrainingModule;
    let operations: FusedOperations;

    before(async function () {
      this.timeout(60_000);
      await plainTensorflow();
      module = new TrainingModule(await trainingKernels(build));
      operations = new FusedOperations(module);
    });

    function compareGru(sizes: Sizes, seed: number, restarts: Uint8Array | null = null) {
      tf.tidy(() => {
        const inputs = gruInputs(sizes, seed);
        const direction = tensor([sizes.time, sizes.batch, sizes.hidden], 1, seed + 7);
        const expected = tf.valueAndGrads(gruLoss(autodiffGru, direction, restarts))(inputs);
        const actual = operations.step(() => {
          const loss = gruLoss(operations.gruSequence, direction, restarts);
          const { value, grads } = tf.valueAndGrads(loss)(inputs);
          return [...grads, value].map((t) => t.dataSync().slice());
        });
        [...expected.grads, expected.value].forEach((t, i) =>
          closeTo(actual[i]!, t.dataSync(), 1e-4, NAMES[i] ?? 'value'),
        );
      });
    }

    it('has the gradients of automatic differentiation for random shapes', () => {
      fc.assert(
        fc.property(SIZES, ({ seed, ...sizes }) => compareGru(sizes, seed)),
        { numRuns: 40, seed: 11 },
      );
    });

    it('has them where texts begin anew, each at words of its own', () => {
      fc.assert(
        fc.property(SIZES, ({ seed, ...sizes }) => {
          const next = uniform(seed);
          compareGru(
            sizes,
            seed,
            Uint8Array.from({ length: sizes.time * sizes.batch }, () => Number(next() < 0.4)),
          );
        }),
        { numRuns: 40, seed: 12 },
      );
    });

    for (const sizes of [
      { time: 1, batch: 1, embedding: 100, hidden: 128 },
      { time: 3, batch: 33, embedding: 100, hidden: 128 },
      { time: 40, batch: 2, embedding: 13, hidden: 24 },
      { time: 2, batch: 5, embedding: 1, hidden: 8 },
    ]) {
      it(`has them for ${JSON.stringify(sizes)}`, () => compareGru(sizes, 3));
    }

    it('has gradients that agree with finite differences in double precision to 1e-4', () => {
      const shape = { time: 4, batch: 1, embedding: 3, hidden: 5 };
      const [x, kernel, gates, candidate, bias, gamma, beta] = tf.tidy(() =>
        gruInputs(shape, 21).map((t) => t.dataSync() as Float32Array),
      ) as [Float32Array, ...Float32Array[]];
      const values = { kernel, gates, candidate, bias, gamma, beta } as Record<string, Float32Array>;
      const direction = normals(shape.time * shape.hidden, 1, 22);
      const loss = (all: Record<string, ArrayLike<number>>) => {
        const rows = Array.from({ length: shape.time }, (_, t) =>
          Array.from(all['x']!).slice(t * shape.embedding, (t + 1) * shape.embedding),
        );
        const named = Object.entries(all).map(([name, v]) => [`gru/${name}`, v]);
        const sizes = { embedding: shape.embedding, hidden: shape.hidden, attention: 1 };
        const states = referenceGru(rows, { sizes, values: Object.fromEntries(named) });
        return states.flat().reduce((sum, h, i) => sum + h * direction[i]!, 0);
      };
      const { tape } = gruForward(module, x, shape, values as never);
      const found = gruBackward(module, tape, direction, shape, values as never) as never;
      const all: Record<string, number[]> = Object.fromEntries(
        Object.entries({ x, ...values }).map(([name, v]) => [name, Array.from(v)]),
      );
      for (const name of NAMES) {
        const expected = all[name]!.map((_, i) => {
          const moved = (by: number) =>
            loss({ ...all, [name]: all[name]!.map((v, k) => (k === i ? v + by : v)) });
          return (moved(1e-5) - moved(-1e-5)) / 2e-5;
        });
        closeTo(found[name] as Float32Array, expected, 1e-4, name);
      }
    });

    it('gives the same bits in a step and outside, and memory back after each', () => {
      tf.tidy(() => {
        const sizes = { time: 5, batch: 3, embedding: 4, hidden: 6 };
        const inputs = gruInputs(sizes, 8);
        const direction = tensor([5, 3, 6], 1, 9);
        const run = () =>
          tf.tidy(() => {
            const { value, grads } = tf.valueAndGrads(gruLoss(operations.gruSequence, direction))(inputs);
            return [value, ...grads].map((t) => t.dataSync().slice());
          });
        const mark = module.mark();
        const outside = run();
        const inside = operations.step(run);
        assert.equal(module.mark(), mark);
        assert.deepEqual(inside, outside);
        const before = tf.memory().numTensors;
        run();
        assert.equal(tf.memory().numTensors, before);
      });
    });

    it('refuses a step within a step and a tensor kept in one, and goes on after', () => {
      assert.throws(() => operations.step(() => operations.step(() => 1)), /open already/);
      assert.ok(operations.step(() => tf.scalar(1)).isDisposed);
      const before = tf.memory().numTensors;
      let kept: tf.Tensor | undefined;
      assert.throws(() => operations.step(() => (kept = tf.keep(tf.scalar(1)))), /may be kept/);
      kept!.dispose();
      assert.equal(tf.memory().numTensors, before);
      assert.equal(
        operations.step(() => 2),
        2,
      );
    });
  });
}

describe('memory of the training kernels', () => {
  it('is given out on cache lines beyond the compiler’s tables, and grows', async () => {
    const module = new TrainingModule(await trainingKernels('simd'), createMemory());
    const first = module.allocate(3);
    const second = module.allocate(10_000_000);
    assert.ok(first >= module.kernels.heapBase.value);
    assert.equal(second % 64, 0);
    module.at(second, 10_000_000)[9_999_999] = 7;
    assert.equal(module.floats[second / 4 + 9_999_999], 7);
  });
});

onEveryBackend('fused operations', () => {
  it('take and give tensors of any backend', async () => {
    const operations = new FusedOperations(new TrainingModule(await trainingKernels('relaxed')));
    tf.tidy(() => {
      const sizes = { time: 3, batch: 2, embedding: 5, hidden: 6 };
      const inputs = gruInputs(sizes, 5);
      const direction = tensor([3, 2, 6], 1, 6);
      const [a, b] = [autodiffGru, operations.gruSequence].map((gru) =>
        tf.valueAndGrads(gruLoss(gru, direction))(inputs),
      );
      b!.grads.forEach((g, i) => closeTo(g.dataSync(), a!.grads[i]!.dataSync(), 1e-4, NAMES[i]!));
    });
  });
});
