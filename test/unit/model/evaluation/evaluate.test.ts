import assert from 'node:assert/strict';
import { CHUNK, evaluate } from '../../../../src/model/evaluation/evaluate';
import { Metrics } from '../../../../src/model/evaluation/metrics';
import type { Example } from '../../../../src/model/evaluation/types';

/** Texts are their own probability. */
async function* examples(count: number): AsyncGenerator<Example> {
  for (let i = 0; i < count; i++)
    yield { id: `row ${i + 1}`, text: String((i % 97) / 97), label: i % 2 ? 1 : 0 };
}

const readProbability = (texts: readonly string[]) =>
  Promise.resolve(
    texts.map((text) => ({
      probabilities: [1 - Number(text), Number(text)],
      tokens: Number(text) === 0 ? 0 : 5,
    })),
  );

describe('evaluating a classifier', () => {
  it('scores every text once, in chunks, and tells how far it is', async () => {
    const count = 2 * CHUNK + 10;
    const sizes: number[] = [];
    const progress: number[] = [];
    const verdicts: string[] = [];
    const evaluation = await evaluate(
      examples(count),
      (texts) => {
        sizes.push(texts.length);
        return readProbability(texts);
      },
      2,
      {
        onProgress: (done) => progress.push(done),
        onVerdict: ({ id }, predicted) => verdicts.push(`${id}: ${predicted}`),
      },
    );
    const expected = new Metrics(2);
    const expectedVerdicts: string[] = [];
    for await (const { id, text, label } of examples(count)) {
      expectedVerdicts.push(`${id}: ${expected.add(label, [1 - Number(text), Number(text)])}`);
    }
    const { textsPerSecond, withoutTokens, ...scores } = evaluation;
    assert.deepEqual(scores, expected.scores());
    assert.deepEqual(sizes, [CHUNK, CHUNK, 10]);
    assert.deepEqual(verdicts, expectedVerdicts);
    assert.deepEqual(progress, [CHUNK, 2 * CHUNK, count]);
    assert.ok(textsPerSecond > 0);
    assert.equal(withoutTokens, Math.ceil(count / 97));
  });

  it('averages the attention on PADs over texts with tokens, where there is such', async () => {
    const shares = [0.5, undefined, 0.1];
    const { padding } = await evaluate(
      examples(3),
      (texts) =>
        Promise.resolve(
          texts.map((_, i) => ({
            ...{ probabilities: [0.5, 0.5], tokens: shares[i] === undefined ? 0 : 4 },
            ...(shares[i] === undefined ? {} : { padding: shares[i] }),
          })),
        ),
      2,
    );
    assert.ok(Math.abs(padding! - 0.3) < 1e-12);
  });

  it('passes on what the reader or the classifier complains about', async () => {
    await assert.rejects(
      evaluate(examples(3), () => Promise.reject(new Error('out of memory')), 2),
      /out of memory/,
    );
    await assert.rejects(evaluate(examples(0), readProbability, 2), RangeError);
  });
});
