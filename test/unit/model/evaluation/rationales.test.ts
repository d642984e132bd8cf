import assert from 'node:assert/strict';
import {
  rationaleAgreement,
  scoresOf,
  summariseAgreement,
} from '../../../../src/model/evaluation/rationales';
import { tokenize } from '../../../../src/model/tokenizer';

describe('agreement with what people marked', () => {
  it('brings our words to those of the data set, however either cuts them', () => {
    // "don't" is two of our words; "<br/>" none; "wo" and "n't" stand apart already.
    const tokens = ['do', "don't", '<br/>', 'wo', "n't", 'x-ray'];
    const text = tokens.join(' ');
    const words = tokenize(text);
    assert.deepEqual(
      words.map((word) => word.text),
      ['do', 'do', "n't", 'wo', "n't", 'x', '-', 'ray'],
    );
    const scores = scoresOf(
      tokens,
      words.map(({ start }, i) => ({ start, score: 2 ** i })),
    );
    assert.deepEqual([...scores], [1, 2 + 4, 0, 8, 16, 32 + 64 + 128]);
  });

  it('measures words, and sentences by the sum and by the mean of their words', () => {
    const text = {
      marked: [false, false, false, true, false],
      sentences: [
        [0, 3],
        [3, 5],
      ] as const,
    };
    // The marked word is second; its sentence has less in sum (5 to 6) and more in the mean (2.5 to 2).
    const agreement = rationaleAgreement(text, [6, 0, 0, 5, 0]);
    assert.equal(agreement.tokenF1, 0);
    assert.equal(agreement.tokenPrecision, 1 / 2);
    assert.equal(agreement.tokenArea, 1 / 4);
    assert.equal(agreement.sentencePrecision, 1 / 2);
    assert.equal(agreement.sentenceArea, 1 / 4);
    assert.equal(agreement.meanPrecision, 1);
    assert.equal(agreement.meanArea, 1);
    const summary = summariseAgreement([agreement, { ...agreement, tokenF1: 1 }], 1);
    assert.equal(summary.tokenF1.mean, 1 / 2);
    assert.deepEqual(summary.meanArea, { mean: 1, low: 1, high: 1, n: 2 });
  });
});
