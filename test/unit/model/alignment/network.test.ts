import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { alignmentShapes } from '../../../../src/model/alignment/architecture';
import { decodeGreedily } from '../../../../src/model/alignment/forward';
import { alignmentForward, gruCell, stepMajor } from '../../../../src/model/alignment/network';
import { gruForward, type GruParameters } from '../../../../src/model/gru';
import { openBackend } from '../../../../src/model/node/backends';
import { padBatch } from '../../../../src/model/network';
import { alignmentBatch } from '../../../../src/model/training/alignment/epochs';
import { alignmentLoss } from '../../../../src/model/training/alignment/loss';
import { COMPOSED_TRAINING } from '../../../../src/model/training/language';
import { CHARACTERS, tinyAlignmentArchitecture, tinyAlignmentValues } from '../../../fixtures/alignment';
import { tfjsWasmFolder } from '../../../fixtures/backends';
import { normals } from '../../../fixtures/random';

function near(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what: string): void {
  assert.equal(actual.length, expected.length, what);
  for (let i = 0; i < actual.length; i++) {
    assert.ok(
      Math.abs(actual[i]! - expected[i]!) < tolerance,
      `${what} ${i}: ${actual[i]} is not ${expected[i]}`,
    );
  }
}

/** Of different lengths, so that one is padded. */
const SHORT = [
  { text: '3 May', iso: '1-2', format: '' },
  { text: '2/7', iso: '0-9', format: '' },
];

function unit(values: ArrayLike<number>): Float32Array {
  const all = Float32Array.from(values);
  const norm = Math.hypot(...all);
  return all.map((value) => value / norm);
}

const tensorsOf = (values: Record<string, Float32Array>, shapes: Record<string, number[]>) =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, tf.tensor(values[name]!, shape)]));

describe('network with memory-conditioned attention', function () {
  // Loading TensorFlow.js takes long on a busy machine.
  this.timeout(30_000);
  before(() => openBackend({ prefer: 'cpu', wasmFolder: tfjsWasmFolder }));

  it('steps its decoder as the recurrence of the encoder steps', () => {
    const [time, batch, inputs, units] = [4, 3, 5, 6];
    const shapes = [
      [inputs, 3 * units],
      [units, 2 * units],
      [units, units],
      [3 * units],
      [3 * units],
      [3 * units],
    ];
    const [kernel, gates, candidate, bias, gamma, beta] = shapes.map((shape, i) =>
      tf.tensor(
        normals(
          shape.reduce((a, b) => a * b, 1),
          0.5,
          40 + i,
        ),
        shape,
      ),
    );
    const p = { kernel, gates, candidate, bias, gamma, beta } as unknown as GruParameters;
    const x = tf.tensor3d(normals(time * batch * inputs, 1, 50), [time, batch, inputs]);
    const expected = tf.unstack(gruForward(x, p));
    let h: tf.Tensor2D = tf.zeros([batch, units]);
    tf.unstack(x).forEach((row, t) => {
      h = gruCell(p)(row as tf.Tensor2D, h);
      near(h.dataSync(), expected[t]!.dataSync(), 1e-5, `step ${t}`);
    });
  });

  for (const score of ['additive', 'dot'] as const) {
    const architecture = tinyAlignmentArchitecture(score);
    const values = tinyAlignmentValues(architecture, 3);
    const shapes = alignmentShapes(architecture);

    it(`gives with teacher forcing what greedy decoding without TensorFlow.js gives (${score})`, () => {
      const texts = ['the 3rd of May 2017', '1/', 'Wednesday, 12 Sept. 1999'].map((text) =>
        Int32Array.from(text.toLowerCase(), (character) =>
          CHARACTERS.id(character === ' ' ? '␣' : character),
        ),
      );
      const steps = texts.map((ids) => decodeGreedily({ architecture, values }, ids, 9));
      const written = Math.min(...steps.map((one) => one.length));
      assert.ok(written > 1, 'the random weights write something');
      const targets = steps.flatMap((one) => one.slice(0, written).map(({ id }) => id));
      const batch = { ...padBatch(texts, CHARACTERS.padId), targets: Int32Array.from(targets) };
      const { logits, weights } = alignmentForward(tensorsOf(values, shapes), architecture, batch);
      const probabilities = tf.softmax(logits).arraySync() as number[][];
      const wanted = stepMajor(batch);
      steps.forEach((own, text) => {
        for (let i = 0; i < written; i++) {
          const row = i * texts.length + text;
          assert.equal(wanted[row], own[i]!.id);
          near([probabilities[row]![wanted[row]!]!], [own[i]!.probability], 1e-5, `text ${text}, step ${i}`);
          const shares = (weights[i]!.arraySync() as number[][])[text]!;
          near(
            shares.slice(0, texts[text]!.length),
            own[i]!.weights,
            1e-5,
            `weights of text ${text}, step ${i}`,
          );
          assert.equal(Math.max(0, ...shares.slice(texts[text]!.length)), 0, 'padding has no weight');
        }
      });
    });

    it(`has the gradients of finite differences (${score})`, () => {
      const batch = alignmentBatch(SHORT, CHARACTERS);
      const names = Object.keys(shapes);
      const loss = (...tensors: tf.Tensor[]) => {
        const p = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
        const task = { kind: 'align', batch, share: 1, seed: 1 } as const;
        return alignmentLoss(p, architecture, task, COMPOSED_TRAINING).loss;
      };
      const given = names.map((name) => tf.tensor(values[name]!, shapes[name]));
      const gradients = tf.grads(loss)(given);
      names.forEach((name, k) => {
        const gradient = Float32Array.from(gradients[k]!.dataSync());
        // Along one direction all numbers of a parameter count at once: half the gradient's own, half a random one.
        const own = unit(gradient);
        const random = unit(normals(own.length, 1, 70 + k));
        const direction = own.map((value, i) => value + random[i]!);
        const at = (step: number) => {
          const moved = values[name]!.map((value, i) => value + step * direction[i]!);
          const inputs = given.map((tensor, i) => (i === k ? tf.tensor(moved, tensor.shape) : tensor));
          return loss(...inputs).dataSync()[0]!;
        };
        const slope = gradient.reduce((sum, g, i) => sum + g * direction[i]!, 0);
        const numeric = (at(0.01) - at(-0.01)) / 0.02;
        assert.ok(
          Math.abs(slope - numeric) < 2e-4 + 0.02 * Math.abs(numeric),
          `${name}: ${slope} is not ${numeric}`,
        );
      });
    });
  }
});
