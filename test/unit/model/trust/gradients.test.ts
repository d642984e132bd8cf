import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Analyzer } from '../../../../src/model/analyzer';
import { logOdds, mostProbable } from '../../../../src/model/classes';
import type { Engine } from '../../../../src/model/engines/engine';
import { PlainEngine } from '../../../../src/model/engines/plain';
import { eachWord, effectsOf } from '../../../../src/model/deletion';
import { isBagOfWords, type AnyModel } from '../../../../src/model/load';
import { openEngine } from '../../../../src/model/node/engines';
import { loadModelFolder } from '../../../../src/model/node/files';
import { Examiner } from '../../../../src/model/trust/examiner';
import { GradientAttributor } from '../../../../src/model/trust/gradients';
import { linearAttributor } from '../../../../src/model/trust/linear';
import type { Pace } from '../../../../src/model/trust/occlusion';
import type { AttributionMethod } from '../../../../src/model/trust/types';
import { InputError } from '../../../../src/model/types';
import { builtKernel } from '../../../../scripts/kernels.mjs';
import { randomIds, randomNetwork } from '../../../fixtures/networks';
import { trainingKernels } from '../../../fixtures/trainingKernels';
import { variantOf } from '../../../fixtures/variants';

const METHODS: readonly AttributionMethod[] = [
  'gradient-input',
  'integrated-gradients',
  'attention-gradient',
];
const SAMPLES = ['positive.txt', 'negative.txt', 'mixed.txt', 'sample-review.txt'];
const SIZES = {
  vocabulary: 12,
  embedding: 6,
  hidden: 10,
  attention: 7,
  scoreActivation: 'linear',
  classes: 3,
} as const;
const UNHURRIED: Pace = { cancelled: () => false, pause: () => Promise.resolve(true) };

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

async function attributorOf(model: AnyModel): Promise<GradientAttributor> {
  assert.ok(!isBagOfWords(model));
  return new GradientAttributor(await trainingKernels('relaxed'), model, model.manifest.name);
}

async function shipped(name: string) {
  const model = await loadModelFolder(`models/${name}`);
  const folders = { bundleFolder: '', kernelFolder: await builtKernel('inference') };
  const { engine } = await openEngine(model as never, { prefer: 'kernels', ...folders });
  const analyzer = new Analyzer(model, engine);
  const texts = await Promise.all(SAMPLES.map((sample) => readFile(`samples/${sample}`, 'utf8')));
  return { model, engine, analyzer, texts: texts.map((text) => analyzer.firstStretch(text).ids) };
}

