/** Offsets of tokens, characters and stretches, and vocabularies. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { charactersOf } from '../../src/model/alignment/characters';
import { normalizeToken, tokenize } from '../../src/model/tokenizer';
import type { Token } from '../../src/model/types';
import { PAD, UNKNOWN, Vocab } from '../../src/model/vocab';
import { EVIL, evilText, fuzzed } from './property';

const text = fc.oneof(
  evilText,
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        '<',
        '/',
        '>',
        '*',
        '_',
        "n't",
        'ca',
        '--',
        '...',
        '\u0301',
        '👩‍👩‍👧',
        'é',
        '`',
        '"',
        ' ',
        '\n',
      ),
    )
    .map((parts) => parts.join('')),
);

function inOrder(source: string, tokens: readonly Token[]): void {
  let at = 0;
  for (const { text, start, end } of tokens) {
    assert.ok(start >= at && end > start && end <= source.length);
    assert.equal(source.slice(start, end), text);
    at = end;
  }
}

export const textProperties = [
  fuzzed('tokenizer', 'tokens are stretches of the text, in order', 3000, text, (source) => {
    const tokens = tokenize(source);
    inOrder(source, tokens);
    for (const token of tokens) {
      assert.doesNotMatch(token.text, /\s/u);
      assert.equal(typeof normalizeToken(token.text), 'string');
    }
  }),
  fuzzed('tokenizer', 'characters are stretches of the text, in order', 1500, text, (source) =>
    inOrder(source, charactersOf(source)),
  ),
  fuzzed(
    'vocabulary',
    'what is made of any words is written, read, and found again',
    1000,
    fc.array(fc.tuple(fc.oneof(evilText, fc.constantFrom(...EVIL)), fc.nat(1000)), { maxLength: 20 }),
    (words) => {
      const vocab = Vocab.fromCounts(new Map(words), 100);
      const bytes = new TextEncoder().encode(vocab.toString());
      const again = Vocab.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
      assert.equal(again.size, vocab.size);
      for (let id = 0; id < vocab.size; id++) {
        assert.equal(again.token(id), vocab.token(id));
        assert.equal(again.id(vocab.token(id)), id);
      }
      const held = new Set([PAD, UNKNOWN, ...words.map(([word]) => word)]);
      for (const word of EVIL) assert.ok(!again.has(word) || held.has(word));
    },
  ),
];
