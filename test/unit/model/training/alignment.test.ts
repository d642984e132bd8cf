import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { CompiledModule } from '../../../../src/model/kernels/trainingModule';
import { Random } from '../../../../src/model/random';
import { sampleDates } from '../../../../src/model/training/alignment/dates';
import { parseDateConfig } from '../../../../src/model/training/alignment/config';
import { alignmentBatch, writtenDates } from '../../../../src/model/training/alignment/epochs';
import type { StepEngine } from '../../../../src/model/training/engine';
import { ParallelEngine } from '../../../../src/model/training/parallelEngine';
import { TensorflowEngine } from '../../../../src/model/training/tensorflowEngine';
import { Trainer } from '../../../../src/model/training/trainer';
import {
  CHARACTERS,
  DATES,
  tinyAlignmentArchitecture,
  tinyAlignmentValues,
} from '../../../fixtures/alignment';
import { plainTensorflow, trainingKernels } from '../../../fixtures/trainingKernels';

const OPTIONS = {
  epochs: 2,
  samples: 24,
  batchSize: 8,
  learningRate: 1e-2,
  minimumRate: 0.02,
  warmupSteps: 2,
  averageDecay: 0.9,
  shards: 2,
  seed: 1,
};
const RATES = { embeddingDropout: 0, contextDropout: 0, clipNorm: 1 };

describe('training of memory-conditioned attention', function () {
  this.timeout(60_000);
  let compiled: CompiledModule;
  before(async () => {
    await plainTensorflow();
    compiled = await trainingKernels('relaxed');
  });

  async function losses(engine: StepEngine): Promise<number[]> {
    const trainer = new Trainer(engine, writtenDates(DATES.train, CHARACTERS, OPTIONS), OPTIONS);
    const all = [];
    for (let i = 0; i < OPTIONS.epochs; i++) all.push((await trainer.runEpoch())!.loss);
    await trainer.dispose();
    return all;
  }

  it('follows the same loss curve by kernels and by TensorFlow.js, and falls', async () => {
    const architecture = tinyAlignmentArchitecture();
    const initial = tinyAlignmentValues(architecture);
    const composed = await losses(new TensorflowEngine(architecture, RATES, initial));
    const fused = await losses(new ParallelEngine(compiled, architecture, RATES, initial, OPTIONS.shards));
    assert.ok(composed[1]! < composed[0]!, `${composed}`);
    composed.forEach((loss, i) => assert.ok(Math.abs(loss - fused[i]!) < 1e-3, `${composed} and ${fused}`));
  });

  it('reads texts alike in length together, in shards that share a batch', () => {
    const steps = writtenDates(DATES.train, CHARACTERS, OPTIONS)(new Random(3), 0).map((step) => step(0));
    assert.deepEqual(
      steps.map((tasks) => tasks.map(({ share, batch }) => [share, batch.batch])),
      Array.from({ length: 3 }, () => [
        [0.5, 4],
        [0.5, 4],
      ]),
    );
    const ranges = steps
      .map((tasks) => tasks.flatMap(({ batch }) => Array.from(batch.lengths)).sort((a, b) => a - b))
      .sort((a, b) => a[0]! - b[0]!);
    ranges.slice(1).forEach((lengths, i) => assert.ok(ranges[i]!.at(-1)! <= lengths[0]!));
  });

  it('ends every target in the boundary, and counts characters of the vocabulary only', () => {
    const dates = sampleDates(DATES.train, 5, 9);
    const { targets, ids, batch } = alignmentBatch(dates, CHARACTERS);
    assert.equal(batch, 5);
    assert.ok(!ids.includes(CHARACTERS.unknownId));
    dates.forEach(({ iso }, row) => {
      const own = [...targets.subarray(row * 11, row * 11 + 11)];
      assert.equal(
        own
          .slice(0, 10)
          .map((id) => '0123456789-'[id - 1])
          .join(''),
        iso,
      );
      assert.equal(own[10], 0);
    });
  });

  it('is configured by a file in which every option is checked', async () => {
    const text = await readFile('configs/dates-alignment.json', 'utf8');
    assert.equal(parseDateConfig(text, 'f').seed, 1);
    const given = JSON.parse(text) as object;
    const reject = (change: object, expected: RegExp) =>
      assert.throws(() => parseDateConfig(JSON.stringify({ ...given, ...change }), 'f.json'), expected);
    reject({ hidden: 0 }, /^InputError: f\.json: hidden: /u);
    reject({ hiden: 5 }, /^InputError: f\.json: hiden: /u);
    reject({ score: 'dot', memory: 7 }, /memory: .*twice the hidden units/u);
    assert.throws(() => parseDateConfig('{', 'f.json'), /f\.json: not valid JSON/u);
  });
});
