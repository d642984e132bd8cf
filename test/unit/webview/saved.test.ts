import assert from 'node:assert/strict';
import { fromSaved, toSave } from '../../../src/webview/client/saved';
import { analysisOf, prose, stateOf } from '../../browser/panelSamples';

describe('what the page leaves for after a window reload', () => {
  it('comes back as it was, settled', () => {
    const state = stateOf([analysisOf(1, 'Good film')], { busy: true, error: 'no model' });
    const back = fromSaved(JSON.parse(JSON.stringify(toSave(state, 'sorted', 'whole'))));
    assert.deepEqual(back, {
      version: 2,
      state: { ...state, busy: false, error: null },
      order: 'sorted',
      zoom: 'whole',
    });
  });

  it('keeps nothing of a state without analyses', () => {
    assert.equal(toSave(null, 'reading', 'words').state, null);
    assert.equal(toSave(stateOf([]), 'reading', 'words').state, null);
  });

  it('keeps only the charted text of a very long document', () => {
    const analyses = [1, 2, 3].map((id) => analysisOf(id, prose(2000)));
    const { state } = toSave(stateOf(analyses, { active: 2 }), 'reading', 'words');
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
    });
  });
});
