import assert from 'node:assert/strict';
import fc from 'fast-check';
import { anyArchitecture, anyVectorGate, randomIds, randomNetwork } from '../../../fixtures/networks';
import { onEveryEngine, OWN_ENGINES } from '../../../fixtures/engines';

onEveryEngine(
  'PADs that a softmax would see',
  (open) => {
    for (const [title, architectures] of [
      ['and variants', anyArchitecture],
      ['of a vector gate', anyVectorGate],
    ] as const) {
      it(`get what the same network of so many positions gives them, for random shapes ${title}`, async () => {
        await fc.assert(
          fc.asyncProperty(
            architectures,
            fc.integer({ min: 1, max: 1000 }),
            fc.integer({ min: 1, max: 40 }),
            fc.integer({ min: 1, max: 60 }),
            async (architecture, seed, words, positions) => {
              const { data } = randomNetwork(architecture, seed);
              const engine = await open(data);
              const seeing = await open({ ...data, architecture: { ...architecture, positions } });
              const ids = randomIds(words, architecture.vocabulary, seed);
              const [before] = engine.run([ids]);
              assert.equal(engine.paddingIn!(ids, positions), seeing.run([ids])[0]!.padding);
              assert.deepEqual(engine.run([ids])[0], before, 'the network itself stays as it is');
              engine.dispose();
              seeing.dispose();
            },
          ),
          { numRuns: 25, seed: 5 },
        );
      });
    }
  },
  OWN_ENGINES,
);
