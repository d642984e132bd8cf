import assert from 'node:assert/strict';
import { Analyzer } from '../../../../src/model/analyzer';
import { logOdds } from '../../../../src/model/classes';
import type { Engine } from '../../../../src/model/engines/engine';
import { PlainEngine } from '../../../../src/model/engines/plain';
import { LinearEngine } from '../../../../src/model/linear/engine';
import { isBagOfWords, type AnyModel } from '../../../../src/model/load';
import { loadModelFolder } from '../../../../src/model/node/files';
import { Examiner } from '../../../../src/model/trust/examiner';
import type { Occlusion } from '../../../../src/model/trust/types';
import { InputError } from '../../../../src/model/types';
import { onEveryEngine } from '../../../fixtures/engines';
import { variantOf } from '../../../fixtures/variants';

const OCCLUSIONS: readonly Occlusion[] = ['removal', 'unknown', 'zero'];
const LABELS = ['bad', 'so-so', 'good'];
const TEXT = 'the film was not good , really boring and i hated it';
const WORDS = TEXT.split(' ');

function examinerOf(model: AnyModel, engine: Engine): { examiner: Examiner; analyzer: Analyzer } {
  const analyzer = new Analyzer(model, engine);
  const none = () => Promise.reject(new Error('no attribution here'));
  return { analyzer, examiner: new Examiner(model, engine, analyzer, none) };
}

/** What the engine gives for the words' ids with some replaced, or dropped where null. */
function outcomeOf(model: AnyModel, engine: Engine, words: readonly (string | number | null)[]) {
  const ids = words.filter((word) => word !== null);
  return engine.run([Int32Array.from(ids, (id) => (typeof id === 'string' ? model.vocab.id(id) : id))])[0]!;
}

onEveryEngine('examination', (open, { rounded, backend }) => {
  const engineIsQuick = backend.startsWith('kernels');
  const near = rounded ? 1e-2 : 1e-4;
  for (const attentionKind of ['soft', 'attention-gru', 'none'] as const) {
    for (const bidirectional of [false, true]) {
      it(`leaves each word out in every way: ${attentionKind}, ${bidirectional ? 'both ways' : 'one way'}`, async () => {
        const model = await variantOf({ attentionKind, bidirectional }, LABELS);
        const engine = await open(model);
        const { examiner, analyzer } = examinerOf(model, engine);
        const [analysis] = (await analyzer.analyze(TEXT)).analyses;
        for (const occlusion of OCCLUSIONS) {
          const found = (await examiner.examine(TEXT, { occlusion }))!;
          const { vocab } = model;
          const place = { removal: null, unknown: vocab.unknownId, zero: vocab.size }[occlusion];
          assert.deepEqual(
            [found.label, found.start, found.end, found.occlusion],
            [analysis!.label, 0, TEXT.length, occlusion],
          );
          assert.ok(Math.abs(found.probability - analysis!.probability) < 1e-6);
          const label = LABELS.indexOf(found.label);
          const whole = logOdds(outcomeOf(model, engine, WORDS).probabilities, label);
          for (const i of WORDS.keys()) {
            const { probabilities } = outcomeOf(model, engine, WORDS.with(i, place as never));
            assert.ok(Math.abs(found.without[i]! - probabilities[label]!) < near);
            assert.ok(Math.abs(found.effects[i]! - (whole - logOdds(probabilities, label))) < near);
          }
          const { faithfulness } = found;
          assert.ok(faithfulness.curve.attention[0] === found.probability);
          if (attentionKind === 'none') assert.equal(faithfulness.tau, 1);
          else if (occlusion === 'removal') assert.ok(Math.abs(faithfulness.tau!) < 1);
          const own = attentionKind !== 'none' && engine.uniformly;
          assert.equal(faithfulness.uniform !== null, Boolean(own));
        }
        analyzer.dispose();
      });
    }
  }

  it('examines a thousand words', async function () {
    // Other engines take minutes.
    if (!engineIsQuick) return this.skip();
    const model = await variantOf({}, LABELS);
    const roomy = { ...model, manifest: { ...model.manifest, maxTokens: 1000 } };
    const { examiner, analyzer } = examinerOf(roomy, await open(model));
    const words = Array.from({ length: 1000 }, (_, i) => WORDS[(i * 7 + (i >> 3)) % WORDS.length]);
    const found = (await examiner.examine(words.join(' ')))!;
    assert.equal(found.effects.length, 1000);
    for (const p of found.without) assert.ok(p > 0 && p < 1);
    const { overlap, tau } = found.faithfulness;
    assert.deepEqual(
      overlap.map(({ chance }) => chance),
      [0.005, 0.01, 0.02],
    );
    assert.ok(tau! >= -1 && tau! <= 1);
    analyzer.dispose();
  });

  it('takes a word vector of zeros for a blank', async () => {
    const model = await variantOf({}, LABELS);
    const table = model.weights['embedding/table'];
    const zeroed = table.floats().slice();
    const width = model.architecture.embedding;
    zeroed.fill(0, 5 * width, 6 * width);
    const weights = { ...model.weights, 'embedding/table': { ...table, floats: () => zeroed } };
    const engine = await open({ ...model, weights });
    const [blank, zero] = engine.run([Int32Array.of(3, model.vocab.size, 7, 4), Int32Array.of(3, 5, 7, 4)]);
    assert.deepEqual(blank, zero);
    engine.dispose();
  });
});

