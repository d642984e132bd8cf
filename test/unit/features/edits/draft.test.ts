import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  applyChange,
  changedText,
  changesOf,
  draftOf,
  keptSpan,
  originalText,
  spanNow,
  type Change,
  type Draft,
} from '../../../../src/features/edits/draft';

const TEXT = 'The acting was not good.';

/** Each of the changes lies within the text that those before it left. */
function drafted(text: string, changes: readonly { at: number; length: number; text: string }[]) {
  let draft: Draft = draftOf(text);
  let now = text;
  for (const { at, length, text: put } of changes) {
    const start = Math.min(at, now.length);
    const change: Change = { start, end: Math.min(start + length, now.length), text: put };
    draft = applyChange(draft, change);
    now = now.slice(0, change.start) + put + now.slice(change.end);
  }
  return { draft, now };
}

const anyChanges = fc.array(
  fc.record({ at: fc.nat(40), length: fc.nat(8), text: fc.string({ maxLength: 6 }) }),
  { maxLength: 8 },
);

describe('a draft', () => {
  it('is the text as it was and the changed text at once, whatever is done', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), anyChanges, (text, changes) => {
        const { draft, now } = drafted(text, changes);
        assert.equal(originalText(draft), text);
        assert.equal(changedText(draft), now);
        for (const [index, { kind, text: piece }] of draft.entries()) {
          assert.notEqual(piece, '');
          assert.notEqual(kind, draft[index + 1]?.kind, 'neighbours are of different kinds');
        }
      }),
    );
  });

  it('becomes replacements that make the one text of the other', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), anyChanges, (text, changes) => {
        const { draft, now } = drafted(text, changes);
        let result = text;
        const found = changesOf(draft);
        for (const { start, end, text: put } of found.toReversed()) {
          result = result.slice(0, start) + put + result.slice(end);
        }
        assert.equal(result, now);
        for (const [index, { end }] of found.entries()) {
          assert.ok(end < (found[index + 1]?.start ?? Infinity), 'they are apart');
        }
      }),
    );
  });

  it('knows where what was kept stands by now', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 30 }),
        anyChanges,
        fc.nat(30),
        fc.nat(5),
        (text, changes, at, length) => {
          const { draft, now } = drafted(text, changes);
          const span = { start: Math.min(at, text.length), end: Math.min(at + length, text.length) };
          const kept = keptSpan(draft, span);
          if (kept) assert.equal(now.slice(kept.start, kept.end), text.slice(span.start, span.end));
          if (kept && span.start < span.end) assert.deepEqual(spanNow(draft, span), kept);
        },
      ),
    );
  });

  const good = { start: TEXT.indexOf('good'), end: TEXT.indexOf('good') + 4 };
  const word = (draft: Draft) => {
    const span = spanNow(draft, good);
    return span && changedText(draft).slice(span.start, span.end);
  };

  it('counts to a word what stands in its place', () => {
    const draft = applyChange(draftOf(TEXT), { ...good, text: 'awful' });
    assert.equal(word(draft), 'awful');
    const start = changedText(draft).indexOf('awful');
    assert.equal(word(applyChange(draft, { start, end: start + 5, text: 'fine' })), 'fine');
  });

  it('does not count to a word what was put in before it', () => {
    assert.equal(
      word(applyChange(draftOf(TEXT), { start: good.start, end: good.start, text: 'very ' })),
      'good',
    );
    assert.equal(word(applyChange(draftOf(TEXT), { start: 0, end: 0, text: 'Well. ' })), 'good');
  });

  it('has nothing of a word that was taken out', () => {
    assert.equal(word(applyChange(draftOf(TEXT), { start: good.start - 1, end: good.end, text: '' })), null);
  });

  it('forgets what was put in and taken out again', () => {
    const put = applyChange(draftOf(TEXT), { start: good.start, end: good.start, text: 'very ' });
    const start = changedText(put).indexOf('very ');
    assert.deepEqual(applyChange(put, { start, end: start + 5, text: '' }), draftOf(TEXT));
  });
});
