import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normalizeToken, tokenize } from '../../../src/model/tokenizer';

const words = (text: string) => tokenize(text).map((t) => t.text);

describe('tokenizer', () => {
  it('splits contractions as the word vectors do', () => {
    assert.deepEqual(words("I don't think it's bad, we’ve seen CAN'T"), [
      ...['I', 'do', "n't", 'think', 'it', "'s", 'bad', ',', 'we', '’ve', 'seen', 'CA', "N'T"],
    ]);
  });

  it('passes over HTML tags and keeps what merely looks like one', () => {
    assert.deepEqual(words('fine.<br /><br>So <i>good</i>'), ['fine', '.', 'So', 'good']);
    assert.deepEqual(words('<a href="x" title=y>link</a>'), ['link']);
    assert.deepEqual(words('a < b and c > d <3'), ['a', '<', 'b', 'and', 'c', '>', 'd', '<', '3']);
  });

  it('keeps numbers, runs of dots and dashes, emoticons and addresses whole', () => {
    assert.deepEqual(words('10/10... 3.5 -- ok :-) see https://a.b/c?d=1 …'), [
      ...['10', '/', '10', '...', '3.5', '--', 'ok', ':-)', 'see', 'https://a.b/c?d=1', '…'],
    ]);
  });

  it('keeps emoji sequences, flags and combining marks whole', () => {
    assert.deepEqual(words('👍🏽 👩‍👩‍👧 🇩🇪 ❤️ cafe\u0301'), ['👍🏽', '👩‍👩‍👧', '🇩🇪', '❤️', 'cafe\u0301']);
  });

  it('reads right-to-left words whole and ideographs one by one', () => {
    assert.deepEqual(words('סרט טוב 好电影'), ['סרט', 'טוב', '好', '电', '影']);
  });

  it('finds nothing in blanks, control and zero-width characters', () => {
    assert.deepEqual(words(' \t\r\n\u0000\u200B\uFEFF\u202E'), []);
  });

  it('gives offsets that cut the token out of any text, in order and without overlap', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      // Lone surrogates too.
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
      fc
        .array(
          fc.constantFrom(
            'do',
            "n't",
            '<br />',
            '👩‍👩‍👧',
            '\r\n',
            ' ',
            'e\u0301',
            '...',
            '<',
            'É',
            '好',
            '\uD83D',
          ),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        let last = 0;
        for (const token of tokenize(text)) {
          assert.ok(token.start >= last && token.end > token.start);
          assert.equal(text.slice(token.start, token.end), token.text);
          assert.doesNotMatch(token.text, /^\s+$/u);
          last = token.end;
        }
      }),
      { numRuns: 500, seed: 11 },
    );
  });

  it('leaves no letter or digit outside a token, tags apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        fc.pre(!text.includes('<'));
        const covered = new Set<number>();
        for (const token of tokenize(text)) for (let i = token.start; i < token.end; i++) covered.add(i);
        for (let i = 0; i < text.length; i++) {
          if (/[A-Za-z0-9]/.test(text[i]!)) assert.ok(covered.has(i), `"${text[i]}" at ${i} is in no token`);
        }
      }),
      { numRuns: 300, seed: 12 },
    );
  });

  it('gives equal vocabulary forms to case, accents, apostrophes, dashes and full-width letters', () => {
    assert.equal(normalizeToken('CAFÉ'), 'cafe');
    assert.equal(normalizeToken('N’T'), "n't");
    assert.equal(normalizeToken('—'), '-');
    assert.equal(normalizeToken('....'), '...');
    assert.equal(normalizeToken('ｇｏｏｄ'), 'good');
    assert.equal(normalizeToken('“'), '"');
  });
});
