import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { Architecture } from '../../../../src/model/architecture';
import { loadModel } from '../../../../src/model/artifacts';
import { classProbabilities } from '../../../../src/model/classes';
import type { NetworkData, Outcome } from '../../../../src/model/engines/engine';
import { PlainEngine } from '../../../../src/model/engines/plain';
import { modelFolderReader } from '../../../../src/model/node/files';
import { onEveryEngine } from '../../../fixtures/engines';
import { anyArchitecture, anyVectorGate, randomIds, randomNetwork } from '../../../fixtures/networks';
import { referenceNetwork } from '../../../fixtures/reference';
import { tinyReader } from '../../../fixtures/tinyModel';

/** Rounding of single precision, and of products rounded to some 13 bits. */
const EXACT = 1e-5;
const ROUNDED = 1e-3;
const SHIPPED = path.resolve('models/imdb-attention');

/** The article's sizes. */
const REALISTIC: Architecture = {
  vocabulary: 2000,
  embedding: 100,
  hidden: 128,
  attention: 128,
  scoreActivation: 'linear',
};

/** A trained model where one is there; the rest of the suite does not need it. */
async function realistic(): Promise<NetworkData> {
  return existsSync(path.join(SHIPPED, 'model.json'))
    ? loadModel(modelFolderReader(SHIPPED))
    : randomNetwork(REALISTIC, 11).data;
}

function assertClose(actual: Outcome, expected: Outcome, tolerance: number): void {
  const numbers = (outcome: Outcome) => [...outcome.probabilities, ...outcome.weights, outcome.padding ?? -1];
  const [a, b] = [numbers(actual), numbers(expected)];
  assert.equal(a.length, b.length);
  a.forEach((value, i) => {
    assert.ok(
      Math.abs(value - b[i]!) <= tolerance,
      `number ${i}: ${value} is not within ${tolerance} of ${b[i]}`,
    );
  });
}

onEveryEngine('parity', (open, { backend, rounded }) => {
  const tolerance = rounded ? ROUNDED : EXACT;

  const variants = [
    { title: 'and variants', architectures: anyArchitecture, runs: 150 },
    { title: 'of a vector gate', architectures: anyVectorGate, runs: 50 },
  ];
  for (const { title, architectures, runs } of variants) {
    it(`equals the loop-only reference for random shapes, lengths ${title}`, async () => {
      await fc.assert(
        fc.asyncProperty(
          architectures,
          fc.integer({ min: 1, max: 1000 }),
          fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
          async (architecture, seed, lengths) => {
            const { data, reference } = randomNetwork(architecture, seed, 0.8);
            const engine = await open(data);
            const texts = lengths.map((length, i) => randomIds(length, architecture.vocabulary, seed + i));
            const outcomes = engine.run(texts);
            engine.dispose();
            texts.forEach((ids, i) => {
              const { logits, weights } = referenceNetwork(ids, reference);
              const sum = weights.reduce((a, b) => a + b, 0);
              const { positions, attentionKind } = architecture;
              const expected = {
                probabilities: classProbabilities(logits, 0.8),
                weights: Float32Array.from(weights, (weight) => weight / sum),
                ...(positions && attentionKind !== 'none' ? { padding: 1 - sum } : {}),
              };
              assertClose(outcomes[i]!, expected, 2 * tolerance);
            });
          },
        ),
        { numRuns: backend.startsWith('kernels') ? runs : 25, seed: 17 },
      );
    });
  }

  it('equals plain TypeScript on a model of full size, for lengths 0, 1, 2, 31, 32, 33 and 300', async () => {
    const data = await realistic();
    const plain = new PlainEngine(data);
    const engine = await open(data);
    const texts = [0, 1, 2, 31, 32, 33, 300].map((length) =>
      randomIds(length, data.architecture.vocabulary, length),
    );
    const expected = plain.run(texts);
    engine.run(texts).forEach((outcome, i) => assertClose(outcome, expected[i]!, tolerance));
    assert.deepEqual(engine.run([]), []);
    engine.dispose();
  });

  it('reads 10,000 words', async () => {
    const data = await loadModel(tinyReader());
    const ids = randomIds(10_000, data.architecture.vocabulary, 5);
    const engine = await open(data);
    const [outcome] = engine.run([ids]);
    engine.dispose();
    assertClose(outcome!, new PlainEngine(data).run([ids])[0]!, tolerance);
    const sum = outcome!.weights.reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum - 1) < 1e-4, `the weights sum to ${sum}`);
  });

  it('is independent of what else is in the batch, and of what was read before', async () => {
    const data = randomNetwork({ ...REALISTIC, vocabulary: 50, hidden: 20, bidirectional: true }, 4).data;
    const engine = await open(data);
    const texts = [7, 0, 40, 1, 13].map((length) => randomIds(length, 50, length));
    const together = engine.run(texts);
    texts.forEach((ids, i) => assertClose(engine.run([ids])[0]!, together[i]!, 1e-6));
    engine.dispose();
  });
});
