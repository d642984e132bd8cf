import assert from 'node:assert/strict';
import { marksOf, MOST_MARKS } from '../../../src/editor/ruler';
import { largestWeight } from '../../../src/editor/shading';
import type { Unit } from '../../../src/editor/store';
import { ranking, stepFrom } from '../../../src/features/ranking';
import { analysisOf } from '../editor/fakes';

const weights = (...all: number[]) => all.map((weight) => ({ weight }));

describe('ranking words', () => {
  it('puts the largest weight first, of equal ones the first in the text', () => {
    assert.deepEqual(ranking(weights(0.1, 0.4, 0.1, 0.4)), [1, 3, 0, 2]);
    assert.deepEqual(ranking([]), []);
  });

  it('is walked down and up, and around its ends', () => {
    const tokens = weights(0.2, 0.5, 0.3);
    const walk = (direction: 1 | -1, steps: number) => {
      const gone: [number, number, boolean][] = [];
      let from: number | null = null;
      for (let i = 0; i < steps; i++) {
        const { token, rank, wrapped } = stepFrom(tokens, from, direction);
        gone.push([token, rank, wrapped]);
        from = token;
      }
      return gone;
    };
    assert.deepEqual(walk(1, 4), [
      [1, 1, false],
      [2, 2, false],
      [0, 3, false],
      [1, 1, true],
    ]);
    assert.deepEqual(walk(-1, 4), [
      [1, 1, false],
      [0, 3, true],
      [2, 2, false],
      [1, 1, false],
    ]);
  });

  it('of one word leads back to it', () => {
    assert.deepEqual(stepFrom(weights(1), 0, 1), { token: 0, rank: 1, wrapped: true });
    assert.deepEqual(stepFrom(weights(1), 0, -1), { token: 0, rank: 1, wrapped: true });
  });
});

describe('marks beside the scroll bar', () => {
  const unitOf = (text: string, live = true): Unit => {
    const analysis = analysisOf(text);
    const largest = largestWeight(analysis.tokens);
    return { id: 1, text, analysis, largest, place: '', span: live ? { start: 0, end: text.length } : null };
  };

  it('are wider for larger shares of the largest weight, and left out for small ones', () => {
    const marks = marksOf([unitOf('a twelveletter sixsix tenletters four')]);
    assert.deepEqual(
      marks.map(({ token, width }) => [token, width]),
      [
        [1, 2],
        [2, 1],
        [3, 2],
        [4, 0],
      ],
    );
  });

  it('are none of a text that was edited', () => {
    assert.deepEqual(marksOf([unitOf('one two', false)]), []);
  });

  it('stay few in a document of 20,000 words, and are the strongest', () => {
    const words = Array.from({ length: 20_000 }, (_, i) => (i % 40 === 0 ? 'strongest' : 'mild'));
    const marks = marksOf([unitOf(words.join(' '))]);
    assert.equal(marks.length, MOST_MARKS);
    assert.equal(marks.filter(({ width }) => width === 2).length, 500);
    assert.deepEqual(
      marks.map(({ token }) => token),
      marks.map(({ token }) => token).sort((a, b) => a - b),
    );
  });
});
