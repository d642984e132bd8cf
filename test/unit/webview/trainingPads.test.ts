import assert from 'node:assert/strict';
import type { EpochsReport } from '../../../src/webview/protocol';
import { hasPadShares, padReferences, padShareText, padText } from '../../../src/webview/client/trainingPads';
import { analysisOf, prose, withEffects } from '../../browser/panelSamples';
import { trainingOf } from '../../browser/trainingSamples';

const view = analysisOf(1, prose(100));
const masked = trainingOf(view);
const pads = (changes: object): EpochsReport => ({ ...masked, pads: { ...masked.pads!, ...changes } });

describe('the check on PADs', () => {
  it('compares with uniform attention, and with the least that bounded scores allow', () => {
    assert.deepEqual(padReferences(masked), { uniform: 200 / 300, least: null });
    const { least } = padReferences(pads({ bounded: true }))!;
    // PADs at e^−1 each, words at e: by the softmax itself.
    const ofPads = 200 * Math.exp(-1);
    assert.ok(Math.abs(least! - ofPads / (ofPads + 100 * Math.exp(1))) < 1e-12);
    assert.equal(padReferences({ ...masked, pads: null }), null);
    assert.equal(padReferences(pads({ count: 0 })), null);
  });

  it('says of a softmax that sees them what they get', () => {
    const seen = pads({ seen: true, bounded: true });
    assert.equal(
      padText(seen),
      'PADs fill texts up to one length. 100 words padded to 300 positions are 200 PADs. This model’s softmax sees them.',
    );
    assert.equal(
      padShareText(seen, { ...seen.epochs[5]!, padding: 0.4 }),
      'PADs get 40 % of the attention; uniform attention would give them 67 %, and the bounded score cannot give them less than 21 %.',
    );
  });

  it('says of one that masks them that they get nothing, and what they would', () => {
    assert.match(
      padText(masked),
      /masks PADs: they get nothing, by construction\. What follows is what they would get/,
    );
    assert.equal(
      padShareText(masked, { ...masked.epochs[5]!, padding: 0.004 }),
      'PADs would get 0.40 % of the attention; uniform attention would give them 67 %.',
    );
    assert.ok(hasPadShares(masked));
  });

  it('says only that, where the engine cannot tell what they would get', () => {
    const untold: EpochsReport = {
      ...masked,
      epochs: masked.epochs.map(({ padding: _, ...reading }) => reading),
    };
    assert.ok(!hasPadShares(untold));
    assert.match(padText(untold), /they get nothing, by construction\.\s*$/);
    assert.equal(padShareText(untold, untold.epochs[0]!), '');
  });

  it('says when the text leaves no room for them', () => {
    const long = trainingOf(analysisOf(1, prose(612)));
    assert.ok(!hasPadShares(long));
    assert.match(
      padText(long),
      /Of 300 positions, as in the article, this text would fill all; only its first 300 words/,
    );
    assert.match(
      padText(pads({ count: 0, seen: true })),
      /fills all 300 positions of this model: there are no PADs/,
    );
  });

  it('says that without attention there is none on them', () => {
    const effects = trainingOf({ ...view, analysis: withEffects(view.analysis) });
    assert.match(padText(effects), /This model has no attention, so that PADs get none\.$/);
    assert.ok(!hasPadShares(effects));
    assert.equal(padShareText(effects, effects.epochs[0]!), '');
  });
});
