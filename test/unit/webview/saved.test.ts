import assert from 'node:assert/strict';
import { ARRANGEMENTS } from '../../../src/webview/client/chartData';
import { fromSaved, toSave } from '../../../src/webview/client/saved';
import { analysisOf, prose, stateOf } from '../../browser/panelSamples';

const PLAIN = { order: 'reading', zoom: 'words', kept: {} } as const;

describe('what the page leaves for after a window reload', () => {
  it('comes back as it was, settled', () => {
    const state = stateOf([analysisOf(1, 'Good film')], { busy: true, error: 'no model' });
    const back = fromSaved(
      JSON.parse(JSON.stringify(toSave(state, { order: 'sorted', zoom: 'whole', kept: { open: true } }))),
    );
    assert.deepEqual(back, {
      version: 2,
      state: { ...state, busy: false, error: null },
      order: 'sorted',
      zoom: 'whole',
      kept: { open: true },
    });
  });

  it('keeps the chart that was chosen, and knows what older pages chose', () => {
    for (const order of ARRANGEMENTS) {
      assert.equal(fromSaved(toSave(null, { ...PLAIN, order }))?.order, order);
    }
    for (const order of ['reading', 'sorted'] as const) {
      // As written before there were other charts.
      assert.equal(fromSaved({ version: 2, state: null, order, zoom: 'words', kept: {} })?.order, order);
    }
    assert.equal(fromSaved({ version: 2, order: 'toString' })?.order, 'reading');
  });

  it('keeps nothing of a state without analyses', () => {
    assert.equal(toSave(null, PLAIN).state, null);
    assert.equal(toSave(stateOf([]), PLAIN).state, null);
  });

  it('keeps only the charted text of a very long document', () => {
    const analyses = [1, 2, 3].map((id) => analysisOf(id, prose(2000)));
    const { state } = toSave(stateOf(analyses, { active: 2 }), PLAIN);
    assert.deepEqual(state?.analyses, [analyses[1]]);
    assert.equal(state.active, 2);
  });

  it('is refused when it is another version’s or damaged', () => {
    for (const value of [undefined, null, 7, 'x', {}, { version: 1, state: null }]) {
      assert.equal(fromSaved(value), null);
    }
    assert.deepEqual(fromSaved({ version: 2, state: { analyses: 'no' }, order: 'up', zoom: 3 }), {
      version: 2,
      state: null,
      order: 'reading',
      zoom: 'words',
      kept: {},
    });
  });
});
