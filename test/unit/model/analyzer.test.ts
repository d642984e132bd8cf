import assert from 'node:assert/strict';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { Analyzer } from '../../../src/model/analyzer';
import { loadModel } from '../../../src/model/artifacts';
import { joinProbabilities } from '../../../src/model/classes';
import { onEveryEngine } from '../../fixtures/engines';
import { TINY_MAX_TOKENS, tinyReader } from '../../fixtures/tinyModel';
import { variantOf } from '../../fixtures/variants';

onEveryEngine('Analyzer', (open) => {
  let analyzer: Analyzer;
  before(async () => {
    const model = await loadModel(tinyReader());
    analyzer = new Analyzer(model, await open(model));
  });
  // Nothing was opened where the suite is skipped.
  after(() => (analyzer as Analyzer | undefined)?.dispose());

  it('gives weights that sum to 1, a known flag and exact offsets', async () => {
    const text = 'The film was xyzzy, not good!';
    const report = await analyzer.analyze(text);
    const [analysis] = report.analyses;
    assert.equal(report.analyses.length, 1);
    assert.deepEqual(report.unread, []);
    const { tokens } = analysis!;
    assert.ok(Math.abs(tokens.reduce((sum, t) => sum + t.weight, 0) - 1) < 1e-5);
    assert.deepEqual(
      tokens.filter((t) => !t.known).map((t) => t.text),
      ['xyzzy'],
    );
    for (const t of tokens) assert.equal(text.slice(t.start, t.end), t.text);
  });

  it('says how many parameters the model has', () => {
    // The tiny model's embedding alone: more than its words.
    assert.ok(analyzer.info.parameters > analyzer.info.vocabularySize);
  });

  it('reads the same afresh as it does from what it has kept', async () => {
    const text = 'The film was not good, and the ending was bad.';
    const [first] = (await analyzer.analyze(text)).analyses;
    const [kept] = (await analyzer.analyze(text)).analyses;
    const [fresh] = (await analyzer.analyze(text, { fresh: true })).analyses;
    for (const one of [kept, fresh]) {
      assert.ok(Math.abs(one!.probability - first!.probability) < 1e-6);
      one!.tokens.forEach((t, i) => assert.ok(Math.abs(t.weight - first!.tokens[i]!.weight) < 1e-6));
    }
  });

  it('answers texts without a token with no analysis', async () => {
    for (const text of ['', ' \n\t', '\u200B']) {
      const report = await analyzer.analyze(text);
      assert.deepEqual([report.analyses, report.unread], [[], []]);
    }
  });

  it('reads a long text paragraph by paragraph, each as if it stood alone', async () => {
    const paragraphs = Array.from({ length: 9 }, (_, i) => `The film was ${'really '.repeat(i + 5)}good.`);
    const text = paragraphs.join('\n\n');
    const report = await analyzer.analyze(text);
    assert.equal(report.analyses.length, 9);
    for (const [i, analysis] of report.analyses.entries()) {
      assert.equal(text.slice(analysis.start, analysis.end), paragraphs[i]);
      const alone = (await analyzer.analyze(paragraphs[i]!)).analyses[0]!;
      assert.ok(Math.abs(alone.probability - analysis.probability) < 1e-5);
      alone.tokens.forEach((t, k) => assert.ok(Math.abs(t.weight - analysis.tokens[k]!.weight) < 1e-5));
    }
  });

  it('reads many texts at one go, each as if it stood alone, under one limit of words', async () => {
    const texts = ['The film was bad.', '', 'A good film, really good.', 'The film was bad.'];
    const reports = await analyzer.analyzeMany(texts);
    assert.equal(reports.length, texts.length);
    for (const [i, { analyses, unread }] of reports.entries()) {
      const alone = (await analyzer.analyze(texts[i]!)).analyses;
      assert.deepEqual(unread, []);
      assert.deepEqual(
        analyses.map(({ start, end, label, tokens }) => [start, end, label, tokens.map(({ text }) => text)]),
        alone.map(({ start, end, label, tokens }) => [start, end, label, tokens.map(({ text }) => text)]),
      );
      analyses.forEach(({ probability }, k) =>
        assert.ok(Math.abs(probability - alone[k]!.probability) < 1e-5),
      );
    }
    const limited = await analyzer.analyzeMany(texts, { maxWords: 12 });
    assert.deepEqual(
      limited.map(({ analyses, unread }) => [analyses.length, unread.length]),
      [
        [1, 0],
        [0, 0],
        [1, 0],
        [0, 1],
      ],
    );
    assert.deepEqual(await analyzer.analyzeMany([]), []);
  });

  it('reports what lies beyond the word limit or a cancellation as unread, to the end', async () => {
    const text = Array.from({ length: 400 }, () => 'The film was bad and boring.').join('\n\n');
    const limited = await analyzer.analyze(text, { maxWords: 100 });
    assert.ok(limited.analyses.length > 0 && limited.unread.length === 1);
    assert.ok(limited.unread[0]!.start > limited.analyses.at(-1)!.end);
    assert.equal(limited.unread[0]!.end, text.length);

    let calls = 0;
    const cancelled = await analyzer.analyze(text, { cancelled: () => ++calls > 1 });
    assert.ok(cancelled.analyses.length > 0 && cancelled.analyses.length < 400);
    assert.equal(cancelled.unread.length, 1);
  });

  it('tells progress up to the total', async () => {
    const seen: [number, number][] = [];
    const text = Array.from({ length: 30 }, () => 'not good '.repeat(20)).join('\n\n');
    await analyzer.analyze(text, { onProgress: (done, total) => seen.push([done, total]) });
    assert.deepEqual(seen.at(-1), [1200, 1200]);
  });

  it('classifies many texts as it analyses each', async () => {
    const texts = [
      'good film',
      '',
      'bad! '.repeat(TINY_MAX_TOKENS),
      'not bad at all',
      'it was fun, was it not?',
    ];
    const before = tf.memory().numTensors;
    const classified = await analyzer.classify(texts);
    assert.equal(tf.memory().numTensors, before);
    for (const [i, text] of texts.entries()) {
      const { analyses } = await analyzer.analyze(text);
      const joined = joinProbabilities(
        analyses.map((a) => ({
          count: a.tokens.length,
          probabilities: a.classes.map(({ probability }) => probability),
        })),
        2,
      );
      assert.ok(Math.abs(joined[1]! - classified[i]!.probabilities[1]!) < 1e-5);
      assert.equal(
        classified[i]!.tokens,
        analyses.reduce((n, a) => n + a.tokens.length, 0),
      );
    }
  });

  it('reads as many words as the article’s softmax has positions, and says what is left and what PADs got', async () => {
    const model = await variantOf({ scoreActivation: 'tanh', positions: 6 });
    const padded = new Analyzer(model, await open(model));
    const text = 'The film was not good. It was really boring!';
    const long = await padded.analyze(text);
    const [analysis] = long.analyses;
    assert.deepEqual([long.analyses.length, long.cutAfter, analysis!.tokens.length], [1, 6, 6]);
    assert.deepEqual(long.unread, [{ start: 23, end: text.length }]);
    assert.ok(Math.abs(analysis!.padding!) < 1e-5);
    const [whole, cut] = await padded.classify([text, text.slice(0, 22)]);
    assert.deepEqual([whole!.tokens, whole!.probabilities], [6, cut!.probabilities]);
    assert.ok(Math.abs(whole!.padding!) < 1e-5);

    const short = await padded.analyze('not good');
    const { padding, tokens } = short.analyses[0]!;
    assert.ok(padding! > 0.2 && padding! < 0.95, `${padding}`);
    assert.ok(Math.abs(tokens.reduce((sum, t) => sum + t.weight, 0) - 1) < 1e-5);
    assert.deepEqual([short.unread, short.cutAfter], [[], undefined]);
    const [again, none] = await padded.classify(['not good', '']);
    assert.ok(Math.abs(again!.padding! - padding!) < 1e-5);
    assert.ok(!('padding' in none!));
    padded.dispose();
  });

  it('gives any number of labelled classes, and the most probable one as the verdict', async () => {
    const labels = ['bad', 'so-so', 'good', 'great'];
    const model = await variantOf({}, labels);
    const four = new Analyzer(model, await open(model));
    assert.deepEqual(four.info.labels, labels);
    for (const text of ['not good', 'the film was great', 'boring , really boring']) {
      const { label, probability, classes } = (await four.analyze(text)).analyses[0]!;
      assert.deepEqual(
        classes.map((one) => one.label),
        labels,
      );
      assert.ok(Math.abs(classes.reduce((sum, one) => sum + one.probability, 0) - 1) < 1e-9);
      assert.equal(probability, Math.max(...classes.map((one) => one.probability)));
      assert.equal(classes.find((one) => one.label === label)!.probability, probability);
    }
    four.dispose();
  });

  it('holds for any text: weights sum to 1 in every analysis, analyses and unread cover all tokens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
        const report = await analyzer.analyze(text);
        for (const { tokens } of report.analyses) {
          assert.ok(Math.abs(tokens.reduce((sum, t) => sum + t.weight, 0) - 1) < 1e-4);
        }
        assert.deepEqual(report.unread, []);
      }),
      { numRuns: 60, seed: 3 },
    );
  });
});
