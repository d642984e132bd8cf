import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { TrainingModule } from '../../../../src/model/kernels/trainingModule';
import { padBatch } from '../../../../src/model/network';
import { Random } from '../../../../src/model/random';
import type { EngineOptions, Values } from '../../../../src/model/training/engine';
import {
  chunksOf,
  drawer,
  languageTasks,
  sampledSoftmax,
  type LanguageOptions,
} from '../../../../src/model/training/language';
import { OUTPUT_TABLE, parametrisation } from '../../../../src/model/training/objective';
import { FusedOperations } from '../../../../src/model/training/operations';
import { ParallelEngine } from '../../../../src/model/training/parallelEngine';
import type { ShardTask } from '../../../../src/model/training/tasks';
import { TensorflowEngine } from '../../../../src/model/training/tensorflowEngine';
import { normals } from '../../../fixtures/random';
import { Trainer } from '../../../../src/model/training/trainer';
import {
  TINY_EPOCH,
  TINY_OPTIONS,
  tinyArchitecture,
  tinySequences,
  tinyValues,
} from '../../../fixtures/tinyTraining';
import { plainTensorflow, trainingKernels } from '../../../fixtures/trainingKernels';

const OPTIONS: LanguageOptions = { chunk: 5, drawn: 8, shards: 2, seed: 3 };
const counts = Array.from({ length: 32 }, (_, id) => (id < 2 ? 0 : 40 - id));

function chunks(seed: number): Int32Array[] {
  const texts = tinySequences().map(({ ids }) => ids);
  return chunksOf(texts, OPTIONS.chunk, new Random(seed));
}

