import assert from 'node:assert/strict';
import type { Examination } from '../../../src/webview/protocol';
import {
  bare,
  faceOf,
  measuredText,
  noAttentionFace,
  pointsText,
  rankText,
  restoredFace,
  spokenFacts,
  spreadOfPoints,
  spreadOfTau,
  uniformText,
  unstableText,
} from '../../../src/webview/client/trust/trustText';
import { analysisOf, prose, stabilityOf, trustOf } from '../../browser/panelSamples';

const view = analysisOf(1, prose(40));
const { examination } = trustOf(view);

/** As if a fifth of the words, gone by attention, had left this probability. */
function withAfter(after: number, verdict = examination.faithfulness.verdict): Examination {
  const { faithfulness } = examination;
  const { curve } = faithfulness;
  const attention = curve.attention.map((p, place) => (curve.shares[place] === 0.2 ? after : p));
  return { ...examination, faithfulness: { ...faithfulness, verdict, curve: { ...curve, attention } } };
}

describe('what was measured of trust', () => {
  it('says how far P falls, rises or stays, against random words', () => {
    const random = 'without as many random words it is 87.1 % on average.';
    const said = (after: number) => measuredText(withAfter(after));
    assert.equal(
      said(0.41),
      `Without the 20 % most attended words P(positive) falls from 93.7 % to 41.0 %; ${random}`,
    );
    assert.equal(
      said(0.95),
      `Without the 20 % most attended words P(positive) rises from 93.7 % to 95.0 %; ${random}`,
    );
    assert.equal(said(0.9371), `Without the 20 % most attended words P(positive) stays at 93.7 %; ${random}`);
  });

  it('is nothing where there are too few words', () => {
    assert.equal(measuredText(withAfter(0.41, 'short')), '');
    const curve = {
      shares: [0],
      attention: [0.9],
      effect: [0.9],
      random: [{ mean: 0.9, low: 0.9, high: 0.9 }],
    };
    assert.equal(measuredText({ ...examination, faithfulness: { ...examination.faithfulness, curve } }), '');
  });

  it('has a face for every state, with a button where something can be done', () => {
    const common = {
      id: 1,
      text: view.text,
      source: 'attention',
      integrated: null,
      stability: null,
    } as const;
    const actions = [
      faceOf(null),
      faceOf({ ...common, state: 'reading', done: 1, total: 9 }),
      faceOf({ ...common, state: 'waiting', words: 1480 }),
      faceOf({ ...common, state: 'failed', message: 'Broken.' }),
      faceOf(trustOf(view)),
    ].map(({ action }) => action);
    assert.deepEqual(actions, [null, null, 'examine', 'again', null]);
    assert.equal(faceOf({ ...common, state: 'failed', message: 'Broken.' }).measured, 'Broken.');
    assert.ok(noAttentionFace().settled && restoredFace().settled);
  });

  it('says figures with their spread, and a minus only where something is below 0', () => {
    assert.equal(bare(-0.004, 2), '0.00');
    assert.equal(bare(-0.03, 2), '−0.03');
    assert.equal(pointsText(0.312), '31 points');
    assert.equal(pointsText(-0.0123), '−1.2 points');
    assert.equal(spreadOfPoints({ mean: 0.03, low: -0.012, high: 0.061 }), '3.0 points (−1.2 to 6.1)');
    assert.equal(spreadOfTau({ mean: 0.002, low: -0.11, high: 0.12 }), '0.00 (−0.11 to 0.12)');
  });

  it('says what equal weights would make of the verdict, and where that is next to nothing', () => {
    const before = { label: 'positive', probability: 0.97 };
    assert.match(uniformText({ label: 'positive', probability: 0.96 }, before), /matter little to it\.$/);
    assert.equal(
      uniformText({ label: 'negative', probability: 0.6 }, before),
      'With attention spread evenly the verdict would be negative, 60.0 % instead of positive, 97.0 %.',
    );
    assert.match(uniformText(null, before), /cannot be read/);
  });

  it('says ranks, and how many of them do not stay', () => {
    assert.equal(rankText([2, 9]), 'rank 2–9');
    assert.equal(rankText([3, 3]), 'rank 3');
    const stability = stabilityOf(view);
    const said = (unstable: number[]) => unstableText({ ...stability, unstable });
    assert.match(said([]), /keep their ranks/);
    assert.match(said([4]), /^One of the most attended words does not/);
    assert.match(said([4, 5]), /^2 of the most attended words do not/);
  });

  it('says a word in full, with what is known of it alone', () => {
    const facts = { text: 'great', weight: 0.31, effect: 1.2, label: 'positive', before: 0.973, after: 0.71 };
    assert.equal(
      spokenFacts({ ...facts, integrated: null, ranks: null }),
      'great: 31 % of the attention; effect +1.20, speaks for positive; without it P(positive) 97.3 % → 71.0 %',
    );
    assert.equal(
      spokenFacts({ ...facts, weight: null, integrated: -0.4, ranks: [2, 9] }),
      'great: effect +1.20, speaks for positive; without it P(positive) 97.3 % → 71.0 %; integrated gradients −0.40; not stable: rank 2–9 with other seeds',
    );
  });
});
