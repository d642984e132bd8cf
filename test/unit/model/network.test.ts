import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import fc from 'fast-check';
import { LAYER_NORM_EPSILON } from '../../../src/model/architecture';
import { gruForward, gruSequence, type GruParameters } from '../../../src/model/gru';
import {
  forward,
  padBatch,
  parameterNames,
  parameterShapes,
  type Architecture,
  type Parameters,
} from '../../../src/model/network';
import { onEveryBackend } from '../../fixtures/backends';
import { normals, uniform } from '../../fixtures/random';
import { referenceNetwork, type ReferenceWeights } from '../../fixtures/reference';

interface Built {
  readonly architecture: Architecture;
  readonly parameters: Parameters;
  readonly reference: ReferenceWeights;
}

function build(sizes: Partial<Architecture>, seed: number): Built {
  const architecture: Architecture = {
    vocabulary: 12,
    embedding: 5,
    hidden: 6,
    attention: 4,
    scoreActivation: 'linear',
    ...sizes,
  };
  const values: Record<string, Float32Array> = {};
  const parameters: Record<string, tf.Tensor> = {};
  parameterNames(architecture).forEach((name, i) => {
    const shape = parameterShapes(architecture)[name]!;
    const flat = normals(
      shape.reduce((a, b) => a * b, 1),
      0.6,
      seed * 100 + i,
    );
    if (name.endsWith('/gamma')) flat.forEach((v, k) => (flat[k] = 1 + 0.2 * v));
    values[name] = flat;
    parameters[name] = tf.tensor(flat, shape);
  });
  return {
    architecture,
    parameters: parameters as unknown as Parameters,
    reference: { sizes: architecture, values },
  };
}

function gruOf(p: Parameters): GruParameters {
  return {
    kernel: p['gru/kernel'] as tf.Tensor2D,
    gates: p['gru/gates'] as tf.Tensor2D,
    candidate: p['gru/candidate'] as tf.Tensor2D,
    bias: p['gru/bias'] as tf.Tensor1D,
    gamma: p['gru/gamma'] as tf.Tensor1D,
    beta: p['gru/beta'] as tf.Tensor1D,
  };
}

/** The same recurrence from ordinary operations, for TensorFlow.js's own automatic differentiation. */
function composedGru(x: tf.Tensor3D, p: GruParameters): tf.Tensor {
  const units = p.candidate.shape[0];
  const batch = x.shape[1];
  const norm = (z: tf.Tensor, at: number) => {
    const { mean, variance } = tf.moments(z, 1, true);
    const hat = tf.div(tf.sub(z, mean), tf.sqrt(tf.add(variance, LAYER_NORM_EPSILON)));
    return tf.add(
      tf.mul(hat, tf.slice(p.gamma, [at * units], [units])),
      tf.slice(p.beta, [at * units], [units]),
    );
  };
  let h: tf.Tensor = tf.zeros([batch, units]);
  const states: tf.Tensor[] = [];
  for (const xt of tf.unstack(x)) {
    const input = tf.add(tf.matMul(xt as tf.Tensor2D, p.kernel), p.bias);
    const both = tf.add(tf.slice(input, [0, 0], [batch, 2 * units]), tf.matMul(h as tf.Tensor2D, p.gates));
    const r = tf.sigmoid(norm(tf.slice(both, [0, 0], [batch, units]), 0));
    const u = tf.sigmoid(norm(tf.slice(both, [0, units], [batch, units]), 1));
    const pre = tf.add(
      tf.slice(input, [0, 2 * units], [batch, units]),
      tf.matMul(tf.mul(r, h) as tf.Tensor2D, p.candidate),
    );
    const c = tf.tanh(norm(pre, 2));
    h = tf.add(tf.mul(u, h), tf.mul(tf.sub(1, u), c));
    states.push(h);
  }
  return tf.stack(states);
}

