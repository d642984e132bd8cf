import assert from 'node:assert/strict';
import { assemble, type Assembled } from '../../../src/editor/liveUnits';
import type { Source, SourceReading } from '../../../src/editor/reading';
import { analysisOf } from './fakes';

function sourcesOf(...texts: string[]): Source[] {
  let start = 0;
  return texts.map((text) => {
    const source = { text, start };
    start += text.length + 2;
    return source;
  });
}

/** One analysis for each text, or two where it has a bar. */
function readingOf(text: string): SourceReading {
  const [left = '', right] = text.split('|');
  if (right === undefined) return { analyses: [analysisOf(text)], unread: [] };
  const moved = analysisOf(right);
  const by = left.length + 1;
  const second = {
    ...moved,
    start: by,
    end: text.length,
    tokens: moved.tokens.map((token) => ({ ...token, start: token.start + by, end: token.end + by })),
  };
  return { analyses: [analysisOf(left), second], unread: [] };
}

function desk() {
  let id = 0;
  let last: Assembled = { segments: [], units: [], unread: [], split: 0 };
  return (...texts: string[]) =>
    (last = assemble(
      sourcesOf(...texts),
      readingOf,
      last.segments,
      () => '',
      () => ++id,
    ));
}

describe('the units of a text that is read again and again', () => {
  it('stand where their texts stand', () => {
    const { units } = desk()('one two', 'three|four', 'five');
    assert.deepEqual(
      units.map(({ text, span }) => [text, span]),
      [
        ['one two', { start: 0, end: 7 }],
        ['three', { start: 9, end: 14 }],
        ['four', { start: 15, end: 19 }],
        ['five', { start: 21, end: 25 }],
      ],
    );
    for (const { text, analysis } of units)
      for (const token of analysis.tokens) assert.equal(text.slice(token.start, token.end), token.text);
  });

  it('are the very same where the text is, moved with it, and keep the number where the text was changed', () => {
    const read = desk();
    const before = read('one', 'two', 'three');
    const after = read('one', 'two and more', 'three');
    assert.equal(after.units[0], before.units[0]);
    assert.equal(after.units[2], before.units[2]);
    assert.deepEqual(after.units[2]?.span, { start: 19, end: 24 });
    assert.notEqual(after.units[1], before.units[1]);
    assert.deepEqual(
      after.units.map(({ id }) => id),
      [1, 2, 3],
    );
  });

  it('give new texts new numbers, and never one number twice', () => {
    const read = desk();
    read('one', 'two', 'two', 'three');
    // Alike from the end: the texts put in at the beginning take the numbers of those whose places they took.
    const after = read('zero', 'one', 'two', 'two', 'two', 'three').units.map(({ id }) => id);
    assert.deepEqual(after.slice(-3), [2, 3, 4]);
    assert.equal(new Set(after).size, 6);
    const ids = read('a', 'two', 'b', 'two', 'three').units.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(read().units, []);
    assert.deepEqual(read('three').units.length, 1);
  });

  it('say how many a text was divided into, and how far a line is indented that one begins', () => {
    const document = '  one|two';
    const slice = (start: number, end: number) => document.slice(start, end);
    const { units, split, segments } = assemble(
      [{ text: 'one|two', start: 2 }],
      readingOf,
      [],
      slice,
      () => 1,
    );
    assert.equal(split, 2);
    assert.deepEqual(
      units.map(({ indent }) => indent),
      ['  ', undefined],
    );
    const flat = assemble(
      [{ text: 'one|two', start: 0 }],
      readingOf,
      segments,
      () => '',
      () => 1,
    );
    assert.deepEqual(
      flat.units.map(({ indent }) => indent),
      [undefined, undefined],
    );
    assert.equal(flat.units[1], units[1]);
  });

  it('say what was not read', () => {
    const source = sourcesOf('one', 'two three');
    const reading = (text: string): SourceReading =>
      text === 'one'
        ? readingOf(text)
        : { analyses: [analysisOf('two')], unread: [{ start: 4, end: 9 }], cutAfter: 1 };
    const { unread } = assemble(
      source,
      reading,
      [],
      () => '',
      () => 1,
    );
    assert.deepEqual(unread, [{ span: { start: 9, end: 14 }, reason: 'model', place: '' }]);
  });
});
