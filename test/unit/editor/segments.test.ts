import assert from 'node:assert/strict';
import fc from 'fast-check';
import { segmentsOf } from '../../../src/editor/segments';

const texts = (text: string, kind: Parameters<typeof segmentsOf>[1]) =>
  segmentsOf(text, kind).map(({ start, end }) => text.slice(start, end));

const KINDS = ['sentence', 'line', 'paragraph', 'document'] as const;

describe('the segments of a text', () => {
  it('are its lines, without blanks around them', () => {
    assert.deepEqual(texts('  one two \r\n\r\n\tthree\rfour\n', 'line'), ['one two', 'three', 'four']);
  });

  it('are its paragraphs: neighbouring lines, up to the blank ones', () => {
    assert.deepEqual(texts('\n one\ntwo \n \t \n\n three\n', 'paragraph'), ['one\ntwo', 'three']);
  });

  it('are its whole', () => {
    assert.deepEqual(texts(' one\n\ntwo ', 'document'), ['one\n\ntwo']);
  });

  it('are its sentences, over the ends of lines that only wrap them', () => {
    assert.deepEqual(texts('I liked it\r\nvery much. Did you?! "I did."\n\nA heading\n\nMore…', 'sentence'), [
      'I liked it\r\nvery much.',
      'Did you?!',
      '"I did."',
      'A heading',
      'More…',
    ]);
  });

  it('begin anew where a line is an item, a heading or a quotation', () => {
    const list = '# A heading\n- first\n  goes on\n- second\n1. third\n> said\nand so on';
    assert.deepEqual(texts(list, 'sentence'), [
      '# A heading',
      '- first\n  goes on',
      '- second',
      '1. third',
      '> said\nand so on',
    ]);
  });

  it('go on behind an abbreviation, and take in what has no word of its own', () => {
    assert.deepEqual(
      texts('Mr. and Mrs. Smith met J. Doe, e.g. in St. Ives. Fine!! -- !! Yes.', 'sentence'),
      ['Mr. and Mrs. Smith met J. Doe, e.g. in St. Ives.', 'Fine!! -- !!', 'Yes.'],
    );
  });

  it('are none without a word; a sign of mood is one', () => {
    for (const kind of KINDS) assert.deepEqual(segmentsOf(' \n---\n{\n}\n', kind), []);
    assert.deepEqual(texts(':-)\n\n---\n\n🙂', 'line'), [':-)', '🙂']);
    for (const kind of KINDS) assert.deepEqual(segmentsOf('', kind), []);
  });

  it('divide a text in any other script', () => {
    assert.deepEqual(texts('これは良い。それは悪い。', 'sentence'), ['これは良い。', 'それは悪い。']);
  });

  it('are in order, apart, trimmed, and hold every word of any text', () => {
    const piece = fc.constantFrom(
      'a ',
      'Mr. ',
      'word',
      '. ',
      '?! ',
      '\n',
      '\r\n',
      '\n\n',
      '- ',
      '1. ',
      '"',
      '…',
      '🙂 ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.constantFrom(...KINDS), (pieces, kind) => {
        const text = pieces.join('');
        const spans = segmentsOf(text, kind);
        let last = 0;
        for (const { start, end } of spans) {
          assert.ok(start >= last && end > start);
          assert.equal(text.slice(start, end), text.slice(start, end).trim());
          assert.doesNotMatch(text.slice(last, start), /[a-z🙂]/u);
          last = end;
        }
        assert.doesNotMatch(text.slice(last), /[a-z🙂]/u);
      }),
    );
  });
});
