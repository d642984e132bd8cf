import assert from 'node:assert/strict';
import path from 'node:path';
import type { CompiledModule } from '../../../../src/model/kernels/trainingModule';
import type { Architecture } from '../../../../src/model/network';
import { workerShard } from '../../../../src/model/node/trainingWorkers';
import type { StepEngine, Values } from '../../../../src/model/training/engine';
import { ParallelEngine } from '../../../../src/model/training/parallelEngine';
import { LocalShard, type Shard, type ShardSettings } from '../../../../src/model/training/shard';
import { TensorflowEngine } from '../../../../src/model/training/tensorflowEngine';
import { score, Trainer } from '../../../../src/model/training/trainer';
import {
  TINY_EPOCH,
  TINY_OPTIONS,
  TINY_VOCAB,
  tinyArchitecture,
  tinySequences,
  tinyValues,
} from '../../../fixtures/tinyTraining';
import { plainTensorflow, trainingKernels } from '../../../fixtures/trainingKernels';

interface Run {
  readonly losses: number[];
  readonly averages: Values;
}

/** Trains on from where the engine stands, and gives it back. */
async function train(engine: StepEngine, epochs = TINY_OPTIONS.epochs): Promise<Run> {
  const trainer = new Trainer(engine, TINY_EPOCH, TINY_OPTIONS);
  const losses: number[] = [];
  for (let i = 0; i < epochs; i++) losses.push((await trainer.runEpoch())!.loss);
  const averages = await trainer.averages();
  await trainer.dispose();
  return { losses, averages };
}

/** Answers late, the shards in a random order. */
class LateShard extends LocalShard {
  override async gradients(task: Parameters<Shard['gradients']>[0]) {
    await new Promise((resolve) => setTimeout(resolve, 8 * Math.random()));
    return super.gradients(task);
  }

  override async merge() {
    await new Promise((resolve) => setTimeout(resolve, 4 * Math.random()));
    return super.merge();
  }
}

const WORKER = path.resolve('src/model/node/trainingWorker.ts');

