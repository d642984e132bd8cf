import assert from 'node:assert/strict';
import fc from 'fast-check';
import { segment } from '../../../src/model/segments';
import { tokenize } from '../../../src/model/tokenizer';

const cut = (text: string, most: number) => {
  const tokens = tokenize(text);
  return segment(text, tokens, most).map(({ from, to }) =>
    text.slice(tokens[from]!.start, tokens[to - 1]!.end),
  );
};

describe('segments', () => {
  it('leaves a text that fits whole, paragraphs and all', () => {
    assert.deepEqual(cut('One two.\n\nThree.', 5), ['One two.\n\nThree.']);
    assert.deepEqual(cut('', 5), []);
  });

  it('cuts a longer one at blank lines, also Windows ones and doubled <br />', () => {
    assert.deepEqual(cut('a b c\r\n\r\nd e f\n \ng h<br /><br />i j', 4), ['a b c', 'd e f', 'g h', 'i j']);
  });

  it('cuts a paragraph that is longer still at line breaks or sentence ends, otherwise anywhere', () => {
    assert.deepEqual(cut('a b. c d e f g', 4), ['a b.', 'c d e f', 'g']);
    assert.deepEqual(cut('a b\nc d e', 4), ['a b', 'c d e']);
  });

  it('does not give a verdict of its own to a line without a word', () => {
    assert.deepEqual(cut('a b c\n\n***\n\nd e f', 6), ['a b c\n\n***', 'd e f']);
  });

  it('leaves no token out and keeps every limit, for any text', () => {
    const piece = fc.constantFrom('word ', 'x', '. ', '\n', '\n\n', '*** ', '好', '<br /><br />', '! ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), fc.integer({ min: 1, max: 12 }), (pieces, most) => {
        const text = pieces.join('');
        const tokens = tokenize(text);
        let next = 0;
        for (const { from, to } of segment(text, tokens, most)) {
          assert.equal(from, next);
          assert.ok(to > from && to - from <= most);
          next = to;
        }
        assert.equal(next, tokens.length);
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});
