import assert from 'node:assert/strict';
import fc from 'fast-check';
import { paragraphAround } from '../../../src/editor/paragraphs';

const lines = (...texts: string[]) => ({
  count: texts.length,
  isBlank: (line: number) => (texts[line] ?? '').trim() === '',
});

describe('the paragraph around a line', () => {
  const text = lines('', 'one', 'two', '  ', 'three', '\t', '');

  it('ends at blank lines, blanks within them included', () => {
    assert.deepEqual(paragraphAround(text, 1), { first: 1, last: 2 });
    assert.deepEqual(paragraphAround(text, 2), { first: 1, last: 2 });
    assert.deepEqual(paragraphAround(text, 4), { first: 4, last: 4 });
  });

  it('is none on a blank line or outside the text', () => {
    for (const line of [0, 3, 5, 6, 7, -1]) assert.equal(paragraphAround(text, line), null);
    assert.equal(paragraphAround(lines(), 0), null);
  });

  it('reaches to both ends of a text without blank lines', () => {
    assert.deepEqual(paragraphAround(lines('a', 'b', 'c'), 1), { first: 0, last: 2 });
  });

  it('holds the line, no blank line, and cannot be made longer', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('word', '', ' '), { minLength: 1 }), fc.nat(20), (texts, line) => {
        const found = paragraphAround(lines(...texts), line);
        if (!found) return assert.ok(line >= texts.length || texts[line]?.trim() === '');
        const { first, last } = found;
        assert.ok(first <= line && line <= last);
        for (let at = first; at <= last; at++) assert.equal(texts[at], 'word');
        assert.notEqual(texts[first - 1], 'word');
        assert.notEqual(texts[last + 1], 'word');
      }),
    );
  });
});
