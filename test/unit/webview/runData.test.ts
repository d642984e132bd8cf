import assert from 'node:assert/strict';
import fc from 'fast-check';
import { columns, firstClass, outline, partAt, partsOf } from '../../../src/webview/client/runData';
import type { ViewAnalysis } from '../../../src/webview/protocol';
import { analysisOf, effectsOf, MOODS } from '../editor/fakes';

const view = (id: number, text: string, analysis = analysisOf(text)): ViewAnalysis => ({
  ...{ id, title: `a.txt:${id}`, text, analysis, stale: false },
});

describe('the run through a document', () => {
  it('has the texts side by side, as wide as they have words', () => {
    const parts = partsOf(
      [
        view(1, 'one two', analysisOf('one two', 'negative', 0.8)),
        view(2, 'three', analysisOf('three', 'positive', 0.7)),
      ],
      'positive',
    );
    assert.deepEqual(
      parts.map(({ from, to, probability }) => [from, to, Number(probability.toFixed(6))]),
      [
        [0, 2, 0.2],
        [2, 3, 0.7],
      ],
    );
    assert.deepEqual(
      outline(parts).map(({ word }) => word),
      [0, 2, 2, 3],
    );
  });

  it('finds the text at any word, and none beside them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 }),
        fc.double({ min: -2, max: 100, noNaN: true }),
        (lengths, word) => {
          const parts = partsOf(
            lengths.map((length, id) => view(id, 'word '.repeat(length).trim())),
            'positive',
          );
          const expected = parts.findIndex(({ from, to }) => from <= word && word < to);
          assert.equal(partAt(parts, word), expected < 0 ? null : expected);
        },
      ),
    );
    assert.equal(partAt([], 0), null);
  });

  it('draws as one what would share a pixel, on the average of its words, and all else as it is', () => {
    const lengths = [1, 3, 2, 2, 8];
    const views = lengths.map((length, id) => {
      const text = 'word '.repeat(length).trim();
      return view(id, text, analysisOf(text, 'positive', [1, 0.6, 0.8, 0.6, 0.9][id]!));
    });
    const parts = partsOf(views, 'positive');
    assert.equal(columns(parts, 5), parts);
    const round = columns(parts, 4).map(({ from, to, probability }) => [
      from,
      to,
      Number(probability.toFixed(9)),
    ]);
    assert.deepEqual(round, [
      [0, 4, 0.7],
      [4, 8, 0.7],
      [8, 16, 0.9],
    ]);
  });

  it('draws the good one of sentiment, the second of two others, the most frequent verdict of more', () => {
    assert.equal(firstClass([view(1, 'a', analysisOf('a', 'negative', 0.9))]), 'positive');
    const classes = [
      { label: 'spam', probability: 0.9 },
      { label: 'ham', probability: 0.1 },
    ];
    assert.equal(firstClass([view(1, 'a', effectsOf('a', [1], classes))]), 'ham');
    const mood = (label: string) => {
      const rest = MOODS.map((one) => ({ ...one, probability: one.label === label ? 0.9 : 0.05 }));
      return effectsOf('a', [1], rest);
    };
    const moods = ['joy', 'fear', 'fear'].map((label, id) => view(id, 'a', mood(label)));
    assert.equal(firstClass(moods), 'fear');
    assert.equal(firstClass([]), null);
  });
});
