import assert from 'node:assert/strict';
import fc from 'fast-check';
import { carriedUnit, grownSpan, wholeWords } from '../../../src/editor/carry';
import type { TextEdit } from '../../../src/editor/edits';
import type { Unit } from '../../../src/editor/store';
import { analysisOf } from './fakes';

const slicer = (text: string) => (start: number, end: number) => text.slice(Math.max(0, start), end);

function unitOf(document: string, text: string): Unit {
  const start = document.indexOf(text);
  const analysis = analysisOf(text);
  return { id: 1, text, analysis, largest: 1, span: { start, end: start + text.length }, place: '' };
}

/** The document after edits that speak of it as it was. */
function edited(document: string, edits: readonly (TextEdit & { put: string })[]): string {
  const falling = [...edits].sort((a, b) => b.offset - a.offset);
  return falling.reduce(
    (text, { offset, removed, put }) => text.slice(0, offset) + put + text.slice(offset + removed),
    document,
  );
}

const edit = (offset: number, removed: number, put: string) => ({
  offset,
  removed,
  inserted: put.length,
  put,
});

describe('a stretch that is followed through edits', () => {
  const span = { start: 5, end: 10 };
  const cases: readonly (readonly [string, readonly TextEdit[], { start: number; end: number }])[] = [
    ['moves with what comes before it', [edit(0, 2, 'xyz')], { start: 6, end: 11 }],
    ['stays before what comes behind it', [edit(11, 2, '')], span],
    ['grows by what is put into it', [edit(7, 0, 'xy')], { start: 5, end: 12 }],
    ['grows by what is put right behind it', [edit(10, 0, 'xy')], { start: 5, end: 12 }],
    ['leaves out what is put right before it', [edit(5, 0, 'xy')], { start: 7, end: 12 }],
    ['shrinks by what is taken out of it', [edit(6, 3, '')], { start: 5, end: 7 }],
    ['holds what took the place of its beginning', [edit(3, 4, 'xyz')], { start: 3, end: 9 }],
    ['holds what took the place of its end', [edit(8, 5, 'xyz')], { start: 5, end: 11 }],
    ['holds what took the place of it all', [edit(5, 5, 'x')], { start: 5, end: 6 }],
    ['holds what took the place of more than it', [edit(2, 10, 'xy')], { start: 2, end: 4 }],
    ['is empty where all of it was taken out', [edit(4, 8, '')], { start: 4, end: 4 }],
    [
      'takes several edits at once',
      [edit(0, 0, 'x'), edit(6, 1, ''), edit(10, 0, '!')],
      { start: 6, end: 11 },
    ],
  ];
  for (const [what, edits, expected] of cases) {
    it(what, () => assert.deepEqual(grownSpan(span, edits), expected));
  }

  it('grows from nothing once something is written there', () => {
    assert.deepEqual(grownSpan({ start: 4, end: 4 }, [edit(4, 0, 'new')]), { start: 4, end: 7 });
  });

  it('is completed by the words that it begins and ends in', () => {
    assert.deepEqual(wholeWords({ start: 3, end: 6 }, slicer('unkind words')), { start: 0, end: 6 });
    assert.deepEqual(wholeWords({ start: 2, end: 9 }, slicer('unkind words')), { start: 0, end: 12 });
    assert.deepEqual(wholeWords({ start: 7, end: 12 }, slicer('unkind words')), { start: 7, end: 12 });
    assert.deepEqual(wholeWords({ start: 2, end: 2 }, slicer('unkind')), { start: 2, end: 2 });
  });
});

describe('an analysis that is carried through an edit inside it', () => {
  const DOCUMENT = 'So: one two three. End';
  const carried = (...edits: ReturnType<typeof edit>[]) => {
    const unit = unitOf(DOCUMENT, 'one two three.');
    return carriedUnit(unit, edits, slicer(edited(DOCUMENT, edits)));
  };
  const words = (unit: Unit | null) => unit?.analysis.tokens.map(({ text }) => text);

  it('keeps the weights of words that were not touched, where they now stand', () => {
    const unit = carried(edit(8, 0, 'or so '));
    assert.equal(unit?.text, 'one or so two three.');
    assert.deepEqual(words(unit), ['one', 'two', 'three.']);
    const before = unitOf(DOCUMENT, 'one two three.').analysis.tokens;
    assert.deepEqual(
      unit?.analysis.tokens.map(({ weight }) => weight),
      before.map(({ weight }) => weight),
    );
    assert.equal(unit?.id, 1);
    assert.equal(unit?.carried, true);
  });

  it('keeps the weight of a word over what it has become, and drops one that was taken out or divided', () => {
    assert.deepEqual(words(carried(edit(9, 1, 'hr'))), ['one', 'thro', 'three.']);
    assert.deepEqual(words(carried(edit(8, 4, ''))), ['one', 'three.']);
    assert.deepEqual(words(carried(edit(9, 0, ' '))), ['one', 'three.']);
  });

  it('is gone with the last of its words', () => {
    assert.equal(carried(edit(4, 14, 'other')), null);
  });

  it('has every word on its own text after any edits', () => {
    const at = fc.record({
      at: fc.nat(22),
      length: fc.nat(6),
      put: fc.constantFrom('', ' ', 'x', 'yz ', '.'),
    });
    fc.assert(
      fc.property(fc.array(at, { maxLength: 3 }), (wanted) => {
        const edits: ReturnType<typeof edit>[] = [];
        let from = 0;
        for (const { at: place, length, put } of [...wanted].sort((a, b) => a.at - b.at)) {
          const offset = Math.max(from, place);
          if (offset > DOCUMENT.length) break;
          const removed = Math.min(length, DOCUMENT.length - offset);
          edits.push(edit(offset, removed, put));
          from = offset + removed + 1;
        }
        const after = edited(DOCUMENT, edits);
        const unit = carriedUnit(unitOf(DOCUMENT, 'one two three.'), edits, slicer(after));
        if (!unit?.span) return;
        assert.equal(after.slice(unit.span.start, unit.span.end), unit.text);
        let last = 0;
        for (const { start, end, text } of unit.analysis.tokens) {
          assert.ok(start >= last && end > start);
          assert.equal(unit.text.slice(start, end), text);
          last = end;
        }
      }),
    );
  });
});
