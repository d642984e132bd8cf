import assert from 'node:assert/strict';
import { PanelLink } from '../../../src/webview/link';
import type { FromWebview, ToWebview, ViewState } from '../../../src/webview/protocol';
import { analysisOf, stateOf } from '../../browser/panelSamples';

const state = (model: string): ViewState => stateOf([analysisOf(1, 'Good film')], { model });

function connect() {
  const posted: ToWebview[] = [];
  const heard: unknown[][] = [];
  const link = new PanelLink(
    {
      onMark: (...args) => heard.push(['mark', ...args]),
      onReveal: (...args) => heard.push(['reveal', ...args]),
      onActivate: (...args) => heard.push(['activate', ...args]),
      onCommand: (...args) => heard.push(['command', ...args]),
      onReady: () => heard.push(['ready']),
      onHidden: () => heard.push(['hidden']),
      onFeature: (message) => heard.push(['feature', message]),
      onTrouble: (what) => heard.push(['trouble', what]),
    },
    (message) => posted.push(message),
  );
  return { link, posted, heard };
}

describe('the link to the page', () => {
  it('holds the state back until the page is ready, and then sends the latest only', () => {
    const { link, posted } = connect();
    link.setState(state('first'));
    link.setState(state('second'));
    assert.deepEqual(posted, []);
    link.receive({ type: 'ready' });
    assert.deepEqual(posted, [{ type: 'state', state: state('second') }]);
  });

  it('sends every later state at once', () => {
    const { link, posted } = connect();
    link.receive({ type: 'ready' });
    link.setState(state('first'));
    link.setState(null);
    assert.deepEqual(posted, [
      { type: 'state', state: state('first') },
      { type: 'state', state: null },
    ]);
  });

  it('sends the state again after the page was hidden or reloaded', () => {
    const { link, posted } = connect();
    link.receive({ type: 'ready' });
    link.setState(state('first'));
    link.suspend();
    link.setState(state('second'));
    assert.equal(posted.length, 1);
    link.receive({ type: 'ready' });
    assert.deepEqual(posted.at(-1), { type: 'state', state: state('second') });
  });

  it('tells once that the page is hidden, and not of one that never was ready', () => {
    const { link, heard } = connect();
    link.suspend();
    link.receive({ type: 'ready' });
    link.suspend();
    link.suspend();
    assert.deepEqual(heard, [['ready'], ['hidden']]);
  });

  it('says nothing to a restored page until there is something to say', () => {
    const { link, posted } = connect();
    link.setState(null);
    link.receive({ type: 'ready' });
    link.setState(null);
    assert.deepEqual(posted, []);
  });

  it('empties a restored page when asked to', () => {
    const { link, posted } = connect();
    link.receive({ type: 'ready' });
    link.clear();
    assert.deepEqual(posted, [{ type: 'state', state: null }]);
  });

  it('marks only in a page that is there', () => {
    const { link, posted } = connect();
    link.mark(1, 2);
    link.receive({ type: 'ready' });
    link.mark(1, 3);
    link.mark(1, null);
    assert.deepEqual(posted, [
      { type: 'mark', id: 1, token: 3 },
      { type: 'mark', id: 1, token: null },
    ]);
  });

  it('hands on what the person did', () => {
    const { link, heard } = connect();
    link.receive({ type: 'mark', id: 1, token: 4 });
    link.receive({ type: 'mark', id: 1, token: null });
    link.receive({ type: 'reveal', id: 2, token: 0 });
    link.receive({ type: 'activate', id: 3 });
    link.receive({ type: 'command', command: 'analyze' });
    assert.deepEqual(heard, [
      ['mark', 1, 4],
      ['mark', 1, null],
      ['reveal', 2, 0],
      ['activate', 3],
      ['command', 'analyze'],
    ]);
  });

  it('passes on what is meant for a feature, and tells that the page is ready', () => {
    const { link, heard } = connect();
    const message: FromWebview = { type: 'unfold', section: 'compare', open: true };
    link.receive(message);
    link.receive({ type: 'ready' });
    assert.deepEqual(heard, [['feature', message], ['ready']]);
  });
});
