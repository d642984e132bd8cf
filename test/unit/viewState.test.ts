import assert from 'node:assert/strict';
import { readConfig } from '../../src/config';
import { NO_INSIGHT } from '../../src/editor/insight';
import type { Entry, Unit } from '../../src/editor/store';
import { asPinned, viewState } from '../../src/viewState';
import { analysisOf } from './editor/fakes';

const { config } = readConfig({ get: (key) => ({ gamma: 2, scale: 'absolute' })[key] });
const IDLE = { busy: false, error: null };

const unit = (id: number, span: Unit['span']): Unit => ({
  ...{ id, text: 'a film', analysis: analysisOf('a film'), largest: 0.8, span, place: `review.txt:${id}` },
});
const [live, stale] = [unit(1, { start: 10, end: 16 }), unit(2, null)];
const entry: Entry = {
  ...{
    uri: 'u',
    units: [live, stale],
    unread: [{ span: null, reason: 'cancelled', place: 'review.txt:5' }],
    model: 'plain',
  },
  ...{ backend: 'cpu', passedOver: ['wasm: no'], ms: 7, maxWords: 5, active: stale },
};

describe('the state for the panel', () => {
  it('holds every analysis with its own text and place, and says which are stale', () => {
    const state = viewState(entry, config, IDLE);
    assert.deepEqual(
      state?.analyses.map(({ id, title, text, stale: gone }) => [id, title, text, gone]),
      [
        [1, 'review.txt:1', 'a film', false],
        [2, 'review.txt:2', 'a film', true],
      ],
    );
    for (const { text, analysis } of state?.analyses ?? []) {
      for (const token of analysis.tokens) assert.equal(text.slice(token.start, token.end), token.text);
    }
  });

  it('holds by what words are shaded where it is not their weights', () => {
    const shading = { source: 'deletion' as const, values: [0.5, -1] };
    const insight = {
      ...NO_INSIGHT,
      shadingOf: ({ model }: { model: string }, unit: Unit) =>
        unit === live && model === 'plain' ? shading : null,
    };
    const state = viewState(entry, config, IDLE, insight);
    assert.deepEqual(
      state?.analyses.map((view) => view.shading),
      [shading, undefined],
    );
    assert.equal(state?.signed, undefined);
    const chosen = { ...config, shadingSource: 'deletion' as const };
    assert.equal(viewState(entry, chosen, IDLE)?.signed, true, 'there is to be room for what says so');
  });

  it('holds the model, the shading and what was not read', () => {
    const { model, backend, passedOver, active, unread, ms, gamma, scale, emphasis } =
      viewState(entry, config, IDLE) ?? {};
    assert.deepEqual(
      [model, backend, passedOver, active, ms, gamma, scale, emphasis],
      ['plain', 'cpu', ['wasm: no'], 2, 7, 2, 'absolute', 'auto'],
    );
    assert.match(unread ?? '', /cancelled/);
  });

  it('says what was split, how the first line is indented, and what the model says of its probabilities', () => {
    const calibration = { temperature: 1.25, fittedOn: 200 };
    const units = [{ ...live, indent: '  ' }, stale];
    const state = viewState(
      { ...entry, units, calibration, split: { units: 2, maxTokens: 9 } },
      config,
      IDLE,
    );
    assert.deepEqual(state?.calibration, calibration);
    assert.match(state?.split ?? '', /^Into 2 texts.* reads 9 words at once$/);
    assert.deepEqual(
      state?.analyses.map(({ indent }) => indent),
      ['  ', undefined],
    );
    const plain = viewState(entry, config, IDLE);
    assert.deepEqual([plain?.calibration, plain?.split], [undefined, null]);
  });

  it('of a pinned analysis says when that was, and never that it was edited since', () => {
    const state = asPinned(viewState(entry, config, IDLE)!, 1234);
    assert.equal(state.pinned, 1234);
    assert.ok(state.analyses.every((view) => !view.stale));
    assert.equal(viewState(entry, config, IDLE)!.pinned, undefined);
  });

  it('is nothing before the first request, but tells that one is running or failed', () => {
    assert.equal(viewState(undefined, config, IDLE), null);
    assert.equal(viewState(undefined, config, { busy: true, error: null })?.busy, true);
    const failed = viewState(undefined, config, { busy: false, error: 'No model.' });
    assert.deepEqual([failed?.error, failed?.analyses, failed?.model], ['No model.', [], 'imdb-attention']);
  });
});
