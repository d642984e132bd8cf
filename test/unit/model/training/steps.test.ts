import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import fc from 'fast-check';
import { TrainingModule } from '../../../../src/model/kernels/trainingModule';
import { padBatch } from '../../../../src/model/network';
import { embed } from '../../../../src/model/training/embedding';
import { shardTasks } from '../../../../src/model/training/tasks';
import { parametrisation } from '../../../../src/model/training/objective';
import { FusedOperations } from '../../../../src/model/training/operations';
import { ParameterStore } from '../../../../src/model/training/parameterStore';
import { onEveryBackend } from '../../../fixtures/backends';
import { normals } from '../../../fixtures/random';
import { tinyArchitecture, tinyValues } from '../../../fixtures/tinyTraining';
import { plainTensorflow, trainingKernels } from '../../../fixtures/trainingKernels';

onEveryBackend('embed', () => {
  it('reads rows as tf.gather does; its gradient is the sum of what each row was read for', async () => {
    const fused = new FusedOperations(new TrainingModule(await trainingKernels('simd')));
    for (const read of [embed, fused.embed]) {
      tf.tidy(() => {
        const table = tf.tensor2d(normals(7 * 3, 1, 1), [7, 3]);
        const given = normals(5 * 3, 1, 2);
        const direction = tf.tensor2d(given, [5, 3]);
        const ids = Int32Array.of(4, 0, 4, 6, 1);
        const { value, grad } = tf.valueAndGrad((t: tf.Tensor) =>
          tf.sum(tf.mul(read(t as tf.Tensor2D, ids), direction)),
        )(table);
        const gathered = tf.sum(tf.mul(tf.gather(table, tf.tensor1d(ids, 'int32')), direction));
        close(value.dataSync()[0]!, gathered.dataSync()[0]!, 1e-6);
        const expected = new Float32Array(7 * 3);
        ids.forEach((id, i) => {
          for (let k = 0; k < 3; k++) expected[id * 3 + k]! += given[i * 3 + k]!;
        });
        assert.deepEqual(grad.dataSync(), expected);
      });
    }
  });
});

describe('shards of a batch', () => {
  const batch = {
    ...padBatch([[3], [4, 5, 6, 7], [8, 9], [10, 11, 12], [13, 14]], 0),
    targets: Float32Array.of(1, 0, 0, 1, 0, 1, 1, 0, 0, 1),
  };

  it('hold every text once, padded to the longest of their own, with shares that sum to 1', () => {
    const tasks = shardTasks(batch, 2, 0, 1, 0);
    assert.deepEqual(
      tasks.map(({ batch: b }) => [b.batch, b.time, [...b.ids], [...Array.from(b.lengths)], [...b.targets]]),
      [
        [3, 2, [3, 0, 8, 9, 13, 14], [1, 2, 2], [1, 0, 0, 1, 0, 1]],
        [2, 4, [4, 5, 6, 7, 10, 11, 12, 0], [4, 3], [0, 1, 1, 0]],
      ],
    );
    assert.equal(tasks[0]!.share + tasks[1]!.share, 1);
  });

  it('have masks of their own in every step, the same when asked again', () => {
    const seeds = (seed: number, step: number) => shardTasks(batch, 3, 0, seed, step).map((t) => t.seed);
    const all = [...seeds(1, 0), ...seeds(1, 1), ...seeds(2, 0), ...seeds(2, 1)];
    assert.equal(new Set(all).size, 12);
    assert.deepEqual(seeds(1, 1), seeds(1, 1));
  });

  it('are no more than there are texts', () => {
    assert.equal(shardTasks(batch, 9, 0, 1, 0).length, 5);
  });
});

