import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as text from '../../../src/webview/client/text';
import { analysisOf, stateOf } from '../../browser/panelSamples';

describe('numbers in words', () => {
  it('say shares with two significant figures', () => {
    const shares = [0, 1, 0.97, 0.0999, 0.042, 0.0101, 0.0099999, 0.00038, 0.0000001];
    assert.deepEqual(shares.map(text.percent), [
      '0 %',
      '100 %',
      '97 %',
      '10 %',
      '4.2 %',
      '1.0 %',
      '1.0 %',
      '0.038 %',
      'below 0.001 %',
    ]);
  });

  it('say both probabilities so that they add up and none is certain', () => {
    assert.deepEqual(text.bothProbabilities(0.9734), { negative: '2.7 %', positive: '97.3 %' });
    assert.deepEqual(text.bothProbabilities(1), { negative: '0.1 %', positive: '99.9 %' });
    assert.deepEqual(text.bothProbabilities(0), { negative: '99.9 %', positive: '0.1 %' });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (probability) => {
        const { negative, positive } = text.bothProbabilities(probability);
        assert.ok(Math.abs(parseFloat(negative) + parseFloat(positive) - 100) < 1e-6);
      }),
    );
  });

  it('say durations and multiples', () => {
    assert.deepEqual([0.42, 9.94, 12.4, 31_000].map(text.duration), ['0.4 ms', '9.9 ms', '12 ms', '31.0 s']);
    assert.deepEqual([0.001, 0.05, 2.5, 14.2].map(text.times), [
      'less than 0.01 ×',
      '0.05 ×',
      '2.5 ×',
      '14 ×',
    ]);
    assert.deepEqual([text.count(1, 'word'), text.count(1234, 'word')], ['1 word', '1,234 words']);
  });

  it('name the backend, an unknown one as it is', () => {
    assert.equal(text.backendName('wasm'), 'TensorFlow.js, WebAssembly');
    assert.equal(text.backendName('toString'), 'toString');
  });
});

describe('facts in words', () => {
  const { tokens } = analysisOf(1, 'one two three four five six', { unknown: ['two'] }).analysis;
  const weights = [0.3, 0.1, 0.3, 0.1, 0.15, 0.05];
  const given = tokens.map((token, index) => ({ ...token, weight: weights[index]! }));

  it('rank equal weights alike, the next one after them', () => {
    assert.deepEqual(text.ranksOf(given), [1, 4, 1, 4, 3, 6]);
  });

  it('count what was read and what is unknown', () => {
    assert.equal(text.readText(given), '6 words, 1 not in the vocabulary');
    assert.equal(text.readText(given.slice(2)), '4 words, all known');
  });

  it('sum the distribution up', () => {
    const isolates = /[\u2068\u2069]/gu;
    assert.equal(
      text.summary(given).replace(isolates, ''),
      'The 5 largest of 6 words hold 95 %: “one” 30 %, “three” 30 %, “five” 15 %, “two” 10 %, “four” 10 %.',
    );
    assert.equal(
      text.summary(given.slice(0, 2)).replace(isolates, ''),
      'Largest first: “one” 30 %, “two” 10 %.',
    );
  });

  it('say a word in full', () => {
    assert.equal(
      text.spokenWord(given, 1, 4),
      'two: 10 % of the attention, rank 4 of 6, not in the vocabulary',
    );
  });

  it('say how long it took', () => {
    assert.equal(text.timeText(stateOf([analysisOf(1, 'a')]), 3.6), '3.6 ms (network), 12 ms in all');
    assert.equal(
      text.timeText(stateOf([analysisOf(1, 'a'), analysisOf(2, 'b')]), 3.6),
      '3.6 ms (network), 12 ms in all for all 2 texts',
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

  it('shorten by characters as people count them', () => {
    assert.equal(text.shortened('unforgettable', 8), 'unforge…');
    assert.equal(text.shortened('short', 8), 'short');
    const family = '👨‍👩‍👧‍👦';
    assert.equal(text.shortened(family.repeat(3), 2), `${family}…`);
    assert.equal(text.shortened(family, 4), family);
    assert.equal(text.shortened('a'.repeat(10_000_000), 14).length, 14);
  });
});