describe('model/trust/examiner', () => {
  it('measures as defined, by hand', async () => {
    const model = await variantOf({});
    const engine = new PlainEngine(model);
    const { examiner } = examinerOf(model, engine);
    const { label, probability, effects, faithfulness } = (await examiner.examine(TEXT))!;
    const { weights } = outcomeOf(model, engine, WORDS);
    const k = ['negative', 'positive'].indexOf(label);
    const p = (words: readonly string[]) => outcomeOf(model, engine, words).probabilities[k]!;
    const counts = [1, 1, 2, 3, 6]; // of 12 words
    for (const [name, values] of [
      ['attention', weights],
      ['effect', effects],
    ] as const) {
      const order = WORDS.map((_, i) => i).sort((a, b) => values[b]! - values[a]!);
      const out = counts.map((count) => p(WORDS.filter((_, i) => !order.slice(0, count).includes(i))));
      const alone = counts.map((count) => p(WORDS.filter((_, i) => order.slice(0, count).includes(i))));
      const mean = (all: readonly number[]) => all.reduce((a, b) => a + b, 0) / all.length;
      const close = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-9, `${name}: ${a} for ${b}`);
      close(faithfulness.comprehensiveness[name], probability - mean(out));
      close(faithfulness.sufficiency[name], probability - mean(alone));
      faithfulness.curve[name].forEach((value, i) => close(value, i === 0 ? probability : out[i - 1]!));
    }
    const { random } = faithfulness.comprehensiveness;
    assert.ok(random.low < random.mean && random.mean < random.high);
    assert.deepEqual(faithfulness.curve.shares, [0, 0.01, 0.05, 0.1, 0.2, 0.5]);
    assert.deepEqual(
      faithfulness.overlap.map(({ k }) => k),
      [5, 10],
    );
  });

  it('gives the same twice', async () => {
    const model = await variantOf({});
    const { examiner } = examinerOf(model, new PlainEngine(model));
    const [one, two] = [await examiner.examine(TEXT), await examiner.examine(TEXT)];
    assert.deepEqual({ ...one, ms: 0 }, { ...two, ms: 0 });
  });

  it('takes words out of a bag of words by adding up anew', async () => {
    const model = await loadModelFolder('models/imdb-bag-of-words');
    assert.ok(isBagOfWords(model));
    const engine = new LinearEngine(model.bagOfWords, model.manifest.temperature);
    const { examiner } = examinerOf(model, engine);
    const text = 'not a very good film , but not very bad either : a good very very good cast';
    const words = text.split(' ');
    for (const occlusion of OCCLUSIONS) {
      const found = (await examiner.examine(text, { occlusion }))!;
      const place = { removal: null, unknown: model.vocab.unknownId, zero: model.vocab.size }[occlusion];
      const k = model.manifest.labels.indexOf(found.label);
      words.forEach((_, i) => {
        const { probabilities } = outcomeOf(model, engine, words.with(i, place as never));
        assert.ok(Math.abs(found.without[i]! - probabilities[k]!) < 1e-12);
      });
      assert.equal(found.faithfulness.uniform, null);
      assert.ok(found.faithfulness.tau! > 0.3);
    }
    // Without a blank's word nothing is left of its pairs either, nor does the text close up to new ones.
    const blank = outcomeOf(model, engine, ['not', model.vocab.size, 'good']);
    const sum = (['not', 'good'] as const).map((word) => outcomeOf(model, engine, [word]));
    assert.ok(
      Math.abs(
        logOdds(blank.probabilities, 1) +
          logOdds(outcomeOf(model, engine, []).probabilities, 1) -
          sum.reduce((total, { probabilities }) => total + logOdds(probabilities, 1), 0),
      ) < 1e-6,
    );
    assert.equal(Math.abs(blank.effects![1]!), 0);
  });

  it('reads runs of words in the order they are asked for, overlapping ones too', async () => {
    const model = await variantOf({}, LABELS);
    const engine = new PlainEngine(model);
    const { examiner } = examinerOf(model, engine);
    const runs = [
      [3, 5],
      [0, 12],
      [11, 12],
      [0, 1],
      [2, 7],
    ] as const;
    for (const occlusion of OCCLUSIONS) {
      const found = (await examiner.occlude(TEXT, runs, { occlusion }))!;
      const place = { removal: null, unknown: model.vocab.unknownId, zero: model.vocab.size }[occlusion];
      const k = LABELS.indexOf(found.label);
      runs.forEach(([from, to], i) => {
        const rest = WORDS.map((word, j) => (j >= from && j < to ? place : word));
        assert.ok(Math.abs(found.without[i]! - outcomeOf(model, engine, rest).probabilities[k]!) < 1e-12);
      });
    }
    const none = (await examiner.occlude(TEXT, []))!;
    assert.deepEqual([none.without, none.effects], [[], []]);
    for (const wrong of [
      [3, 3],
      [4, 2],
      [-1, 2],
      [0, 13],
      [0.5, 2],
      [NaN, 1],
    ] as const) {
      await assert.rejects(examiner.occlude(TEXT, [[0, 1], wrong]), (error) => {
        assert.ok(error instanceof InputError);
        assert.match(error.message, /^run 2: expected words from 0 up to at most 12/);
        return true;
      });
    }
  });

  it('refuses a text without words, and takes one word and unknown ones', async () => {
    const model = await variantOf({ attentionKind: 'none' });
    const { examiner } = examinerOf(model, new PlainEngine(model));
    for (const empty of ['', ' \n\t']) await assert.rejects(examiner.examine(empty), /holds no word/);
    const one = (await examiner.examine('good'))!;
    assert.equal(one.effects.length, 1);
    assert.deepEqual([one.faithfulness.verdict, one.faithfulness.tau], ['short', null]);
    assert.ok(Number.isFinite(one.faithfulness.comprehensiveness.random.high));
    const unknown = (await examiner.examine('zyx '.repeat(30), { occlusion: 'unknown' }))!;
    assert.ok(unknown.effects.every((effect) => effect === 0));
    assert.equal(unknown.faithfulness.verdict, 'differs');
    assert.ok(Math.abs(unknown.faithfulness.comprehensiveness.attention) < 1e-12);
  });

  it('examines the first stretch of a long text', async () => {
    const model = await variantOf({});
    const { examiner } = examinerOf(model, new PlainEngine(model));
    const text = `${'good film '.repeat(10)}\n\n${'bad '.repeat(35)}`;
    const found = (await examiner.examine(text))!;
    assert.deepEqual([found.start, found.end, found.effects.length], [0, 99, 20]);
  });

  it('ends between two readings once it is cancelled', async () => {
    const model = await variantOf({});
    const engine = new PlainEngine(model);
    let texts = 0;
    const counting: Engine = {
      ...{ backend: engine.backend, keepsStates: true, dispose: () => undefined },
      run: (all) => engine.run(all),
      open: () => {
        const session = engine.open();
        return { ...session, read: (ids) => (texts++, session.read(ids)) };
      },
    };
    const { examiner } = examinerOf(model, counting);
    // One reading is of the text as it is.
    assert.equal(await examiner.examine(TEXT, { cancelled: () => texts >= 6 }), null);
    assert.equal(texts, 6);
    texts = 0;
    assert.equal(await examiner.examine(TEXT, { cancelled: () => texts >= 40 }), null);
    assert.equal(texts, 40);
    texts = 0;
    assert.equal(await examiner.examine(TEXT, { cancelled: () => true }), null);
    assert.equal(await examiner.occlude(TEXT, [[0, 1]], { cancelled: () => true }), null);
    assert.equal(texts, 0);
    const seen: number[][] = [];
    assert.ok(await examiner.examine(TEXT, { onProgress: (...progress) => seen.push(progress) }));
    const [done, total] = seen.at(-1)!;
    assert.equal(done, total);
    assert.equal(texts, total! + 1);
  });

  it('lets analyses pass', async () => {
    const model = await variantOf({});
    const roomy = { ...model, manifest: { ...model.manifest, maxTokens: 1000 } };
    const { examiner, analyzer } = examinerOf(roomy, new PlainEngine(roomy));
    const ended: string[] = [];
    const text = `${TEXT} `.repeat(8);
    await Promise.all([
      examiner.examine(text).then(() => ended.push('examination')),
      ...[1, 2].map((i) =>
        new Promise((resolve) => setTimeout(resolve, 5 * i))
          .then(() => analyzer.analyzeMany(Array.from({ length: 9 }, () => text)))
          .then(() => ended.push('analysis')),
      ),
    ]);
    assert.deepEqual(ended, ['analysis', 'analysis', 'examination']);
  });
});
