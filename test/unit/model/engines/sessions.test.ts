import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SessionPool } from '../../../../src/model/engines/sessions';
import { onEveryEngine, OWN_ENGINES } from '../../../fixtures/engines';
import { anyArchitecture, anyVectorGate, randomIds, randomNetwork } from '../../../fixtures/networks';

/** One edit: `count` words from `at` (a share of the length) on give way to these. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  count: fc.integer({ min: 0, max: 5 }),
  words: fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 60 }),
});

onEveryEngine(
  'reading while typing',
  (open, { backend }) => {
    const variants = { 'of any variant': anyArchitecture, 'with a vector gate': anyVectorGate };
    for (const [title, architectures] of Object.entries(variants)) {
      it(`gives, to the last bit, what a full run gives after every edit, ${title}`, async () => {
        await fc.assert(
          fc.asyncProperty(
            architectures,
            fc.integer({ min: 1, max: 500 }),
            fc.integer({ min: 0, max: 80 }),
            fc.array(edit, { minLength: 1, maxLength: 6 }),
            async (architecture, seed, length, edits) => {
              const engine = await open(randomNetwork(architecture, seed).data);
              const session = engine.open();
              const other = engine.open();
              const [all, most] = [12, 11].map((n) =>
                engine.open(Int32Array.from({ length: n }, (_, i) => i)),
              );
              let ids = [...randomIds(length, 12, seed)];
              for (const { at, count, words } of [{ at: 0, count: 0, words: [] }, ...edits]) {
                const from = Math.round(at * ids.length);
                ids = ids.toSpliced(from, count, ...words);
                const actual = session.read(Int32Array.from(ids));
                assert.ok(session.kept >= (architecture.bidirectional ? 0 : from));
                assert.deepEqual(actual, engine.run([Int32Array.from(ids)])[0]);
                // So it is where the words are known from the beginning, or were thought to be.
                assert.deepEqual(all!.read(Int32Array.from(ids)), actual);
                assert.deepEqual(most!.read(Int32Array.from(ids)), actual);
                // Another text in between leaves this one's memory alone.
                other.read(Int32Array.from(ids.toReversed()));
              }
              for (const one of [session, other, all!, most!]) one.close();
              assert.deepEqual(session.read(Int32Array.from(ids)), engine.run([Int32Array.from(ids)])[0]);
              engine.dispose();
            },
          ),
          { numRuns: backend === 'plain' ? 30 : 120, seed: 23 },
        );
      });
    }

    it('keeps the words before the first that changed, whichever of several texts it is', async () => {
      const engine = await open(
        randomNetwork({ vocabulary: 12, embedding: 4, hidden: 5, attention: 3, scoreActivation: 'linear' }, 2)
          .data,
      );
      const session = engine.open();
      session.read(randomIds(50, 12, 1));
      const changed = randomIds(50, 12, 1);
      changed[40] = (changed[40]! + 1) % 12;
      session.read(changed);
      assert.equal(session.kept, 40);
      session.read(changed);
      assert.equal(session.kept, 50);

      const pool = new SessionPool(engine);
      for (let i = 0; i < 30; i++) {
        const ids = randomIds(40 + (i % 3), 12, i % 6);
        assert.deepEqual(pool.read(ids), engine.run([ids])[0]);
      }
      pool.close();
      engine.dispose();
    });
  },
  OWN_ENGINES,
);