describe('parameter store', () => {
  before(plainTensorflow);

  /** One step for random gradients of two shards, by the store and by tf.train.adam; the table has rows never named. */
  async function compare(embedding: number, steps: number, seed: number) {
    const architecture = tinyArchitecture({ embedding });
    const store = new ParameterStore(
      new TrainingModule(await trainingKernels('relaxed')),
      parametrisation('classify', architecture),
      2,
    );
    const initial = tinyValues(architecture);
    store.initialize(initial);
    const variables = store.names.map((name) => tf.variable(tf.tensor1d(initial[name]!)));
    const adam = tf.train.adam(0.01);
    for (let step = 1; step <= steps; step++) {
      const sums = store.names.map((name) => new Float32Array(initial[name]!.length));
      for (const shard of [0, 1]) {
        store.names.forEach((name, i) => {
          const own = seed * 1000 + step * 100 + shard * 50 + i;
          if (name === 'embedding/table') {
            // Rows 4 and 5 in every step, others in some, row 0 never.
            const ids = Int32Array.of(4, 5, 4, 6 + ((step + shard) % 4));
            const rows = normals(ids.length * embedding, 1, own);
            store.addRows(shard, 'embedding/table', ids, rows);
            ids.forEach((id, k) => {
              for (let j = 0; j < embedding; j++) sums[i]![id * embedding + j]! += rows[k * embedding + j]!;
            });
          } else {
            const gradient = normals(initial[name]!.length, 1, own);
            store.setGradient(shard, name, gradient);
            gradient.forEach((g, k) => (sums[i]![k]! += g));
          }
        });
      }
      const squares = store.merge(0) + store.merge(1);
      const expected = sums.reduce((all, sum) => all + sum.reduce((s, g) => s + g * g, 0), 0);
      close(squares / expected, 1, 1e-5);
      const clip = 1 / Math.sqrt(expected);
      store.update(1, step, 0.01, clip);
      store.update(0, step, 0.01, clip);
      const grads = variables.map((v, i) => [v.name, tf.mul(tf.tensor1d(sums[i]!), clip)]);
      adam.applyGradients(Object.fromEntries(grads) as Record<string, tf.Variable>);
    }
    store.names.forEach((name, i) => {
      const expected = variables[i]!.dataSync();
      store.parameter(name).forEach((value, k) => close(value, expected[k]!, 2e-5));
    });
    assert.deepEqual(
      [...store.parameter('embedding/table').slice(0, embedding)],
      [...initial['embedding/table']!.slice(0, embedding)],
    );
    tf.dispose(variables);
    adam.dispose();
  }

  it('steps as tf.train.adam does with dense gradients, rows of any width', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 1000 }),
        compare,
      ),
      { numRuns: 25, seed: 4 },
    );
  });

  it('is seen alike from every module on its memory, and averages by the decay', async () => {
    const compiled = await trainingKernels('simd');
    const architecture = tinyArchitecture();
    const first = new TrainingModule(compiled);
    const store = new ParameterStore(first, parametrisation('classify', architecture), 2);
    const other = new ParameterStore(
      new TrainingModule(compiled, first.memory),
      parametrisation('classify', architecture),
      2,
    );
    const initial = tinyValues(architecture);
    store.initialize(initial);
    for (const name of other.names) assert.deepEqual(other.parameter(name), initial[name]);
    other.parameter('gru/bias').fill(1);
    store.updateAverages(0.75);
    assert.deepEqual(
      [...other.average('gru/bias')],
      [...initial['gru/bias']!].map((value) => 0.75 * value + 0.25),
    );
  });

  it('keeps state and restores it to the bit', async () => {
    const compiled = await trainingKernels('simd');
    const architecture = tinyArchitecture();
    const make = () =>
      new ParameterStore(new TrainingModule(compiled), parametrisation('classify', architecture), 1);
    const store = make();
    store.initialize(tinyValues(architecture));
    const named = Int32Array.of(3);
    const step = (s: ParameterStore, n: number) => {
      s.addRows(0, 'embedding/table', named, normals(architecture.embedding, 1, n));
      s.setGradient(0, 'gru/bias', normals(3 * architecture.hidden, 1, n + 1));
      s.merge(0);
      s.update(0, n, 0.1, 1);
      s.updateAverages(0.9);
    };
    step(store, 1);
    const again = make();
    again.restore(structuredClone(store.state()));
    step(store, 2);
    step(again, 2);
    // The rest's gradients stay set in the first store, and are zeros in the second: set them alike before comparing.
    const names = ['embedding/table', 'gru/bias'];
    for (const name of names) assert.deepEqual(again.parameter(name), store.parameter(name));
  });
});

function close(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);
}
