import assert from 'node:assert/strict';
import type { NetworkData } from '../../../../src/model/engines/engine';
import { weightOf } from '../../../../src/model/weights';
import { onEveryEngine, OWN_ENGINES } from '../../../fixtures/engines';
import { randomIds, randomNetwork } from '../../../fixtures/networks';

const SIZES = { vocabulary: 12, embedding: 6, hidden: 10, attention: 7, classes: 3 };

/** The same network with a score of zero for every word: by its own softmax all attention is then equal. */
function indifferent(data: NetworkData): NetworkData {
  const { shape } = data.weights['attention/score'];
  const score = weightOf(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);
  return { ...data, weights: { ...data.weights, 'attention/score': score } };
}

onEveryEngine(
  'equal attention',
  (open, { rounded }) => {
    const near = rounded ? 1e-3 : 1e-5;
    for (const attentionKind of ['soft', 'attention-gru'] as const) {
      for (const scoreActivation of ['linear', 'tanh', 'dot'] as const) {
        it(`is that of a network that scores all words alike: ${attentionKind}, ${scoreActivation}`, async () => {
          for (const bidirectional of [false, true]) {
            const { data } = randomNetwork({ ...SIZES, attentionKind, scoreActivation, bidirectional }, 4);
            const [engine, other] = [await open(data), await open(indifferent(data))];
            for (const length of [1, 2, 33, 70]) {
              const ids = randomIds(length, 12, length);
              const found = engine.uniformly!(ids)!;
              const [expected] = other.run([ids]);
              found.probabilities.forEach((p, k) =>
                assert.ok(Math.abs(p - expected!.probabilities[k]!) < near),
              );
              for (const weight of found.weights) assert.ok(Math.abs(weight - 1 / length) < 1e-6);
              const [as] = engine.run([ids]);
              assert.deepEqual(engine.run([ids])[0], as, 'nothing of it stays');
              if (length > 2) assert.notDeepEqual(found.probabilities, as!.probabilities);
            }
            engine.dispose();
            other.dispose();
          }
        });
      }
    }

    it('leaves PADs what they have, a text without words its verdict, and is not of other models', async () => {
      const { data } = randomNetwork({ ...SIZES, scoreActivation: 'tanh', positions: 20 }, 6);
      const engine = await open(data);
      const ids = randomIds(8, 12, 1);
      const [as, none] = engine.run([ids, new Int32Array()]);
      const found = engine.uniformly!(ids)!;
      assert.ok(Math.abs(found.padding! - as!.padding!) < 1e-6);
      for (const weight of found.weights) assert.ok(Math.abs(weight - 1 / 8) < 1e-6);
      assert.deepEqual(engine.uniformly!(new Int32Array()), none);
      engine.dispose();
      for (const other of [
        { attentionKind: 'none' },
        { attentionKind: 'attention-gru', attentionGate: 'vector' },
      ] as const) {
        const { data } = randomNetwork({ ...SIZES, scoreActivation: 'linear', ...other }, 7);
        const engine = await open(data);
        assert.equal(engine.uniformly!(ids), undefined);
        engine.dispose();
      }
    });
  },
  OWN_ENGINES,
);