onEveryBackend('network', () => {
  it('equals the loop-only reference on every row of a padded batch, for random shapes, lengths and variants', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          embedding: fc.integer({ min: 1, max: 7 }),
          hidden: fc.integer({ min: 1, max: 9 }),
          attention: fc.integer({ min: 1, max: 6 }),
          scoreActivation: fc.constantFrom('linear' as const, 'tanh' as const, 'dot' as const),
          layers: fc.integer({ min: 1, max: 3 }),
          bidirectional: fc.boolean(),
          attentionKind: fc.constantFrom('soft' as const, 'attention-gru' as const, 'none' as const),
          attentionGate: fc.constantFrom('scalar' as const, 'vector' as const),
          classes: fc.integer({ min: 2, max: 4 }),
          positions: fc.constantFrom(0, 5, 30),
          seed: fc.integer({ min: 1, max: 1000 }),
          texts: fc.array(fc.array(fc.integer({ min: 2, max: 11 }), { minLength: 1, maxLength: 9 }), {
            minLength: 1,
            maxLength: 4,
          }),
        }),
        async ({ seed, texts, ...sizes }) => {
          const built = build(sizes, seed);
          tf.tidy(() => {
            const batch = padBatch(texts, 0);
            const out = forward(built.parameters, built.architecture, batch);
            const weights = out.weights.arraySync();
            const logits = out.logits.arraySync();
            texts.forEach((ids, row) => {
              const expected = referenceNetwork(ids, built.reference);
              for (let t = 0; t < batch.time; t++) {
                close(weights[row]![t]!, expected.weights[t] ?? 0, 1e-5);
              }
              logits[row]!.forEach((logit, k) => close(logit, expected.logits[k]!, 1e-4));
              assert.equal(logits[row]!.length, expected.logits.length);
            });
          });
          tf.dispose(Object.values(built.parameters));
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  it('has the gradients that automatic differentiation gives, to 1e-4', () => {
    const { parameters } = build({}, 3);
    const p = gruOf(parameters);
    const x = tf.tensor3d(normals(4 * 3 * 5, 0.7, 9), [4, 3, 5]);
    const direction = tf.tensor3d(normals(4 * 3 * 6, 1, 10), [4, 3, 6]);
    const inputs = [x, p.kernel, p.gates, p.candidate, p.bias, p.gamma, p.beta] as tf.Tensor[];
    const loss =
      (gru: (x: tf.Tensor3D, p: GruParameters) => tf.Tensor) =>
      (...args: tf.Tensor[]) => {
        const [xs, kernel, gates, candidate, bias, gamma, beta] = args;
        const q = { kernel, gates, candidate, bias, gamma, beta } as unknown as GruParameters;
        return tf.sum(tf.mul(gru(xs as tf.Tensor3D, q), direction));
      };
    const own = tf.grads(loss(gruSequence))(inputs);
    const automatic = tf.grads(loss(composedGru))(inputs);
    own.forEach((gradient, i) => {
      const expected = automatic[i]!.dataSync();
      const scale = Math.max(...expected.map(Math.abs));
      assert.ok(scale > 0.01, 'a gradient that is zero would prove nothing');
      gradient.dataSync().forEach((value, k) => close(value, expected[k]!, 1e-4 * scale));
    });
  });

  it('has gradients of every variant that agree with finite differences, with every mask at work', function () {
    // Differences of single-precision sums say nothing below 1e-3; three backends agree on the arithmetic.
    const variants = [
      { layers: 2, bidirectional: true, attentionKind: 'soft' },
      { layers: 1, bidirectional: true, attentionKind: 'none' },
      { layers: 1, bidirectional: false, attentionKind: 'attention-gru' },
      { attentionKind: 'attention-gru', attentionGate: 'vector', scoreActivation: 'tanh', positions: 5 },
      {
        attentionKind: 'attention-gru',
        attentionGate: 'vector',
        scoreActivation: 'dot',
        bidirectional: true,
      },
      { scoreActivation: 'tanh', positions: 6, classes: 3 },
      { scoreActivation: 'dot', positions: 2 },
      { layers: 2, restartAfter: [3, 5, 7] },
    ] as const;
    for (const variant of variants) {
      const { parameters, architecture } = build({ hidden: 3, embedding: 2, attention: 2, ...variant }, 4);
      const batch = padBatch([[2, 5, 3], [4]], 0);
      const loss = (p: Parameters): tf.Scalar => {
        const next = uniform(3);
        const dropout = { embedding: 0.2, context: 0.1, states: 0.2, uniform: next };
        return tf.sum(tf.square(forward(p, architecture, batch, dropout).logits));
      };
      // The WebAssembly backend has no gradient of the embedding's gather.
      const names = parameterNames(architecture).filter((name) => name !== 'embedding/table');
      const gradients = tf.grads((...tensors: tf.Tensor[]) =>
        loss({ ...parameters, ...Object.fromEntries(names.map((name, i) => [name, tensors[i]!])) }),
      )(names.map((name) => parameters[name]!));
      names.forEach((name, i) => {
        const along = tf.tensor(normals(parameters[name]!.size, 1, 50 + i), parameters[name]!.shape);
        const at = (step: number) =>
          loss({ ...parameters, [name]: tf.add(parameters[name]!, tf.mul(along, step)) }).dataSync()[0]!;
        const numeric = (at(4e-3) - at(-4e-3)) / 8e-3;
        const analytic = tf.sum(tf.mul(gradients[i]!, along)).dataSync()[0]!;
        close(analytic, numeric, 0.01 * Math.max(1, Math.abs(numeric)));
      });
    }
  });

  it('gives the same states with and without keeping what backward needs, and leaks no tensor', () => {
    const { parameters } = build({}, 5);
    const x = tf.tensor3d(normals(6 * 2 * 5, 0.7, 9), [6, 2, 5]);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      assert.deepEqual(
        gruForward(x, gruOf(parameters)).arraySync(),
        gruSequence(x, gruOf(parameters)).arraySync(),
      );
    });
    assert.equal(tf.memory().numTensors, before);
  });

  it('bounds the weights by e² with tanh scores, as the article notes', () => {
    const { parameters, architecture } = build({ scoreActivation: 'tanh' }, 8);
    tf.tidy(() => {
      const ids = Array.from({ length: 60 }, (_, i) => 2 + (i % 10));
      const weights = forward(parameters, architecture, padBatch([ids], 0)).weights.dataSync();
      assert.ok(Math.max(...weights) / Math.min(...weights) <= Math.E ** 2 + 1e-4);
    });
  });
});

function close(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);
}
