import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { memoryAttention } from '../../../../src/model/alignment/memoryAttention';
import { softAttention } from '../../../../src/model/attention';
import { openBackend } from '../../../../src/model/node/backends';
import { tfjsWasmFolder } from '../../../fixtures/backends';
import { normals } from '../../../fixtures/random';

/** Two words of width 2, and a padded third that would outweigh them: (T, B, S) with T = 3, B = 1. */
const states = () => tf.tensor3d([1, 0, 0, 2, 9, 9], [3, 1, 2]);
const mask = () => tf.tensor2d([1, 1, 0], [1, 3]);

function near(actual: ArrayLike<number>, expected: readonly number[], tolerance = 1e-6): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) =>
    assert.ok(Math.abs(actual[i]! - value) < tolerance, `${actual[i]} is not ${value}`),
  );
}

describe('memory-conditioned attention', () => {
  before(() => openBackend({ prefer: 'cpu', wasmFolder: tfjsWasmFolder }));

  it('by dot scores is what it is by hand', () => {
    // s = (ln 3, 0): scores ln 3 and 0, powers 3 and 1, weights 3/4 and 1/4.
    const { context, weights } = memoryAttention(states(), mask(), null)(tf.tensor2d([[Math.log(3), 0]]));
    near(weights.dataSync(), [0.75, 0.25, 0]);
    near(context.dataSync(), [0.75, 0.5]);
  });

  it('by additive scores is what it is by hand', () => {
    const p = {
      kernel: tf.tensor2d([[1], [0]]), // reads the first number of a state
      memory: tf.tensor2d([[0.5], [0], [0]]), // and the first of the memory
      bias: tf.tensor1d([-1]),
      score: tf.tensor2d([[2]]),
    };
    const attend = memoryAttention(states(), mask(), p);
    // s = (2, …): scores 2·tanh(1 + 1 − 1) and 2·tanh(0 + 1 − 1) = 0.
    const first = 1 / (1 + Math.exp(-2 * Math.tanh(1)));
    near(attend(tf.tensor2d([[2, 5, 5]])).weights.dataSync(), [first, 1 - first, 0]);
    // Another memory over the same states: scores 2·tanh(−2) and 2·tanh(−3).
    const powers = [-2, -3].map((z) => Math.exp(2 * Math.tanh(z)));
    const other = powers[0]! / (powers[0]! + powers[1]!);
    const { context, weights } = attend(tf.tensor2d([[-4, 7, 7]]));
    near(weights.dataSync(), [other, 1 - other, 0]);
    near(context.dataSync(), [other, 2 * (1 - other)]);
  });

  const [T, B, S, A, M] = [5, 2, 3, 4, 6];
  const random = (shape: number[], seed: number) =>
    tf.tensor(
      normals(
        shape.reduce((a, b) => a * b, 1),
        0.7,
        seed,
      ),
      shape,
    );
  const padded = () => tf.tensor2d([1, 1, 1, 1, 1, 1, 1, 1, 0, 0], [B, T]);

  it('is soft attention where the memory is empty', () => {
    const p = {
      kernel: random([S, A], 1) as tf.Tensor2D,
      bias: random([A], 2) as tf.Tensor1D,
      score: random([A, 1], 3) as tf.Tensor2D,
      memory: random([M, A], 4) as tf.Tensor2D,
    };
    const h = random([T, B, S], 5) as tf.Tensor3D;
    const soft = softAttention(h, padded(), p, 'linear');
    const { context, weights } = memoryAttention(h, padded(), p)(tf.zeros([B, M]));
    near(weights.dataSync(), [...soft.weights.dataSync()]);
    near(context.dataSync(), [...soft.context.dataSync()]);
  });

  for (const score of ['additive', 'dot'] as const) {
    it(`has the gradients of finite differences (${score})`, () => {
      const width = score === 'dot' ? S : M;
      const shapes = [[T, B, S], [B, width], [S, A], [width, A], [A], [A, 1]];
      const given = shapes.slice(0, score === 'dot' ? 2 : 6).map((shape, i) => random(shape, 10 + i));
      const direction = random([B, S], 20);
      const loss = (...tensors: tf.Tensor[]) => {
        const [h, memory, kernel, query, bias, v] = tensors as [tf.Tensor3D, ...tf.Tensor2D[]];
        const p = kernel && { kernel, memory: query!, bias: bias as unknown as tf.Tensor1D, score: v! };
        const { context } = memoryAttention(h, padded(), p ?? null)(memory!);
        return tf.sum(tf.mul(context, direction)) as tf.Scalar;
      };
      const gradients = tf.grads(loss)(given);
      given.forEach((tensor, k) => {
        const values = tensor.dataSync();
        // A step that single precision can see, hence the tolerance.
        const numeric = Array.from(values, (value, i) => {
          const at = (x: number) => {
            const moved = Float32Array.from(values);
            moved[i] = x;
            const inputs = given.map((g, j) => (j === k ? tf.tensor(moved, tensor.shape) : g));
            return loss(...inputs).dataSync()[0]!;
          };
          return (at(value + 0.01) - at(value - 0.01)) / 0.02;
        });
        near(gradients[k]!.dataSync(), numeric, 2e-3);
      });
    });
  }
});
