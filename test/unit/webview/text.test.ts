import assert from 'node:assert/strict';
import * as text from '../../../src/webview/client/text';
import { analysisOf, stateOf, withEffects } from '../../browser/panelSamples';

describe('numbers in words', () => {
  it('say durations', () => {
    assert.deepEqual([0.42, 9.94, 12.4, 31_000].map(text.duration), ['0.4 ms', '9.9 ms', '12 ms', '31.0 s']);
  });

  it('name the backend, an unknown one as it is', () => {
    assert.equal(text.backendName('wasm'), 'TensorFlow.js, WebAssembly');
    assert.equal(text.backendName('toString'), 'toString');
  });
});

describe('facts in words', () => {
  const { analysis } = analysisOf(1, 'one two three four five six', { unknown: ['two'] });
  const weights = [0.3, 0.1, 0.3, 0.1, 0.15, 0.05];
  const given = {
    ...analysis,
    tokens: analysis.tokens.map((token, index) => ({ ...token, weight: weights[index]! })),
  };
  const effects = withEffects(given, [0.6, -0.2, 0.6, 0.2, -0.3, 0]);
  const isolates = /[\u2068\u2069]/gu;

  it('rank equal weights alike, the next one after them', () => {
    assert.deepEqual(text.ranksOf(given.tokens), [1, 4, 1, 4, 3, 6]);
  });

  it('count what was read', () => {
    assert.equal(text.readText(given), '6 words');
    assert.equal(text.readText({ ...given, padding: 0.0072 }), '6 words, 0.72 % of the attention on padding');
  });

  it('name what is unknown, each word once and only the first few', () => {
    const of = (...words: string[]) =>
      text.unknownText(
        given.tokens
          .slice(0, 1)
          .flatMap((token) => words.map((word) => ({ ...token, text: word, known: false }))),
      );
    assert.equal(text.unknownText(given.tokens).replace(isolates, ''), '1 not in the vocabulary: “two”');
    assert.equal(text.unknownText(given.tokens.slice(2)), 'All known');
    assert.equal(
      of('Varga', 'zorb', 'VARGA').replace(isolates, ''),
      '3 not in the vocabulary: “Varga”, “zorb”',
    );
    assert.equal(
      of('a', 'b', 'c', 'd', 'e', 'a-very-long-word-that-nobody-knows').replace(isolates, ''),
      '6 not in the vocabulary: “a”, “b”, “c”, “d” and 2 more',
    );
  });

  it('say of the probabilities what the manifest says', () => {
    assert.equal(
      text.calibrationText({ temperature: 1.0606265, fittedOn: 2000 }),
      'Calibrated: temperature 1.06 from 2,000 validation texts',
    );
    assert.equal(text.calibrationText({ temperature: 1 }), 'As the model gives them: temperature 1');
    assert.equal(
      text.calibrationText({ temperature: 0.98 }),
      'Temperature 0.98; the model does not say where from',
    );
  });

  it('sum the distribution up', () => {
    assert.equal(
      text.summary(given).replace(isolates, ''),
      'The 5 largest of 6 words hold 95 %: “one” 30 %, “three” 30 %, “five” 15 %, “two” 10 %, “four” 10 %.',
    );
    assert.equal(
      text.summary({ ...given, tokens: given.tokens.slice(0, 2) }).replace(isolates, ''),
      'Largest first: “one” 30 %, “two” 10 %.',
    );
  });

  it('say a word in full', () => {
    assert.equal(
      text.spokenWord(given, 1, 4),
      'two: 10 % of the attention, rank 4 of 6, not in the vocabulary',
    );
  });

  it('say effects with their sign and side, and never "attention"', () => {
    assert.equal(
      text.summary(effects).replace(isolates, ''),
      'The 5 largest of 6 words hold 100 % of all effects: ' +
        '“one” +0.60, “three” +0.60, “five” −0.30, “two” −0.20, “four” +0.20.',
    );
    assert.equal(text.spokenWord(effects, 4, 3), 'five: −0.30, speaks against positive, rank 3 of 6');
    assert.equal(
      text.spokenWord(given, 0, 1, -0.3),
      'one: −0.30, speaks against positive, 30 % of the attention, rank 1 of 6',
    );
    assert.equal(text.spokenWord(effects, 5, 6), 'six: 0.00, hardly any effect, rank 6 of 6');
  });

  it('begin a line with the verdict', () => {
    assert.equal(text.verdictSentence({ label: 'joy', probability: 0.61 }), 'Joy, 61.0 %');
  });

  it('say how long it took', () => {
    assert.equal(text.timeText(stateOf([analysisOf(1, 'a')]), 3.6), '3.6 ms (model), 12 ms in all');
    assert.equal(
      text.timeText(stateOf([analysisOf(1, 'a'), analysisOf(2, 'b')]), 3.6),
      '3.6 ms (model), 12 ms in all for all 2 texts',
    );
  });

  it('name texts of one file by their lines', () => {
    assert.deepEqual(text.ownTitles(['a.md:1–3', 'a.md:5', 'a.md:7:12']), [
      'Lines 1–3',
      'Line 5',
      'Line 7:12',
    ]);
    assert.deepEqual(text.ownTitles(['a.md:1', 'b.md:2']), ['a.md:1', 'b.md:2']);
    assert.deepEqual(text.ownTitles([]), []);
  });
});
