import assert from 'node:assert/strict';
import { InputError } from '../../../src/model/types';
import { idsToTokens, Vocab } from '../../../src/model/vocab';

describe('Vocab', () => {
  const counts = new Map([
    ['good', 5],
    ['bad', 5],
    ['film', 9],
    ['rare', 1],
    ['constructor', 2],
  ]);

  it('orders by falling frequency, ties by the token, and counts what it leaves out as unknown', () => {
    const vocab = Vocab.fromCounts(counts, 6);
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((id) => vocab.token(id)),
      ['<pad>', '<unk>', 'film', 'bad', 'good', 'constructor'],
    );
    assert.equal(vocab.count(vocab.unknownId), 1);
    assert.equal(vocab.id('rare'), vocab.unknownId);
  });

  it('survives writing and reading', () => {
    const vocab = Vocab.fromCounts(counts, 7);
    const again = Vocab.parse(vocab.toString());
    assert.equal(again.toString(), vocab.toString());
    assert.equal(again.size, 7);
  });

  it('knows no token by accident of JavaScript objects', () => {
    const vocab = Vocab.fromCounts(counts, 7);
    assert.equal(vocab.has('__proto__'), false);
    assert.equal(vocab.has('toString'), false);
    assert.equal(vocab.has('constructor'), true);
  });

  it('turns ids into tokens and drops the padding', () => {
    const vocab = Vocab.fromCounts(counts, 7);
    assert.deepEqual(idsToTokens([2, 0, 1, 3, 0, 0], vocab), ['film', '<unk>', 'bad']);
    assert.throws(() => idsToTokens([99], vocab), RangeError);
  });

  it('names the line of what is wrong', () => {
    const wrong: [string, RegExp][] = [
      ['<pad> 0\n<unk> 1\ngood\n', /line 3: expected "token count"/],
      ['<pad> 0\ngood \n', /line 2: expected "token count"/],
      ['<pad> 0\n 7\n', /line 2: expected "token count"/],
      ['<pad> 0\n\n<unk> 1\n', /line 2: expected "token count"/],
      ['<pad> 0\n<unk> 1\ngood 2x\n', /line 3: expected "token count"/],
      ['<pad> 0\n<unk> 1\ngo\u00A0od 2\n', /line 3: expected "token count"/],
      ['<pad> 0\r\n<unk> 1\r\n', /line 1: expected "token count"/],
      ['<pad> 0\n<unk> 1\ngood 2\ngood 1\n', /line 4: "good" stands there a second time/],
      ['<pad> 0\ngood 2\n', /the token <unk> is missing/],
      ['', /<pad> is missing/],
    ];
    for (const [text, message] of wrong) {
      assert.throws(
        () => Vocab.parse(text),
        (error) => error instanceof InputError && message.test(error.message),
      );
    }
  });
});
