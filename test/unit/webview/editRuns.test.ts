import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tokenize } from '../../../src/model/tokenizer';
import { runGroups } from '../../../src/webview/client/editRuns';
import type { EditPiece, EditsView } from '../../../src/webview/protocol';
import { analysisOf } from '../editor/fakes';

function viewOf(pieces: readonly EditPiece[]): Pick<EditsView, 'pieces' | 'after'> {
  const text = pieces.map(({ kind, text: piece }) => (kind === 'removed' ? '' : piece)).join('');
  const tokens = tokenize(text).map((token) => ({ ...token, weight: 0.1, known: true }));
  return { pieces, after: { ...analysisOf('a'), tokens } };
}

const anyPieces = fc.array(
  fc.record({
    kind: fc.constantFrom<EditPiece['kind'][]>('kept', 'inserted', 'removed'),
    text: fc.oneof(
      fc.constantFrom('good', ' ', 'is', "n't ", 'not ', '.', '\r\n'),
      fc.string({ maxLength: 5 }),
    ),
  }),
);

describe('a changed text in runs', () => {
  it('is all of its pieces in order, and its words are the tokens', () => {
    fc.assert(
      fc.property(anyPieces, (pieces) => {
        const view = viewOf(pieces);
        const groups = runGroups(view);
        const lineBreaks = (text: string) => text.replace(/\r\n?/g, '\n');
        const runs = groups.flatMap((group) => group.runs);
        for (const kind of ['kept', 'inserted', 'removed'] as const) {
          const of = (all: readonly EditPiece[]) =>
            all.map((one) => (one.kind === kind ? one.text : '')).join('');
          assert.equal(of(runs).replace(/\n/g, ''), of(pieces).replace(/[\r\n]/g, ''));
        }
        for (const [index, token] of view.after.tokens.entries()) {
          const own = groups.filter((group) => group.token === index).flatMap((group) => group.runs);
          const text = own.map(({ kind, text: run }) => (kind === 'removed' ? '' : run)).join('');
          assert.equal(text, lineBreaks(token.text));
          assert.equal(groups.filter((group) => group.token === index).length, 1, 'a word is one group');
        }
      }),
    );
  });

  it('marks what was put in and keeps what was taken out in its place', () => {
    const groups = runGroups(
      viewOf([
        { kind: 'kept', text: 'a ' },
        { kind: 'removed', text: 'good' },
        { kind: 'inserted', text: 'bad' },
        { kind: 'kept', text: ' film' },
      ]),
    );
    assert.deepEqual(groups, [
      { token: 0, runs: [{ kind: 'kept', text: 'a' }] },
      {
        token: null,
        runs: [
          { kind: 'kept', text: ' ' },
          { kind: 'removed', text: 'good' },
        ],
      },
      { token: 1, runs: [{ kind: 'inserted', text: 'bad' }] },
      { token: null, runs: [{ kind: 'kept', text: ' ' }] },
      { token: 2, runs: [{ kind: 'kept', text: 'film' }] },
    ]);
  });
});