describe('training engines', function () {
  this.timeout(60_000);
  let compiled: CompiledModule;

  before(async () => {
    await plainTensorflow();
    compiled = await trainingKernels('relaxed');
  });

  function parallel(architecture: Architecture, start?: (settings: ShardSettings) => Shard): ParallelEngine {
    const { shards } = TINY_OPTIONS;
    return new ParallelEngine(compiled, architecture, TINY_OPTIONS, tinyValues(architecture), shards, start);
  }

  function composed(architecture: Architecture): TensorflowEngine {
    return new TensorflowEngine(architecture, TINY_OPTIONS, tinyValues(architecture));
  }

  const VARIANTS: Partial<Architecture>[] = [
    {},
    { embedding: 8, hidden: 8, attention: 8 },
    { embedding: 8, hidden: 16, attention: 8, bidirectional: true, layers: 2 },
    { scoreActivation: 'tanh', layers: 2 },
    { bidirectional: true },
    { attentionKind: 'none', bidirectional: true },
    { attentionKind: 'attention-gru' },
    { attentionKind: 'attention-gru', attentionGate: 'vector', scoreActivation: 'tanh', positions: 24 },
    { scoreActivation: 'tanh', positions: 24 },
    { scoreActivation: 'dot', positions: 24, attentionKind: 'attention-gru' },
    { scoreActivation: 'dot', bidirectional: true },
  ];
  for (const variant of VARIANTS) {
    it(`follow the same loss curve, kernels and TensorFlow.js: ${JSON.stringify(variant)}`, async () => {
      const architecture = tinyArchitecture(variant);
      const expected = await train(composed(architecture), 2);
      const actual = await train(parallel(architecture), 2);
      actual.losses.forEach((loss, i) => close(loss, expected.losses[i]!, 1e-4));
      for (const [name, values] of Object.entries(expected.averages)) {
        const found = actual.averages[name]!;
        values.forEach((value, i) => close(found[i]!, value, 2e-4));
      }
    });
  }

  it('follow the pinned loss curve', async () => {
    const { losses } = await train(parallel(tinyArchitecture()));
    [0.63795, 0.51515, 0.47203].forEach((pinned, i) => close(losses[i]!, pinned, 2e-3));
  });

  it('give the same bits in threads, in one thread and whatever the order of the shards', async () => {
    const architecture = tinyArchitecture();
    const expected = await train(parallel(architecture));
    for (const start of [workerShard(WORKER), (settings: ShardSettings) => new LateShard(settings)]) {
      assert.deepEqual(await train(parallel(architecture, start)), expected);
    }
  });

  it('go on from a checkpoint with the bits of an uncut run', async () => {
    const architecture = tinyArchitecture();
    const whole = await train(parallel(architecture));
    const first = new Trainer(parallel(architecture), TINY_EPOCH, TINY_OPTIONS);
    await first.runEpoch();
    const state = structuredClone(await first.state());
    await first.dispose();
    const second = new Trainer(parallel(architecture), TINY_EPOCH, TINY_OPTIONS);
    await second.restore(state);
    const losses = [];
    for (let i = 0; i < 2; i++) losses.push((await second.runEpoch())!.loss);
    assert.deepEqual(losses, whole.losses.slice(1));
    assert.deepEqual(await second.averages(), whole.averages);
  });

  it('go on from each other’s checkpoints', async () => {
    const architecture = tinyArchitecture();
    const whole = await train(parallel(architecture));
    for (const [from, to] of [
      [composed, parallel],
      [parallel, composed],
    ] as ((architecture: Architecture) => StepEngine)[][]) {
      const first = new Trainer(from!(architecture), TINY_EPOCH, TINY_OPTIONS);
      await first.runEpoch();
      const state = await first.state();
      await first.dispose();
      const second = new Trainer(to!(architecture), TINY_EPOCH, TINY_OPTIONS);
      await second.restore(state);
      for (const expected of whole.losses.slice(1)) {
        close((await second.runEpoch())!.loss, expected, 1e-4);
      }
      await second.dispose();
    }
  });

  it('learn with a vector gate: texts that were not trained on are told apart', async () => {
    const architecture = tinyArchitecture({ attentionKind: 'attention-gru', attentionGate: 'vector' });
    const { losses, averages } = await train(parallel(architecture));
    assert.ok(losses.at(-1)! < 0.8 * losses[0]!, `losses ${losses.join(', ')}`);
    const options = { batchSize: 8, maxLength: 20 };
    const texts = tinySequences(40, 9);
    const logits = score(texts, averages, architecture, TINY_VOCAB.padId, options);
    const right = texts.filter(
      ({ targets }, i) => logits[2 * i + targets.indexOf(1)]! > logits[2 * i + targets.indexOf(0)]!,
    ).length;
    assert.ok(right >= 34, `${right} of 40 right`);
  });

  it('score the same by kernels and by composed operations, in the order of the texts', async () => {
    const architecture = tinyArchitecture();
    const engine = parallel(architecture);
    const { averages } = await train(engine);
    const texts = tinySequences(21, 9);
    const options = { batchSize: 4, maxLength: 12 };
    const padId = TINY_VOCAB.padId;
    const expected = score(texts, averages, architecture, padId, options);
    const actual = score(texts, averages, architecture, padId, options, engine.operations);
    actual.forEach((logit, i) => close(logit, expected[i]!, 1e-4));
    const right = texts.filter(
      ({ targets }, i) => actual[2 * i + targets.indexOf(1)]! > actual[2 * i + targets.indexOf(0)]!,
    ).length;
    assert.ok(right >= 18, `${right} of 21 right`);
  });

  it('say why a thread stopped, and that a batch is too small for the shards', async () => {
    const architecture = tinyArchitecture();
    const broken = parallel(architecture, (settings) =>
      workerShard(WORKER)({ ...settings, architecture: { ...architecture, hidden: -1 } }),
    );
    await assert.rejects(train(broken, 1), /Error/);
    await broken.dispose();
    await assert.rejects(parallel(architecture).step([], 0.1), /too small for 2 shards/);
  });
});

function close(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);
}
