import assert from 'node:assert/strict';
import { followed, withLineEndings } from '../../../../src/features/live/regions';

const slicer = (text: string) => (start: number, end: number) => text.slice(Math.max(0, start), end);

describe('the stretches that live attention follows', () => {
  it('grow with what is written in them, and with the words that they begin and end in', () => {
    const before = 'kind words, they said';
    const after = 'unkind words indeed, they said';
    assert.equal(before.length + 9, after.length);
    const edits = [
      { offset: 0, removed: 0, inserted: 2 },
      { offset: 10, removed: 0, inserted: 7 },
    ];
    assert.deepEqual(followed([{ start: 0, end: 10 }], edits, slicer(after)), [{ start: 0, end: 19 }]);
  });

  it('become one where they have come to overlap', () => {
    // "one two three", with the blanks and "two" taken out.
    const edits = [{ offset: 2, removed: 7, inserted: 0 }];
    const regions = [
      { start: 0, end: 3 },
      { start: 8, end: 13 },
    ];
    assert.deepEqual(followed(regions, edits, slicer('onhree')), [{ start: 0, end: 6 }]);
  });

  it('stay on their text when all line endings change, either way', () => {
    const text = 'one\ntwo\n\nthree\nfour';
    const other = text.replaceAll('\n', '\r\n');
    const starts = (of: string) => [0, ...[...of.matchAll(/\n/g)].map(({ index }) => index + 1)];
    const at = (of: string, word: string) => {
      const start = of.indexOf(word);
      return { start, end: start + word.length };
    };
    const words = ['one', 'two', 'three', 'four'];
    const [short, long] = [text, other].map((of) => words.map((word) => at(of, word)));
    assert.deepEqual(withLineEndings(short!, starts(other), 1), long);
    assert.deepEqual(withLineEndings(long!, starts(text), -1), short);
  });
});