describe('language objective', function () {
  this.timeout(60_000);
  before(plainTensorflow);

  it('cuts the texts, one after the other, in chunks that leave next to nothing out', () => {
    const texts = [Int32Array.of(1, 2, 3), Int32Array.of(4, 5, 6, 7), Int32Array.of(8)];
    const cut = chunksOf(texts, 3, new Random(1));
    assert.deepEqual(
      cut.map((c) => c.length),
      [4, 4],
    );
    assert.deepEqual([...cut[0]!, ...cut[1]!].sort(), [1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('asks for the next word reading forward and the previous one reading backward', () => {
    const given = [Int32Array.of(2, 3, 4, 5, 6, 7), Int32Array.of(8, 9, 10, 11, 12, 13)];
    const [one] = languageTasks(given, true, () => 2, { ...OPTIONS, shards: 1 }, 0);
    assert.deepEqual([...one!.batch.ids], [2, 3, 4, 5, 6, 8, 9, 10, 11, 12]);
    assert.deepEqual([...one!.targets], [3, 9, 4, 10, 5, 11, 6, 12, 7, 13, -1, -1, 2, 8, 3, 9, 4, 10, 5, 11]);
  });

  it('draws words in proportion to count^0.75', () => {
    const draw = drawer([0, 16, 1, 81]);
    const random = new Random(5);
    const found = [0, 0, 0, 0];
    for (let i = 0; i < 36_000; i++) found[draw(random)]!++;
    [0, 8000, 1000, 27_000].forEach((n, id) => assert.ok(Math.abs(found[id]! - n) < 400, String(found)));
  });

  it('gives an untrained network the loss of a guess among the drawn words', () => {
    const states = tf.zeros([2, 2, 7]) as tf.Tensor3D;
    const rows = tf.tensor2d(normals(12 * 7, 1, 1), [12, 7]);
    const drawn = Int32Array.of(3, 4, 5, 6, 7, 8, 9, 10);
    const loss = sampledSoftmax([states], rows, Int32Array.of(2, 2, -1, 3), drawn).dataSync()[0]!;
    // The last target is among the drawn words, where it does not count a second time.
    assert.ok(Math.abs(loss - (2 * Math.log(9) + Math.log(8)) / 3) < 1e-5, String(loss));
  });

  for (const build of ['simd', 'relaxed'] as const) {
    it(`has the same loss and gradients by kernels and by automatic differentiation (${build})`, async () => {
      const fused = new FusedOperations(new TrainingModule(await trainingKernels(build)));
      const [time, batch, width] = [5, 3, 7];
      const words = time * batch;
      const states = [1, 2].map((seed) => tf.tensor3d(normals(words * width, 1, seed), [time, batch, width]));
      const rows = tf.tensor2d(normals((2 * words + 16) * width, 1, 3), [2 * words + 16, width]);
      const random = new Random(7);
      const targets = Int32Array.from({ length: 2 * words }, () => random.integer(20) - 1);
      const drawn = Int32Array.from({ length: 16 }, () => random.integer(20));
      const [expected, actual] = [sampledSoftmax, fused.sampledSoftmax].map((operation) =>
        tf.valueAndGrads((a: tf.Tensor, b: tf.Tensor, r: tf.Tensor) =>
          tf.mul(operation([a as tf.Tensor3D, b as tf.Tensor3D], r as tf.Tensor2D, targets, drawn), 0.5),
        )([...states, rows]),
      );
      close(actual!.value.dataSync(), expected!.value.dataSync(), 1e-5);
      expected!.grads.forEach((grad, i) => close(actual!.grads[i]!.dataSync(), grad.dataSync(), 1e-5));
    });
  }

  it('takes by kernels no number of drawn words that would leave some out', async () => {
    const fused = new FusedOperations(new TrainingModule(await trainingKernels('relaxed')));
    const states = tf.zeros([2, 2, 7]) as tf.Tensor3D;
    const rows = tf.zeros([4 + 12, 7]) as tf.Tensor2D;
    const targets = Int32Array.of(2, 2, -1, 3);
    assert.throws(
      () => fused.sampledSoftmax([states], rows, targets, new Int32Array(12)),
      /^RangeError: expected a multiple of 8 drawn words, found 12/,
    );
  });

  it('trains the encoder and the output rows alike in both engines, and finds what follows what', async () => {
    const architecture = tinyArchitecture({ bidirectional: true });
    const options: EngineOptions = { ...TINY_OPTIONS, objective: 'language' };
    const { shapes } = parametrisation('language', architecture);
    const values = tinyValues(architecture);
    const initial: Values = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [
        name,
        name === OUTPUT_TABLE ? normals(shape[0]! * shape[1]!, 0.05, 4) : values[name]!,
      ]),
    );
    const compiled = await trainingKernels('relaxed');
    const engines = [
      new TensorflowEngine(architecture, options, initial),
      new ParallelEngine(compiled, architecture, options, initial, OPTIONS.shards),
    ];
    const draw = drawer(counts);
    const losses = [];
    for (const engine of engines) {
      const own: number[] = [];
      let step = 0;
      for (const seed of [1, 2, 3]) {
        const all = chunks(seed);
        for (let i = 0; i + 6 <= all.length; i += 6) {
          const tasks = languageTasks(all.slice(i, i + 6), true, draw, OPTIONS, step++);
          own.push((await engine.step(tasks, 0.01)).loss);
        }
        await engine.average(0.5);
      }
      losses.push(own);
    }
    close(losses[1]!, losses[0]!, 1e-3);
    const [kept, trained] = await Promise.all(engines.map((engine) => engine.averages()));
    for (const name of Object.keys(shapes)) close(trained![name]!, kept![name]!, 5e-3);
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const [first, last] = [mean(losses[1]!.slice(0, 5)), mean(losses[1]!.slice(-5))];
    assert.ok(last < first - 0.05, `${first} to ${last}`);
    await Promise.all(engines.map((engine) => engine.dispose()));
  });
});

describe('frozen and lazy tables', function () {
  this.timeout(60_000);
  before(plainTensorflow);

  it('stay as they are, to the bit, while everything else is trained', async () => {
    const architecture = tinyArchitecture();
    const options: EngineOptions = { ...TINY_OPTIONS, frozen: ['embedding/table'] };
    const initial = tinyValues(architecture);
    const compiled = await trainingKernels('relaxed');
    const engines = [
      new TensorflowEngine(architecture, options, initial),
      new ParallelEngine(compiled, architecture, options, initial, 2),
    ];
    const found: Values[] = [];
    for (const engine of engines) {
      const trainer = new Trainer(engine, TINY_EPOCH, TINY_OPTIONS);
      await trainer.runEpoch();
      found.push(await trainer.averages());
      await trainer.dispose();
    }
    for (const values of found) {
      assert.deepEqual(values['embedding/table'], initial['embedding/table']);
      assert.notDeepEqual(values['gru/kernel'], initial['gru/kernel']);
    }
    close(found[1]!['gru/kernel']!, found[0]!['gru/kernel']!, 2e-4);
  });

  it('change by the step the rows that it reads, and lazy ones no other', async () => {
    const architecture = tinyArchitecture();
    const compiled = await trainingKernels('relaxed');
    const initial = tinyValues(architecture);
    const [first, second] = [
      [2, 3, 4],
      [5, 6],
    ];
    const task = (ids: number[]): ShardTask => ({
      ...{ kind: 'classify', share: 1, seed: 1 },
      batch: { ...padBatch([ids], 0), targets: Float32Array.of(0, 1) },
    });
    /** The rows of the table that the second step changes. */
    const changed = async (lazy: boolean) => {
      const options: EngineOptions = { ...TINY_OPTIONS, contextDropout: 0, lazy };
      const engine = new ParallelEngine(compiled, architecture, options, initial, 1);
      await engine.step([task(first)], 0.01);
      const table = async () => (await engine.state())['model/embedding/table']!;
      const [before, width] = [await table(), architecture.embedding];
      await engine.step([task(second)], 0.01);
      const after = await table();
      await engine.dispose();
      return [...Array(architecture.vocabulary).keys()].filter((id) =>
        after.subarray(id * width, (id + 1) * width).some((value, k) => value !== before[id * width + k]),
      );
    };
    assert.deepEqual(await changed(true), second);
    assert.deepEqual(await changed(false), [...first, ...second]);
  });

  it('are not to be had lazy with the Adam of TensorFlow.js', () => {
    const architecture = tinyArchitecture();
    const options: EngineOptions = { ...TINY_OPTIONS, lazy: true };
    assert.throws(() => new TensorflowEngine(architecture, options, tinyValues(architecture)), RangeError);
  });
});

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    assert.ok(difference <= tolerance, `${i}: ${actual[i]} is not within ${tolerance} of ${expected[i]}`);
  }
}
