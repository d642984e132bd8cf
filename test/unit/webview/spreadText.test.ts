import assert from 'node:assert/strict';
import { ARRANGEMENTS } from '../../../src/webview/client/chartData';
import { cumulate } from '../../../src/webview/client/cumulative';
import { hintText, spreadText, stretchText, zerosText } from '../../../src/webview/client/spreadText';
import type { Analysis } from '../../../src/webview/protocol';
import { analysisOf, withEffects } from '../../browser/panelSamples';

const kinds = ['attention', 'deletion', 'contribution'] as const;

function weighing(...weights: readonly number[]): Analysis {
  const { analysis } = analysisOf(1, weights.map((_, index) => `w${index}`).join(' '));
  return {
    ...analysis,
    tokens: analysis.tokens.map((token, index) => ({ ...token, weight: weights[index]! })),
  };
}

describe('the shape of the distribution in words', () => {
  const said = (analysis: Analysis) => spreadText(analysis, cumulate(analysis.tokens));

  it('says how many words carry most, and as how many equal ones they count', () => {
    assert.equal(
      said(weighing(0.5, 0.25, 0.25, 0)),
      '3 of 4 words carry 80 % of the attention. It is as if the attention were spread evenly over ' +
        '2.8 of 4 words (entropy 1.50 of at most 2.00 bits).',
    );
  });

  it('says of one word that it carries most', () => {
    assert.match(said(weighing(0.9, 0.05, 0.05)), /^1 of 3 words carries 80 % of the attention\. /);
    assert.equal(said(weighing(1)), 'There is only one word, and it has all.');
  });

  it('groups thousands, and rounds where there are many', () => {
    const text = said(weighing(...new Array<number>(2000).fill(1 / 2000)));
    assert.match(text, /^1,600 of 2,000 words carry 80 %/);
    assert.match(text, /over 2,000 of 2,000 words \(entropy 10\.97 of at most 10\.97 bits\)/);
  });

  it('calls only attention attention', () => {
    for (const kind of kinds) {
      const analysis = { ...withEffects(weighing(0.5, 0.3, 0.2)), kind };
      const all = [
        spreadText(analysis, cumulate(analysis.tokens)),
        stretchText(analysis, { from: 0, to: 1 }),
        ...ARRANGEMENTS.map((arrangement) => hintText(arrangement, kind)),
      ].join(' ');
      assert.equal(/attention/i.test(all), kind === 'attention', all);
    }
  });
});

describe('a brushed stretch in words', () => {
  it('is said by its places and what it holds', () => {
    const analysis = weighing(0.5, 0.25, 0.15, 0.1);
    assert.equal(stretchText(analysis, { from: 1, to: 2 }), 'Words 2–3 of 4: 40 % of the attention');
    assert.equal(stretchText(analysis, { from: 3, to: 3 }), 'Word 4 of 4: 10 % of the attention');
    assert.equal(stretchText(analysis, { from: 0, to: 3 }), 'Words 1–4 of 4: 100 % of the attention');
    assert.match(stretchText({ ...analysis, kind: 'deletion' }, { from: 0, to: 0 }), /50 % of all effects$/);
  });
});

describe('words without weight', () => {
  it('are counted where there are any', () => {
    assert.equal(zerosText([]), null);
    assert.equal(zerosText([3]), '1 word has a share of 0 and stands on no log axis');
    assert.equal(zerosText([3, 4]), '2 words have a share of 0 and stand on no log axis');
  });
});