describe('model/trust/gradients', function () {
  this.timeout(120_000);

  for (const attentionKind of ['soft', 'attention-gru', 'none'] as const) {
    it(`has integrated gradients that sum up to the rise from zero vectors: ${attentionKind}`, async () => {
      const { data } = randomNetwork({ ...SIZES, attentionKind, bidirectional: true, layers: 2 }, 3, 1.2);
      const attributor = new GradientAttributor(await trainingKernels('simd'), data, 'random');
      const plain = new PlainEngine(data);
      for (const length of [1, 2, 30]) {
        const ids = randomIds(length, 12, length);
        for (const label of [0, 2]) {
          const { values, total } = (await attributor.attribute(
            ids,
            label,
            'integrated-gradients',
            UNHURRIED,
          ))!;
          const [whole, blank] = plain.run([ids, new Int32Array(length).fill(12)]);
          const rise = logOdds(whole!.probabilities, label) - logOdds(blank!.probabilities, label);
          assert.ok(Math.abs(total! - rise) < 1e-4, `${total} for ${rise}`);
          assert.ok(Math.abs(sum(values) - total!) <= Math.max(0.01 * Math.abs(total!), 0.001));
          assert.equal(values.length, length);
        }
      }
    });
  }

  it('multiplies gradients with what they are of', async () => {
    const { data } = randomNetwork(SIZES, 5);
    const attributor = new GradientAttributor(await trainingKernels('simd'), data, 'random');
    const ids = Int32Array.of(3, 0, 7, 3);
    const { vectors, gradients } = attributor.gradients(ids, 1);
    const { values, total } = (await attributor.attribute(ids, 1, 'gradient-input', UNHURRIED))!;
    values.forEach((value, t) => {
      const products = Array.from({ length: 6 }, (_, k) => vectors[t * 6 + k]! * gradients[t * 6 + k]!);
      assert.ok(Math.abs(value - sum(products)) < 1e-6);
    });
    assert.equal(total, null);
    // One word alone has all the attention, whatever its weight is thought to do.
    const one = (await attributor.attribute(Int32Array.of(4), 1, 'attention-gradient', UNHURRIED))!;
    assert.ok(Number.isFinite(one.values[0]));
    assert.equal(one.total, null);
  });

  it('refuses what it cannot differentiate, saying why', async () => {
    const gated = await variantOf({ attentionKind: 'attention-gru', attentionGate: 'vector' });
    await assert.rejects(attributorOf(gated), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, /^The model tiny cannot be attributed by gradients: .*vector gate/);
      return true;
    });
    const without = await attributorOf(await variantOf({ attentionKind: 'none' }));
    const attention = without.attribute(Int32Array.of(1, 2), 0, 'attention-gradient', UNHURRIED);
    await assert.rejects(
      attention,
      (error) => error instanceof InputError && /attends to nothing/.test(error.message),
    );
  });

  it('ends between two runs of the network once nobody waits', async () => {
    const attributor = await attributorOf(await variantOf({}));
    const ids = randomIds(600, 20, 1);
    let pauses = 0;
    const pace = { cancelled: () => pauses > 1, pause: () => Promise.resolve(++pauses < 99) };
    assert.equal(await attributor.attribute(ids, 0, 'integrated-gradients', pace), null);
    assert.equal(pauses, 2);
  });

  it('opens with the first attribution, and again after a failure', async () => {
    const model = await variantOf({});
    const engine = new PlainEngine(model);
    let opened = 0;
    const open = () => (opened++ === 0 ? Promise.reject(new Error('not yet')) : attributorOf(model));
    const examiner = new Examiner(model, engine, new Analyzer(model, engine), open);
    await assert.rejects(examiner.attribute('good film', 'gradient-input'), /not yet/);
    for (const method of METHODS) {
      const found = (await examiner.attribute('  a good film', method))!;
      assert.deepEqual([found.start, found.end, found.method, found.values.length], [2, 13, method, 3]);
      assert.equal(found.total === null, method !== 'integrated-gradients');
    }
    assert.equal(opened, 2);
    await assert.rejects(examiner.attribute(' ', 'gradient-input'), /holds no word/);
    assert.equal(await examiner.attribute('good', 'gradient-input', { cancelled: () => true }), null);
  });

  it('divides a bag of words into its own summands', async () => {
    const { model, engine, texts } = await shipped('imdb-bag-of-words');
    const attributor = linearAttributor(engine, model.manifest.name);
    for (const ids of texts) {
      const { probabilities, effects, bias } = engine.run([ids])[0]!;
      const label = mostProbable(probabilities);
      for (const method of ['gradient-input', 'integrated-gradients'] as const) {
        const { values, total } = (await attributor.attribute(ids, label, method, UNHURRIED))!;
        assert.deepEqual(values, Array.from(effects!));
        assert.ok(Math.abs(sum(values) + bias! - logOdds(probabilities, label)) < 1e-4);
        assert.ok(total === null || Math.abs(total - sum(values)) < 1e-9);
      }
      await assert.rejects(
        attributor.attribute(ids, label, 'attention-gradient', UNHURRIED),
        /attends to nothing/,
      );
    }
  });

  describe('on the shipped models', () => {
    for (const name of ['imdb-attention', 'imdb-attention-gru', 'imdb-article', 'imdb-last-state']) {
      it(`has the verdict of the plain engine, and is complete within 1 %: ${name}`, async () => {
        const { model, engine, texts } = await shipped(name);
        const attributor = await attributorOf(model);
        const plain = new PlainEngine(model as never);
        const gaps: number[] = [];
        for (const ids of texts) {
          const [outcome, blank] = plain.run([ids, new Int32Array(ids.length).fill(model.vocab.size)]);
          const label = mostProbable(outcome!.probabilities);
          const { values, total } = (await attributor.attribute(
            ids,
            label,
            'integrated-gradients',
            UNHURRIED,
          ))!;
          const start = logOdds(blank!.probabilities, label);
          const p = 1 / (1 + Math.exp(-(start + total!)));
          assert.ok(Math.abs(p - outcome!.probabilities[label]!) < 1e-4);
          gaps.push(Math.abs(sum(values) / total! - 1));
        }
        console.log(`      off by ${gaps.map((gap) => `${(100 * gap).toFixed(2)} %`).join(', ')}`);
        for (const gap of gaps) assert.ok(gap <= 0.01);
        engine.dispose();
      });
    }

    /** Mean share that the last tenth of each sample's words has of the gradients, and of the effects of removal. */
    async function recencyOf(name: string) {
      const { model, engine, texts } = await shipped(name);
      const attributor = await attributorOf(model);
      const shares = { product: 0, norm: 0, removal: 0 };
      for (const ids of texts) {
        const [outcome] = engine.run([ids]);
        const label = mostProbable(outcome!.probabilities);
        const { values } = (await attributor.attribute(ids, label, 'gradient-input', UNHURRIED))!;
        const { gradients } = attributor.gradients(ids, label);
        const width = gradients.length / ids.length;
        const norms = Array.from(ids, (_, t) =>
          Math.hypot(...gradients.subarray(t * width, (t + 1) * width)),
        );
        const removed = await effectsOf(
          engine as Engine,
          ids,
          outcome!,
          eachWord(ids.length),
          null,
          UNHURRIED,
        );
        shares.product += lastTenth(values) / texts.length;
        shares.norm += lastTenth(norms) / texts.length;
        shares.removal += lastTenth(Array.from(removed!.effects)) / texts.length;
      }
      engine.dispose();
      console.log(
        `      ${name}: last tenth of the words: gradient × input ${shares.product.toFixed(3)}, ` +
          `norm ${shares.norm.toFixed(3)}, leave-one-out ${shares.removal.toFixed(3)}`,
      );
      return shares;
    }

    function lastTenth(values: readonly number[]): number {
      const sizes = values.map(Math.abs);
      return sum(sizes.slice(-Math.ceil(sizes.length / 10))) / sum(sizes);
    }

    it('favours the last words where there is no attention, beyond what removing them does', async () => {
      const last = await recencyOf('imdb-last-state');
      const attention = await recencyOf('imdb-attention');
      assert.ok(last.product > 1.5 * last.removal);
      assert.ok(last.product > 2 * attention.product);
      assert.ok(last.norm > 2 * attention.norm);
      assert.ok(attention.product < 0.25);
    });
  });
});
