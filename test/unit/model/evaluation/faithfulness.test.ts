import assert from 'node:assert/strict';
import { summariseTrust, textTrust, type Stretch } from '../../../../src/model/evaluation/faithfulness';
import { readingOf } from '../../../../src/model/evaluation/textReading';
import { tauOf } from '../../../../src/model/trust/measures';
import type { Faithfulness } from '../../../../src/model/trust/types';
import type { Analysis } from '../../../../src/model/types';

/** Measures that are all `value`, but for what is given. */
function faithfulness(value: number, others: Partial<Faithfulness> = {}): Faithfulness {
  const spread = { mean: value / 2, low: value / 4, high: value };
  const ordered = { attention: value, effect: 2 * value, random: spread };
  return {
    verdict: 'agrees',
    tau: value,
    tauRandom: spread,
    overlap: [5, 10].map((k) => ({ k, share: value, chance: value / 2 })),
    comprehensiveness: ordered,
    sufficiency: ordered,
    curve: { shares: [], attention: [], effect: [], random: [] },
    uniform: { label: 'positive', probability: 0.9 },
    ...others,
  };
}

const stretch = (words: number, measures: Faithfulness, label = 'positive'): Stretch => ({
  words,
  examination: { label, faithfulness: measures },
});

describe('faithfulness over texts', () => {
  it('weighs the stretches of a text by their words, and takes the verdict of the longest', () => {
    const text = textTrust([
      stretch(10, faithfulness(0.2, { tau: null, overlap: [{ k: 5, share: 0.2, chance: 0.1 }] })),
      stretch(
        30,
        faithfulness(0.6, { verdict: 'differs', uniform: { label: 'negative', probability: 0.6 } }),
      ),
    ]);
    assert.equal(text.words, 40);
    assert.equal(text.tau, 0.6);
    assert.ok(Math.abs(text.comprehensiveness.attention - 0.5) < 1e-12);
    assert.ok(Math.abs(text.sufficiency.random - 0.25) < 1e-12);
    assert.ok(Math.abs(text.comprehensiveness.high - 0.5) < 1e-12);
    assert.deepEqual([text.verdict, text.flips], ['differs', true]);
    assert.deepEqual(
      text.overlap.map(({ k, share }) => [k, Number(share.toFixed(9))]),
      [[5, 0.5]],
    );
    const short = textTrust([stretch(3, faithfulness(0.2, { uniform: null, tau: null, overlap: [] }))]);
    assert.deepEqual([short.tau, short.flips, short.overlap], [null, null, []]);
  });

  it('averages over texts what each of them has', () => {
    const texts = [
      textTrust([stretch(10, faithfulness(0.2))]),
      textTrust([stretch(20, faithfulness(0.4, { verdict: 'partly' }), 'negative')]),
      textTrust([stretch(3, faithfulness(0, { verdict: 'short', tau: null, overlap: [], uniform: null }))]),
    ];
    const summary = summariseTrust(texts, 1);
    assert.deepEqual([summary.texts, summary.words], [3, 11]);
    assert.ok(Math.abs(summary.tau!.mean - 0.3) < 1e-12);
    assert.equal(summary.tau!.n, 2);
    assert.ok(Math.abs(summary.comprehensiveness.attention.mean - 0.2) < 1e-12);
    assert.ok(Math.abs(summary.comprehensiveness.ratio!.mean - 2) < 1e-12);
    assert.deepEqual(summary.verdicts, { agrees: 1 / 3, partly: 1 / 3, differs: 0, short: 1 / 3 });
    assert.deepEqual([summary.flips!.mean, summary.flips!.n], [0.5, 2]);
    assert.deepEqual(
      summary.overlap.map(({ k, share }) => [k, share.n]),
      [
        [5, 2],
        [10, 2],
      ],
    );
    const none = summariseTrust([texts[2]!], 1);
    assert.deepEqual(
      [none.tau, none.flips, none.overlap, none.comprehensiveness.ratio],
      [null, null, [], null],
    );
  });
});

describe('a text read in stretches', () => {
  const analysis = (start: number, positive: number, weights: readonly number[]): Analysis => {
    const classes = [
      { label: 'negative', probability: 1 - positive },
      { label: 'positive', probability: positive },
    ];
    const tokens = weights.map((weight, i) => {
      const at = start + 2 * i;
      return { text: 'a', start: at, end: at + 1, weight, known: true };
    });
    return {
      start,
      end: start + 2 * weights.length,
      ...classes[positive > 0.5 ? 1 : 0]!,
      classes,
      kind: 'attention',
      tokens,
      ms: 0,
    };
  };

  it('has its weights shared out, and its effects turned towards the verdict of the whole', () => {
    const reading = readingOf(
      [
        {
          analysis: analysis(0, 0.2, [0.5, 0.5]),
          examination: { label: 'negative', effects: [1, -2], faithfulness: faithfulness(0.1) },
          attributions: { 'gradient-input': [3, 4] },
        },
        {
          analysis: analysis(4, 0.99, [0.25, 0.75, 0, 0, 0, 0]),
          examination: { label: 'positive', effects: [4, 0, 0, 0, 0, 8], faithfulness: faithfulness(0.1) },
          attributions: { 'gradient-input': [4, 0, 0, 0, 0, -8] },
        },
      ],
      tauOf,
    );
    assert.equal(reading.predicted, 'positive');
    assert.deepEqual(
      reading.words.map(({ start }) => start),
      [0, 2, 4, 6, 8, 10, 12, 14],
    );
    assert.deepEqual(reading.weights.slice(0, 4), [0.125, 0.125, 0.1875, 0.5625]);
    assert.deepEqual(reading.effects, [-0.25, 0.5, 3, 0, 0, 0, 0, 6]);
    assert.deepEqual(reading.attributions['gradient-input'], [-0.75, -1, 3, 0, 0, 0, 0, -6]);
    // By size both agree in each stretch.
    assert.ok(Math.abs(reading.trust.attributions!['gradient-input']! - 1) < 1e-12);
  });
});
