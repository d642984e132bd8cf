/** What a step of training costs a word: forward and backward of the network over embedded words, one thread. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { TrainingModule, type CompiledModule } from '../../src/model/kernels/trainingModule';
import { forward, parameterNames, parameterShapes, type Architecture } from '../../src/model/network';
import type { Parameters } from '../../src/model/network';
import { COMPOSED, type Operations } from '../../src/model/operations';
import type { TfjsBackend } from '../../src/model/types';
import { FusedOperations } from '../../src/model/training/operations';
import { autodiffGru } from '../../test/fixtures/autodiff';
import { normals } from '../../test/fixtures/random';

export const STEP = { batch: 32, time: 100 } as const;
const ARCHITECTURE: Architecture = {
  vocabulary: STEP.batch * STEP.time,
  embedding: 100,
  hidden: 128,
  attention: 128,
  scoreActivation: 'linear',
};
/** Gradients of two engines may differ by rounding only, relative to the largest of their tensor. */
const TOLERANCE = 1e-3;

export interface StepRow {
  readonly engine: string;
  /** Median microseconds a word. */
  readonly microseconds: number;
  /** Mean microseconds of processor time a word, which a busy machine changes less. */
  readonly processor: number;
  /** How many times as long as the first row. */
  readonly ratio: number;
}

interface Contender {
  readonly engine: string;
  /** One step; the gradients of embedded words and parameters, where asked for. */
  run(read: boolean): Float32Array[];
}

/** Embedded words are the parameters' first tensor here, so that no engine's embedding is part of what is compared. */
function contender(
  engine: string,
  registered: string,
  operations: Operations,
  within: <T>(run: () => T) => T,
): Contender {
  const names = parameterNames(ARCHITECTURE);
  const shapes = parameterShapes(ARCHITECTURE);
  const words = STEP.batch * STEP.time;
  const values = names.map((name, i) => {
    const shape = shapes[name]!;
    const flat = normals(
      shape.reduce((a, b) => a * b, 1),
      name.startsWith('embedding') ? 0.5 : 0.1,
      i + 1,
    );
    return name.endsWith('gamma') ? flat.map((v) => 1 + v) : flat;
  });
  const batch = {
    ids: Int32Array.from({ length: words }, (_, i) => i),
    lengths: new Array<number>(STEP.batch).fill(STEP.time),
    ...STEP,
  };
  const labels = Int32Array.from({ length: STEP.batch }, (_, i) => i % 2);
  const given: Operations = { ...operations, embed: (rows) => rows };
  const gradients = tf.grads((...tensors: tf.Tensor[]) => {
    const p = Object.fromEntries(names.map((name, i) => [name, tensors[i]!])) as Parameters;
    const none = { embedding: 0, context: 0, uniform: () => 0 };
    const { logits } = forward(p, ARCHITECTURE, batch, none, given);
    return tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d(labels, 'int32'), 2), logits);
  });
  const run = (read: boolean) => {
    const found = gradients(values.map((v, i) => tf.tensor(v, shapes[names[i]!])));
    // Reading the last that is computed is what waits for backends that answer later.
    return read
      ? found.map((g) => g.dataSync().slice() as Float32Array)
      : [found[0]!.dataSync() as Float32Array];
  };
  return {
    engine,
    run: (read) => {
      if (tf.getBackend() !== registered) tf.setBackend(registered);
      let found: Float32Array[] = [];
      tf.tidy(() => {
        // Not returned through tidy, which would look for tensors in every number.
        found = within(() => run(read));
      });
      return found;
    },
  };
}

function assertSame(
  actual: readonly Float32Array[],
  expected: readonly Float32Array[],
  engine: string,
): void {
  expected.forEach((gradient, i) => {
    const largest = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    const off = gradient.reduce((most, g, k) => Math.max(most, Math.abs(g - actual[i]![k]!)), 0);
    if (!(off <= TOLERANCE * largest))
      throw new Error(`${engine}: gradient ${i} is off by ${off} of ${largest}`);
  });
}

/** @param backends that have been opened, with what TensorFlow.js calls them */
export function measureSteps(
  compiled: CompiledModule,
  backends: Partial<Record<TfjsBackend, string>>,
  rounds: number,
): StepRow[] {
  const fused = new FusedOperations(new TrainingModule(compiled));
  const plain = <T>(run: () => T) => run();
  const autodiff: Operations = { ...COMPOSED, gruSequence: autodiffGru };
  const contenders = [contender('kernels', 'cpu', fused, (run) => fused.step(run))];
  for (const [backend, registered] of Object.entries(backends).filter(([name]) => name !== 'cpu')) {
    contenders.push(contender(`tfjs ${backend}, own gradient`, registered, COMPOSED, plain));
    contenders.push(contender(`tfjs ${backend}, autodiff`, registered, autodiff, plain));
  }
  const expected = contenders[0]!.run(true);
  for (const one of contenders.slice(1)) assertSame(one.run(true), expected, one.engine);
  const words = STEP.batch * STEP.time;
  const times = contenders.map((): number[] => []);
  const processor = contenders.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    contenders.forEach((one, i) => {
      // The quick ones more often: their share of noise is larger.
      for (let again = 0; again < (i === 0 ? 3 : 1); again++) {
        const used = process.cpuUsage();
        const started = performance.now();
        one.run(false);
        times[i]!.push(((performance.now() - started) * 1000) / words);
        const { user, system } = process.cpuUsage(used);
        processor[i]! += (user + system) / words;
      }
    });
  }
  const medians = times.map((t) => t.toSorted((a, b) => a - b)[t.length >> 1]!);
  return contenders.map(({ engine }, i) => ({
    engine,
    microseconds: medians[i]!,
    processor: processor[i]! / times[i]!.length,
    ratio: medians[i]! / medians[0]!,
  }));
}
