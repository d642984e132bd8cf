/**
 * Settings of a workspace that is not trusted. The host of these tests has trust turned off, so that every workspace
 * counts as trusted: what stands in for VS Code here is the settings' reader; `workbenchUntrusted.test.ts` has the real one.
 */
import assert from 'node:assert/strict';
import { guarded, RESTRICTED, restrictedIn } from '../../src/untrusted';

const settings = {
  get: (key: string): unknown => ({ model: '/evil/model', backend: 'tfjs-node', gamma: 3 })[key],
  inspect: (key: string) =>
    ({ model: { defaultValue: 'imdb-attention' }, backend: { defaultValue: 'auto', globalValue: 'plain' } })[
      key
    ],
};

describe('an untrusted workspace', () => {
  it('has no say in what is loaded; in what only looks different it has', () => {
    const seen = guarded(settings, false);
    assert.deepEqual(
      [seen.get('model'), seen.get('backend'), seen.get('gamma')],
      ['imdb-attention', 'plain', 3],
    );
    const trusted = guarded(settings, true);
    assert.deepEqual([trusted.get('model'), trusted.get('backend')], ['/evil/model', 'tfjs-node']);
  });

  it('is known to have asked for something by the names in its settings', () => {
    assert.deepEqual([...RESTRICTED], ['attentionInspector.model', 'attentionInspector.backend']);
    assert.deepEqual(restrictedIn('{ // comment\n "attentionInspector.model": "/x", }'), [
      'attentionInspector.model',
    ]);
    assert.deepEqual(restrictedIn('{ "attentionInspector.gamma": 2 }'), []);
  });
});
