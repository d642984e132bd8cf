import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import fc from 'fast-check';
import type { ScoreActivation } from '../../../../src/model/architecture';
import { softAttention, type ScoreParameters } from '../../../../src/model/attention';
import { TrainingModule } from '../../../../src/model/kernels/trainingModule';
import { COMPOSED, type Operations } from '../../../../src/model/operations';
import { FusedOperations } from '../../../../src/model/training/operations';
import { closeTo, SIZES, tensor } from '../../../fixtures/gradients';
import { plainTensorflow, TRAINING_BUILDS, trainingKernels } from '../../../fixtures/trainingKernels';

/** Texts of different lengths, and the PADs that a softmax over `positions` sees of each. */
function reading(seed: number, time: number, batch: number, positions: number) {
  const lengths = Array.from({ length: batch }, (_, b) => 1 + ((seed + 3 * b) % time));
  return {
    mask: tf.tensor2d(lengths.map((n) => Array.from({ length: time }, (_, t) => Number(t < n)))),
    pads: positions > 0 ? Float32Array.from(lengths, (n) => Math.max(0, positions - n)) : null,
  };
}

/** Attention as the article has it: over states of zeros where no word is. */
const overZeros: typeof softAttention = (states, mask, p, activation, pads) => {
  if (pads === null || pads === undefined) throw new Error('expected PADs');
  const [time, batch, width] = states.shape;
  const lengths = tf.sum(mask, 1).dataSync();
  const seen = Array.from(pads, (count, b) => lengths[b]! + count);
  const positions = Math.max(time, ...seen);
  const shown = tf.mul(states, tf.reshape(tf.transpose(mask), [time, batch, 1]));
  const all = tf.concat([shown, tf.zeros([positions - time, batch, width])]) as tf.Tensor3D;
  const visible = tf.tensor2d(seen.map((n) => Array.from({ length: positions }, (_, t) => Number(t < n))));
  const { context, weights } = softAttention(all, visible, p, activation);
  return { context, weights: tf.mul(tf.slice(weights, [0, 0], [batch, time]), mask) };
};

/** Kernel, bias and score vector, or of dot scores the score vector alone. */
function scoring(width: number, units: number, activation: ScoreActivation, seed: number): tf.Tensor[] {
  const shapes = activation === 'dot' ? [[width, 1]] : [[width, units], [units], [units, 1]];
  return shapes.map((shape, i) => tensor(shape, 0.7, seed + i));
}

function named(p: readonly tf.Tensor[]): ScoreParameters {
  const [kernel, bias, score] = p;
  return (p.length === 1 ? { score: p[0] } : { kernel, bias, score }) as ScoreParameters;
}

const CASES = fc.record({
  units: fc.integer({ min: 1, max: 13 }),
  activation: fc.constantFrom('linear' as const, 'tanh' as const, 'dot' as const),
  positions: fc.constantFrom(0, 3, 6, 40),
});

for (const build of TRAINING_BUILDS) {
  describe(`attention of the training kernels, ${build} build`, () => {
    let operations: FusedOperations;

    before(async function () {
      this.timeout(60_000);
      await plainTensorflow();
      operations = new FusedOperations(new TrainingModule(await trainingKernels(build)));
    });

    it('has the values and gradients of the composed attention, for random masks and PADs', () => {
      fc.assert(
        fc.property(SIZES, CASES, ({ seed, time, batch, hidden }, { units, activation, positions }) => {
          tf.tidy(() => {
            const { mask, pads } = reading(seed, time, batch, positions);
            const inputs = [
              tensor([time, batch, hidden], 0.7, seed),
              ...scoring(hidden, units, activation, seed + 1),
            ];
            const direction = tensor([batch, hidden], 1, seed + 4);
            const further = tensor([batch, time], 1, seed + 5); // the weights are used as well, as a tie does
            const run = (attend: typeof softAttention) => {
              let weights: Float32Array | undefined;
              const { value, grads } = tf.valueAndGrads((...[states, ...p]: tf.Tensor[]) => {
                const attended = attend(states as tf.Tensor3D, mask, named(p), activation, pads);
                weights = attended.weights.dataSync().slice() as Float32Array;
                const own = tf.mul(tf.mul(attended.weights, mask), further);
                return tf.add(tf.sum(tf.mul(attended.context, direction)), tf.sum(own));
              })(inputs);
              return [weights!, ...[value, ...grads].map((t) => t.dataSync().slice())];
            };
            const expected = run(softAttention);
            const others = [
              run(operations.softAttention),
              operations.step(() => run(operations.softAttention)),
              ...(pads ? [run(overZeros)] : []),
            ];
            for (const results of others) {
              results.forEach((actual, i) => closeTo(actual, expected[i]!, 1e-4, `output ${i}`));
            }
          });
        }),
        { numRuns: 60, seed: 12 },
      );
    });

    it('gives the attention GRU weights with the composed ones’ values and gradients', () => {
      fc.assert(
        fc.property(SIZES, CASES, (sizes, { units, activation, positions }) => {
          const { seed, time, batch, embedding: width, hidden } = sizes;
          tf.tidy(() => {
            const { mask, pads } = reading(seed, time, batch, positions);
            const inputs = [
              tensor([time, batch, width], 0.7, seed),
              ...scoring(width, units, activation, seed + 1),
              tensor([width, 2 * hidden], 0.5, seed + 4),
              tensor([hidden, hidden], 0.5, seed + 5),
              tensor([hidden, hidden], 0.5, seed + 6),
              tensor([2 * hidden], 0.3, seed + 7),
              tf.add(1, tensor([2 * hidden], 0.3, seed + 8)),
              tensor([2 * hidden], 0.3, seed + 9),
            ];
            const direction = tensor([batch, hidden], 1, seed + 10);
            const run = (by: Pick<Operations, 'attentionWeights' | 'attentionGru'>) => {
              const { value, grads } = tf.valueAndGrads((...[states, ...all]: tf.Tensor[]) => {
                const scored = named(all.slice(0, -6));
                const [kernel, reset, candidate, bias, gamma, beta] = all.slice(-6);
                const p = { kernel, reset, candidate, bias, gamma, beta } as never;
                const x = states as tf.Tensor3D;
                const weights = by.attentionWeights(x, mask, scored, activation, pads);
                return tf.sum(tf.mul(by.attentionGru(x, weights, p, true), direction));
              })(inputs);
              return [value, ...grads].map((t) => t.dataSync().slice());
            };
            const expected = run(COMPOSED);
            for (const actual of [run(operations), operations.step(() => run(operations))]) {
              actual.forEach((values, i) => closeTo(values, expected[i]!, 1e-4, `output ${i}`));
            }
          });
        }),
        { numRuns: 40, seed: 13 },
      );
    });
  });
}
