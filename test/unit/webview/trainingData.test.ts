import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as data from '../../../src/webview/client/trainingData';
import { analysisOf, prose, withEffects } from '../../browser/panelSamples';
import { trainingOf } from '../../browser/trainingSamples';

const view = analysisOf(1, prose(60));
const report = trainingOf(view);
const effects = trainingOf({ ...view, analysis: withEffects(view.analysis) });

describe('epochs in words', () => {
  it('say how far training had come, whatever epochs are kept', () => {
    const texts = report.epochs.map((_, i) => data.epochText(report, i));
    assert.deepEqual(
      [texts[0], texts[3], texts[5]],
      ['untrained', 'after epoch 3 of 5', 'after epoch 5 of 5'],
    );
    const kept = { epochs: [2, 7, 20].map((epoch) => ({ ...report.epochs[0]!, epoch })) };
    assert.equal(data.epochText(kept, 1), 'after epoch 7 of 20');
  });

  it('say the verdict with every class', () => {
    assert.equal(data.verdictText(report.epochs[0]!), 'Negative, 52.0 % (negative 52.0 %, positive 48.0 %)');
    assert.equal(data.verdictText(report.epochs[5]!), 'Positive, 93.7 % (negative 6.3 %, positive 93.7 %)');
  });

  it('say how many words share the weights, and call effects no attention', () => {
    assert.equal(
      data.spreadText(report, report.epochs[0]!),
      'It is as if the attention were spread evenly over 60 of 60 words (entropy 5.91 of at most 5.91 bits).',
    );
    assert.match(
      data.spreadText(report, report.epochs[5]!),
      /^It is as if the attention were spread evenly over \d+(\.\d)? of 60 words/,
    );
    assert.match(
      data.spreadText(effects, effects.epochs[5]!),
      /^It is as if the effects were spread evenly over .* of 60 words/,
    );
    const long = trainingOf(analysisOf(1, prose(2000)));
    assert.match(data.spreadText(long, long.epochs[0]!), /over 2,000 of 2,000 words/);
    const one = trainingOf(analysisOf(1, 'superb'));
    assert.equal(data.spreadText(one, one.epochs[0]!), 'There is only one word, and it has all.');
  });

  it('say a word’s share, or its effect on the verdict of the epoch', () => {
    const weight = report.epochs[0]!.weights[3]!;
    assert.equal(weight, 1 / 60);
    assert.equal(data.spokenAt(report, 0, 3, 'with'), 'with: 1.7 % of the attention, untrained');
    assert.match(
      data.spokenAt(effects, 5, 1, 'went'),
      /^went: .*(for|against|effect).*, after epoch 5 of 5$/,
    );
  });

  it('say what training measured, and on what', () => {
    assert.equal(
      data.figuresText(report.epochs[0]!),
      'Loss: training –, validation 0.690. Accuracy: training –, validation 55.0 %.',
    );
    assert.equal(
      data.figuresText(report.epochs[5]!),
      'Loss: training 0.300, validation 0.200. Accuracy: training 94.0 %, validation 92.0 %.',
    );
    assert.match(data.measuredText(report), /its 20,426 texts, and 119,765 more labelled by another model/);
    assert.match(data.measuredText(report), /Validation: 2,000 texts that it does not learn from/);
    assert.match(data.measuredText({ trainedOn: { texts: 7 } }), /its 7 texts during the epoch/);
    assert.match(data.measuredText({ trainedOn: {} }), /over the texts of the epoch.*Validation: texts that/);
  });

  it('say what was read of how much', () => {
    assert.equal(data.readText(report, 60), 'imdb-attention read 60 words after every epoch.');
    assert.equal(
      data.readText({ model: 'imdb-article', words: 300 }, 1612),
      'imdb-article read the first 300 of 1,612 words after every epoch: it reads no more in one run.',
    );
    assert.match(data.readText({ model: 'm', words: 1 }, 1), /read 1 word after/);
  });
});

describe('scales through training', () => {
  it('hold every epoch’s weights and the uniform share', () => {
    const { bottom, top, signed } = data.commonAxis(report);
    const all = report.epochs.flatMap(({ weights }) => weights);
    assert.deepEqual([bottom, signed], [0, false]);
    assert.ok(top > Math.max(...all) && top < 1.2 * Math.max(...all));
    assert.equal(data.largestWeight(report), Math.max(...all));
    const peaks = data.peaks(report);
    peaks.forEach((peak, word) =>
      assert.equal(peak, Math.max(...report.epochs.map(({ weights }) => weights[word]!))),
    );
  });

  it('hold effects of both signs', () => {
    const { bottom, top, signed } = data.commonAxis(effects);
    const all = effects.epochs.flatMap((reading) => reading.effects!);
    assert.ok(signed && bottom < Math.min(...all) && top > Math.max(...all));
  });
});

describe('columns of bars', () => {
  it('never are wider than there is room, and leave no word out', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 2000 }),
        (words, available) => {
          const { count, words: shared, pitch } = data.columnsOf(words, available);
          assert.ok(count * shared >= words && (count - 1) * shared < words);
          assert.ok(pitch * count <= available + 1e-6);
        },
      ),
    );
  });

  it('are one for a word where there is room', () => {
    assert.deepEqual(data.columnsOf(84, 840), { count: 84, words: 1, pitch: 10 });
    assert.deepEqual(data.columnsOf(2, 840), { count: 2, words: 1, pitch: 96 });
    assert.deepEqual(data.columnsOf(2000, 600), { count: 400, words: 5, pitch: 1.5 });
  });

  it('stand for the largest of their words', () => {
    const weights = [0.1, 0.3, 0.2, 0.05, 0.05, 0.3];
    assert.deepEqual(data.standIns(weights, { count: 3, words: 2, pitch: 1 }), [1, 2, 5]);
    assert.deepEqual(data.standIns(weights, { count: 2, words: 4, pitch: 1 }), [1, 5]);
    assert.deepEqual(data.standIns(weights, { count: 6, words: 1, pitch: 1 }), [0, 1, 2, 3, 4, 5]);
  });
});
