import assert from 'node:assert/strict';
import fc from 'fast-check';
import { carriedValues, ownEffects, withoutEffect } from '../../../../src/features/trust/effects';
import { Memory } from '../../../../src/features/trust/memory';
import { analysisOf, effectsOf, MOODS } from '../../editor/fakes';

const logOdds = (p: number) => Math.log(p / (1 - p));

describe('effects of words', () => {
  it('turn a probability into that without the word', () => {
    assert.ok(Math.abs(withoutEffect(0.9, 0) - 0.9) < 1e-12);
    assert.ok(Math.abs(withoutEffect(0.5, Math.log(3)) - 0.25) < 1e-12);
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        (p, effect) => {
          const after = withoutEffect(p, effect);
          assert.ok(Math.abs(logOdds(p) - logOdds(after) - effect) < 1e-6);
        },
      ),
    );
    assert.ok(Number.isFinite(withoutEffect(1, 3)) && Number.isFinite(withoutEffect(0, -3)));
  });

  it('are a model’s own only where it found them by leaving words out', () => {
    const mood = effectsOf('so happy', [0.1, -0.9], MOODS);
    assert.deepEqual(ownEffects(mood), [0.1, -0.9]);
    assert.equal(ownEffects({ ...mood, kind: 'contribution' }), null);
    assert.equal(ownEffects(analysisOf('so happy')), null);
  });

  it('stay on their words while a text is being written', () => {
    const before = { words: ['a', 'fine', 'film'], values: [1, 2, 3] };
    const carried = (text: string) => carriedValues(before, text.split(' '));
    assert.deepEqual(carried('a very fine film'), [1, 0, 2, 3]);
    assert.deepEqual(carried('a film'), [1, 3]);
    assert.deepEqual(carried('a fin film'), [1, 2, 3], 'an edited word keeps its own');
    assert.deepEqual(carried('a fine film indeed'), [1, 2, 3, 0]);
    assert.deepEqual(carried('well a fine film'), [0, 1, 2, 3]);
    assert.deepEqual(carried('other words altogether here'), [0, 0, 0, 0]);
  });
});

describe('a memory', () => {
  it('keeps what was asked for lately', () => {
    const memory = new Memory<number>(2);
    memory.set('a', 1);
    memory.set('b', 2);
    assert.equal(memory.get('a'), 1);
    memory.set('c', 3);
    assert.deepEqual([memory.get('a'), memory.get('b'), memory.get('c')], [1, undefined, 3]);
    memory.set('a', 4);
    memory.set('d', 5);
    assert.deepEqual([memory.get('a'), memory.get('c')], [4, undefined]);
  });
});
