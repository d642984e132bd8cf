import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { padBatch } from '../../../../src/model/network';
import { COMPOSED } from '../../../../src/model/operations';
import type { TrainingBatch } from '../../../../src/model/training/batches';
import { attentionTie, evidenceOf, evidenceTie } from '../../../../src/model/training/tie';
import { plainTensorflow } from '../../../fixtures/trainingKernels';

type Known = Pick<TrainingBatch, 'effects' | 'evidence'>;

/** Texts of three and two words. */
function batchOf(known: Known): TrainingBatch {
  const texts = [
    [5, 6, 7],
    [8, 9],
  ];
  return { ...padBatch(texts, 0), targets: Float32Array.of(1, 0, 0, 1), ...known };
}

const floats = (values: readonly (readonly number[])[]) => values.map((row) => Float32Array.from(row));
const near = (actual: number, expected: number, by = 1e-5) =>
  assert.ok(Math.abs(actual - expected) < by, `${actual} is not ${expected}`);

describe('ties of a faithful network', () => {
  before(() => plainTensorflow());

  const tieOf = (weights: readonly number[][], known: Known) =>
    tf.tidy(() => attentionTie(tf.tensor2d(weights as number[][]), batchOf(known))!.dataSync()[0]!);

  it('are nothing where attention is in proportion to what words do, on either side and on any scale', () => {
    const effects = floats([
      [0.5, -0.3, 0.2],
      [-7, 7],
    ]);
    const weights = [
      [0.5, 0.3, 0.2],
      [0.5, 0.5, 0],
    ];
    // The constants that keep logarithms finite differ a little.
    near(tieOf(weights, { effects }), 0, 1e-3);
  });

  it('are the variance of the log-ratios, over the words of each text and all texts', () => {
    const effects = floats([
      [1, 1, 1],
      [1, 1],
    ]);
    const weights = [
      [0.8, 0.1, 0.1],
      [0.5, 0.5, 0],
    ];
    const logs = [0.8, 0.1, 0.1].map(Math.log);
    const mean = logs.reduce((a, b) => a + b) / 3;
    const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / 3;
    near(tieOf(weights, { effects }), variance / 2, 1e-4);
  });

  it('pass over texts of which nothing is known, and words that all do nothing', () => {
    const weights = [
      [0.8, 0.1, 0.1],
      [0.9, 0.1, 0],
    ];
    near(tieOf(weights, { effects: [Float32Array.of(0, 0, 0), null] }), 0);
    const batch = batchOf({ effects: [null, null] });
    assert.equal(attentionTie(tf.tensor2d(weights), batch), null);
    assert.equal(attentionTie(tf.tensor2d(weights), batchOf({})), null);
  });

  it('draw weights towards words that do more', () => {
    const batch = batchOf({ effects: [Float32Array.of(1, 0.1, 0.1), null] });
    const scores = tf.tensor2d([
      [0, 0, 0],
      [0, 0, -1e9],
    ]);
    const [gradient] = tf.grads((x) => attentionTie(tf.softmax(x as tf.Tensor2D), batch)!)([scores]);
    const [first, second, third, ...others] = gradient!.dataSync();
    assert.ok(first! < 0 && second! > 0 && third! > 0, 'a step down the gradient raises the first score');
    assert.ok(others.every((value) => Math.abs(value) < 1e-6));
  });

  it('keep what states say, whatever all classes have in common', () => {
    tf.tidy(() => {
      // (T, B, H) of two units, each for a class
      const states = tf.tensor3d([
        [
          [1, 0],
          [0, 2],
        ],
        [
          [3, 1],
          [1, 1],
        ],
        [
          [0, 0],
          [9, 9],
        ],
      ]);
      const decoder = tf.tensor2d([
        [1, 0],
        [0, 1],
      ]);
      const said = evidenceOf([states], decoder, COMPOSED).arraySync();
      assert.deepEqual(said[0], [0.5, -0.5]);
      assert.deepEqual(said[1], [-1, 1]);
      const own = Float32Array.from([said[0]!, said[2]!, said[4]!].flat());
      const same = batchOf({ evidence: [own, null] });
      near(evidenceTie([states], decoder, same, COMPOSED)!.dataSync()[0]!, 0);
      const other = batchOf({ evidence: [own.map((x, i) => (i === 0 ? x + 3 : x)), null] });
      near(evidenceTie([states], decoder, other, COMPOSED)!.dataSync()[0]!, 9 / 3 / 2);
      assert.equal(evidenceTie([states], decoder, batchOf({}), COMPOSED), null);
    });
  });
});
