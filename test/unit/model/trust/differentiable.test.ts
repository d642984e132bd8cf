import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { complete, type Architecture } from '../../../../src/model/architecture';
import { weightedSum } from '../../../../src/model/attention';
import { logOdds } from '../../../../src/model/classes';
import { PlainEngine } from '../../../../src/model/engines/plain';
import { forward, type Parameters } from '../../../../src/model/network';
import { COMPOSED, type Operations } from '../../../../src/model/operations';
import { DifferentiableNetwork, type Sensitivities } from '../../../../src/model/trust/differentiable';
import { autodiffGru } from '../../../fixtures/autodiff';
import { closeTo } from '../../../fixtures/gradients';
import { anyArchitecture, randomIds, randomNetwork } from '../../../fixtures/networks';
import { normals } from '../../../fixtures/random';
import { plainTensorflow, TRAINING_BUILDS, trainingKernels } from '../../../fixtures/trainingKernels';

type Network = ReturnType<typeof randomNetwork>['data'];

/** The same by TensorFlow.js's own automatic differentiation of the composed network. */
function byTensorflow(
  { architecture, weights, temperature }: Network,
  x: Float32Array,
  ids: Int32Array,
  batch: number,
  label: number,
): Sensitivities {
  const time = ids.length;
  const { embedding } = architecture;
  const parameters = Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => [name, tf.tensor(weight.floats(), [...weight.shape])]),
  ) as unknown as Parameters;
  const texts = {
    ids: Int32Array.from({ length: batch * time }, (_, at) => ids[at % time]!),
    lengths: Array(batch).fill(time) as number[],
    batch,
    time,
  };
  const none = { embedding: 0, context: 0, uniform: () => 0.5 };
  const odds = (vectors: tf.Tensor, given: Partial<Operations> = {}) => {
    const operations = {
      ...COMPOSED,
      gruSequence: autodiffGru,
      embed: () => vectors as tf.Tensor2D,
      ...given,
    };
    const { logits, weights } = forward(parameters, architecture, texts, none, operations);
    const scaled = tf.div(logits, temperature);
    const classes = scaled.shape[1]!;
    const others = Array.from({ length: classes }, (_, i) => i).filter((i) => i !== label);
    const column = (i: number) => tf.slice(scaled, [0, i], [batch, 1]);
    const rest = tf.logSumExp(tf.concat(others.map(column), 1), 1, true);
    return { value: tf.sub(column(label), rest), weights };
  };
  const rows = tf.tensor2d(x, [time * batch, embedding]);
  const whole = odds(rows);
  const vectors = tf
    .grad((vectors) => tf.sum(odds(vectors).value))(rows)
    .dataSync() as Float32Array;
  if (complete(architecture).attentionKind === 'none') {
    return { logOdds: Float64Array.from(whole.value.dataSync()), vectors, attention: null };
  }
  const gradients = tf.grad((a) => {
    const weights = a as tf.Tensor2D;
    return tf.sum(
      odds(rows, {
        softAttention: (states) => ({ context: weightedSum(states, weights), weights }),
        attentionWeights: () => weights,
      }).value,
    );
  })(whole.weights);
  const byTime = (perText: tf.Tensor) => tf.transpose(perText).dataSync() as Float32Array;
  return {
    logOdds: Float64Array.from(whole.value.dataSync()),
    vectors,
    attention: { weights: byTime(whole.weights), gradients: byTime(gradients) },
  };
}

