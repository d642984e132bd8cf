import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runTogether, shiftSpan, type TextEdit } from '../../../src/editor/edits';

/** A text, a stretch of it, and edits that do not overlap, in any order. */
const scene = fc
  .record({
    text: fc.string({ minLength: 1, maxLength: 40 }),
    cuts: fc.array(fc.nat(40), { minLength: 2, maxLength: 2 }),
    places: fc.array(fc.record({ at: fc.nat(40), length: fc.nat(5), put: fc.string({ maxLength: 6 }) }), {
      maxLength: 4,
    }),
  })
  .map(({ text, cuts, places }) => {
    const [start = 0, end = 0] = cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b);
    const edits: (TextEdit & { put: string })[] = [];
    let free = 0;
    for (const { at, length, put } of [...places].sort((a, b) => a.at - b.at)) {
      const offset = Math.min(Math.max(at, free), text.length);
      const removed = Math.min(length, text.length - offset);
      edits.push({ offset, removed, inserted: put.length, put });
      free = offset + removed + 1;
    }
    return { text, start, end, edits: edits.filter(({ offset }) => offset < text.length) };
  });

function apply(text: string, edits: readonly (TextEdit & { put: string })[]): string {
  return [...edits]
    .sort((a, b) => b.offset - a.offset)
    .reduce(
      (now, { offset, removed, put }) => now.slice(0, offset) + put + now.slice(offset + removed),
      text,
    );
}

describe('edits around a stretch of text', () => {
  it('leave it on exactly its own text, or say that they reached inside', () => {
    fc.assert(
      fc.property(scene, ({ text, start, end, edits }) => {
        fc.pre(end > start);
        const touches = edits.some(({ offset, removed }) => offset < end && offset + removed > start);
        const moved = shiftSpan({ start, end }, edits);
        assert.equal(moved === null, touches);
        if (moved) {
          assert.equal(apply(text, edits).slice(moved.span.start, moved.span.end), text.slice(start, end));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('do not depend on the order they are told in', () => {
    fc.assert(
      fc.property(scene, ({ start, end, edits }) => {
        assert.deepEqual(shiftSpan({ start, end }, edits), shiftSpan({ start, end }, [...edits].reverse()));
      }),
    );
  });

  it('tell of a new neighbour on either side', () => {
    const span = { start: 5, end: 9 };
    const neighbours = (offset: number, removed: number, inserted: number) =>
      shiftSpan(span, [{ offset, removed, inserted }])?.newNeighbour;
    assert.deepEqual(neighbours(5, 0, 1), { before: true, after: false });
    assert.deepEqual(neighbours(3, 2, 0), { before: true, after: false });
    assert.deepEqual(neighbours(9, 0, 1), { before: false, after: true });
    assert.deepEqual(neighbours(9, 3, 0), { before: false, after: true });
    assert.deepEqual(neighbours(0, 4, 8), { before: false, after: false });
    assert.deepEqual(neighbours(10, 4, 8), { before: false, after: false });
  });

  it('run two words together, or not', () => {
    assert.ok(runTogether('un', 'kind'));
    assert.ok(runTogether('naï', 've'));
    assert.ok(runTogether('𝒳', '𝒴'));
    for (const [left, right] of [
      ['un ', 'kind'],
      ['un', ' kind'],
      ['(', 'kind'],
      ['kind', '!'],
      ['', 'kind'],
    ] as const) {
      assert.ok(!runTogether(left, right), `"${left}" + "${right}"`);
    }
  });
});
