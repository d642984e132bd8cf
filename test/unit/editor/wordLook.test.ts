import assert from 'node:assert/strict';
import type { Unit } from '../../../src/editor/store';
import { lookOf } from '../../../src/editor/wordLook';
import { analysisOf, effectsOf, MOODS } from './fakes';

const text = 'so very happy';
const unitOf = (analysis: Unit['analysis']): Unit => ({
  ...{ id: 1, text, analysis, largest: 0.9, span: { start: 0, end: text.length }, place: 'a:1' },
});

describe('by what words are shaded', () => {
  it('is their weight, as long as nothing else is chosen', () => {
    const unit = unitOf(analysisOf(text));
    const look = lookOf(unit, null);
    assert.deepEqual([look.signed, look.largest], [false, 0.9]);
    assert.deepEqual(
      [0, 1, 2].map((word) => [look.weightOf(word), look.isAgainst(word)]),
      unit.analysis.tokens.map(({ weight }) => [weight, false]),
    );
    const mood = lookOf(unitOf(effectsOf(text, [0.2, -0.5, 0.3], MOODS)), null);
    assert.deepEqual([0, 1, 2].map(mood.isAgainst), [false, true, false]);
  });

  it('is a signed value by its size, on the side of its sign', () => {
    const look = lookOf(unitOf(analysisOf(text)), { source: 'deletion', values: [0.5, -1.5, 0] });
    assert.deepEqual([look.signed, look.largest], [true, 0.75]);
    assert.deepEqual([0, 1, 2].map(look.weightOf), [0.25, 0.75, 0]);
    assert.deepEqual([0, 1, 2].map(look.isAgainst), [false, true, false]);
  });

  it('is nothing where no word does anything', () => {
    const look = lookOf(unitOf(analysisOf(text)), { source: 'deletion', values: [0, 0, 0] });
    assert.deepEqual([0, 1, 2].map(look.weightOf), [0, 0, 0]);
    assert.equal(look.largest, 0);
  });
});