describe('model/trust/differentiable', function () {
  this.timeout(120_000);
  before(() => plainTensorflow());

  for (const build of TRAINING_BUILDS) {
    it(`has the gradients of TensorFlow.js, of every variant, in several texts at once (${build})`, async () => {
      const compiled = await trainingKernels(build);
      const sizes = fc.record({
        architecture: anyArchitecture,
        time: fc.integer({ min: 1, max: 7 }),
        batch: fc.integer({ min: 1, max: 4 }),
        seed: fc.integer({ min: 1, max: 1000 }),
      });
      fc.assert(
        fc.property(sizes, ({ architecture, time, batch, seed }) => {
          const { data } = randomNetwork(architecture, seed, 1.3);
          const label = seed % architecture.classes!;
          const x = normals(time * batch * architecture.embedding, 0.5, seed);
          const ids = randomIds(time, architecture.vocabulary, seed);
          const network = new DifferentiableNetwork(compiled, data);
          const found = network.sensitivities(x, { time, batch }, label, ids);
          const expected = tf.engine().tidy(() => {
            // Numbers alone leave.
            const { logOdds, vectors, attention } = byTensorflow(data, x, ids, batch, label);
            return { logOdds, vectors, attention } as never;
          }) as unknown as Sensitivities;
          closeTo(found.logOdds, expected.logOdds, 1e-3, 'log-odds');
          closeTo(found.vectors, expected.vectors, 5e-3, 'vectors');
          assert.equal(found.attention === null, expected.attention === null);
          if (!found.attention) return;
          closeTo(found.attention.weights, expected.attention!.weights, 1e-3, 'weights');
          closeTo(found.attention.gradients, expected.attention!.gradients, 5e-3, 'gradients of weights');
        }),
        { numRuns: 60, seed: 7 },
      );
    });
  }

  const VARIANTS: readonly Partial<Architecture>[] = (['soft', 'attention-gru', 'none'] as const).flatMap(
    (attentionKind) =>
      [false, true].flatMap((bidirectional) =>
        [1, 2].map((layers) => ({ attentionKind, bidirectional, layers })),
      ),
  );

  const title = (variant: Partial<Architecture>) => Object.values(variant).join(', ');

  for (const variant of [...VARIANTS, { positions: 20 }, { scoreActivation: 'dot' as const }]) {
    const network = (seed: number) =>
      randomNetwork(
        {
          ...{ vocabulary: 12, embedding: 6, hidden: 10, attention: 7, scoreActivation: 'tanh', classes: 3 },
          ...variant,
        },
        seed,
        0.8,
      ).data;

    it(`has the log-odds of the plain engine, and its slopes by small differences: ${title(variant)}`, async () => {
      const data = network(3);
      const ids = randomIds(9, 12, 4);
      const differentiable = new DifferentiableNetwork(await trainingKernels('relaxed'), data);
      const plain = (vectors: Float32Array) => {
        // A vocabulary of this text's words alone.
        const table = { shape: [9, 6], codes: null, floats: () => vectors };
        const weights = { ...data.weights, 'embedding/table': table };
        const architecture = { ...data.architecture, vocabulary: 9 };
        const engine = new PlainEngine({ ...data, architecture, weights });
        return engine.run([Int32Array.from({ length: 9 }, (_, i) => i)])[0]!.probabilities;
      };
      const vectors = differentiable.vectorsOf(ids);
      for (const label of [0, 1, 2]) {
        const found = differentiable.sensitivities(vectors, { time: 9, batch: 1 }, label, ids);
        assert.ok(Math.abs(found.logOdds[0]! - logOdds(plain(vectors), label)) < 1e-4);
        const step = 1e-2;
        const slopes = Array.from(vectors, (value, i) => {
          const [up, down] = [vectors.slice(), vectors.slice()];
          up[i] = value + step;
          down[i] = value - step;
          const rise = logOdds(plain(up), label) - logOdds(plain(down), label);
          return rise / (up[i]! - down[i]!);
        });
        closeTo(found.vectors, slopes, 1e-2, 'slopes');
      }
    });
  }

  it('keeps nothing between two texts, and reads codes as what they stand for', async () => {
    const { data } = randomNetwork(
      { vocabulary: 12, embedding: 5, hidden: 9, attention: 4, scoreActivation: 'linear' },
      8,
    );
    const network = new DifferentiableNetwork(await trainingKernels('simd'), data);
    const ids = Int32Array.of(3, 0, 11);
    const vectors = network.vectorsOf(ids);
    const once = network.sensitivities(vectors, { time: 3, batch: 1 }, 1, ids);
    network.sensitivities(normals(5 * 40, 1, 2), { time: 40, batch: 1 }, 0, new Int32Array(40));
    assert.deepEqual(network.sensitivities(vectors, { time: 3, batch: 1 }, 1, ids), once);
    const bytes = Uint8Array.from({ length: 60 }, (_, i) => (i * 37) % 256);
    const values = Float32Array.from({ length: 256 }, (_, i) => i / 100 - 1);
    const floats = () => Float32Array.from(bytes, (code) => values[code]!);
    const table = { shape: [12, 5], codes: { bytes, values, scale: 0.01, min: -1 }, floats };
    const coded = new DifferentiableNetwork(await trainingKernels('simd'), {
      ...data,
      weights: { ...data.weights, 'embedding/table': table },
    });
    assert.deepEqual(
      coded.vectorsOf(Int32Array.of(2, 11)),
      Float32Array.of(...floats().slice(10, 15), ...floats().slice(55)),
    );
  });
});
