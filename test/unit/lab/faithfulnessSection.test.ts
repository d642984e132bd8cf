import assert from 'node:assert/strict';
import { faithfulnessSection, withFaithfulness } from '../../../src/lab/report/faithfulnessSection';
import type { Estimate } from '../../../src/model/evaluation/bootstrap';
import type { SetReport, StoredReport } from '../../../src/model/evaluation/faithfulnessReport';

const around = (mean: number): Estimate => ({ mean, low: mean - 0.01, high: mean + 0.01, n: 9 });
const orders = { attention: around(0.1), effect: around(0.5), random: around(0.1), ratio: around(1) };

const set: SetReport = {
  data: 'a|b',
  part: 'test',
  texts: 1234,
  classes: { negative: 600, positive: 634 },
  accuracy: 0.9,
  interval: [0.88, 0.92],
  trust: {
    texts: 1234,
    words: 200,
    tau: around(0.3),
    tauRandom: around(0),
    comprehensiveness: orders,
    sufficiency: orders,
    overlap: [],
    verdicts: { agrees: 0.5, partly: 0.25, differs: 0.25, short: 0 },
    flips: around(0.02),
    attributions: {},
  },
};

const report: StoredReport = {
  ...{ version: 1, seed: 1, occlusion: 'removal', resamples: 1000 },
  ...{ model: 'tiny', backend: 'plain', kind: 'attention', sets: [set] },
};

describe('what a card says of faithfulness', () => {
  it('says what is above chance and what cannot be told from it', () => {
    const section = faithfulnessSection(report);
    assert.match(section, /^## How far attention can be believed\n/);
    assert.match(
      section,
      /\| a\\\|b, 1,234 test texts \| 0\.300 \(0\.290 to 0\.310\) \| 0\.000 \(-0\.010 to 0\.010\) \|/,
    );
    assert.match(section, /verdict agrees in 50\.0 % of the texts, partly in 25\.0 %, differs in 25\.0 %/);
    assert.match(section, /τ above that of random order, the intervals apart/);
    assert.match(
      section,
      /comprehensiveness no better than random order as far as can be told, 1\.0 times as large/,
    );
    assert.match(section, /with all weights equal 2\.0 % of the verdicts are others/);
    assert.doesNotMatch(section, /NaN|undefined/);
  });

  it('does not measure effects by themselves', () => {
    const section = faithfulnessSection({ ...report, kind: 'deletion' });
    assert.match(section, /^## How far what is shown of words can be believed\n/);
    assert.match(section, /\| 1 by definition \|/);
    assert.doesNotMatch(section, /; τ /);
  });

  it('stands before the limits, or at the end, once', () => {
    const card = '# Card\n\n## Behaviour\n\nGood.\n\n## Intended use and limits\n\n- Few.\n';
    const once = withFaithfulness(card, report);
    const section = faithfulnessSection(report);
    assert.equal(
      once,
      card.replace('## Intended', () => `${section}\n\n## Intended`),
    );
    assert.equal(withFaithfulness(once, report), once);
    const other = withFaithfulness(once, { ...report, seed: 2 });
    assert.equal(other, once.replace('seed 1', 'seed 2'));
    const bare = withFaithfulness('# Card\n', report);
    assert.equal(bare, `# Card\n\n${section}\n`);
    assert.equal(withFaithfulness(bare, report), bare);
  });
});
