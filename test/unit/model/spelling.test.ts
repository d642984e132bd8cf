import assert from 'node:assert/strict';
import { signWord } from '../../../src/model/emoji';
import { otherSpellings } from '../../../src/model/spelling';
import { normalizeToken, tokenize } from '../../../src/model/tokenizer';
import { Vocab } from '../../../src/model/vocab';

const words = (text: string) => tokenize(text).map((t) => normalizeToken(t.text));

describe('spelling, signs and markup', () => {
  it('finds a drawn-out word and the other side of the Atlantic in the vocabulary', () => {
    const vocab = Vocab.fromCounts(
      new Map([
        ['good', 9],
        ['so', 8],
        ['color', 7],
        ['theatre', 6],
        ['boring', 5],
      ]),
      10,
    );
    const read = (word: string) => vocab.token(vocab.id(word));
    assert.deepEqual(['goooood', 'soooo', 'colour', 'theater', 'boooring'].map(read), [
      'good',
      'so',
      'color',
      'theatre',
      'boring',
    ]);
    assert.equal(vocab.id('gold'), vocab.unknownId);
  });

  it('takes a word as it stands before any other spelling', () => {
    const vocab = Vocab.fromCounts(
      new Map([
        ['colour', 2],
        ['color', 9],
      ]),
      10,
    );
    assert.equal(vocab.token(vocab.id('colour')), 'colour');
    assert.deepEqual(otherSpellings('film'), []);
  });

  it('reads emoji and emoticons as words', () => {
    assert.deepEqual(words('Nice 👍🏽 :-) but :( 😴'), ['nice', 'great', ':)', 'but', ':(', 'boring']);
    assert.equal(signWord('film'), undefined);
    assert.equal(signWord('🍕'), undefined);
  });

  it('reads the same words in comments, Markdown and HTML as plain', () => {
    const plain = words('It was not bad at all. See it.');
    const dressed = [
      '// It was not bad at all.\n// See it.',
      '/* It was not bad at all.\n * See it. */',
      '# It was **not** bad `at` all.\n> See _it_.',
      '<!-- It was <b>not</b> bad at all. See it. -->',
      '-- It was ~~not~~ bad at all.\n    -- See it.',
    ];
    for (const text of dressed) assert.deepEqual(words(text), plain, text);
  });

  it('keeps stars and products', () => {
    assert.deepEqual(words('**** out of 5, **1/2'), [
      '*',
      '*',
      '*',
      '*',
      'out',
      'of',
      '5',
      ',',
      '*',
      '*',
      '1',
      '/',
      '2',
    ]);
    assert.deepEqual(words('3*4 and a_b'), ['3', '*', '4', 'and', 'a', '_', 'b']);
  });
});
