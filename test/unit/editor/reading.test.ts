import assert from 'node:assert/strict';
import { entryOf } from '../../../src/editor/entries';
import { readSources, rebase, type Source } from '../../../src/editor/reading';
import { FakeService, INFO, analysisOf } from './fakes';

const sources = (...texts: string[]): Source[] => texts.map((text, index) => ({ text, start: index * 100 }));

describe('reading several texts', () => {
  it('asks once for each and keeps their order', async () => {
    const service = new FakeService();
    const { signal } = new AbortController();
    const reading = await readSources(service, sources('a b', 'c'), { maxWords: 10, signal });
    assert.deepEqual(service.requests, ['a b', 'c']);
    assert.deepEqual(
      reading.sources.map(({ analyses }) => analyses.map(({ tokens }) => tokens.length)),
      [[2], [1]],
    );
    assert.equal(reading.model, INFO.name);
    assert.deepEqual(reading.passedOver, INFO.passedOver);
    assert.equal(reading.cancelled, false);
  });

  it('shares one limit of words among them and marks the rest as unread', async () => {
    const service = new FakeService();
    const { signal } = new AbortController();
    const reading = await readSources(service, sources('a b', 'c d e', 'f'), { maxWords: 3, signal });
    assert.deepEqual(
      reading.sources.map(({ unread }) => unread),
      [[], [{ start: 2, end: 5 }], [{ start: 0, end: 1 }]],
    );
    assert.deepEqual(service.requests, ['a b', 'c d e']);
  });

  it('tells progress that only grows, up to the whole', async () => {
    const shares: number[] = [];
    const { signal } = new AbortController();
    const onProgress = (share: number) => void shares.push(share);
    await readSources(new FakeService({ unit: 1 }), sources('a b', 'c'), {
      maxWords: 10,
      signal,
      onProgress,
    });
    assert.deepEqual(shares, [1 / 3, 2 / 3, 1]);
  });

  it('when cancelled gives what was read so far and the rest as unread', async () => {
    const abort = new AbortController();
    const reading = await readSources(new FakeService({ unit: 1 }), sources('a b', 'c'), {
      maxWords: 10,
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    assert.equal(reading.cancelled, true);
    assert.deepEqual(
      reading.sources.map(({ analyses }) => analyses.length),
      [1, 0],
    );
    assert.deepEqual(
      reading.sources.map(({ unread }) => unread),
      [[{ start: 2, end: 3 }], [{ start: 0, end: 1 }]],
    );
  });

  it('fails as the service fails', async () => {
    const { signal } = new AbortController();
    const service = new FakeService({ error: new Error('no model here') });
    await assert.rejects(readSources(service, sources('a'), { maxWords: 1, signal }), /no model here/);
  });
});

describe('an entry', () => {
  const read = async (document: string, source: Source, span: { start: number; end: number } | null) => {
    const { signal } = new AbortController();
    const reading = await readSources(new FakeService({ unit: 2 }), [source], { maxWords: 3, signal });
    const result = { uri: 'u', sources: [source], followed: [{ span }], reading, ms: 1, maxWords: 3 };
    let id = 0;
    return entryOf(
      result,
      (start, end) => document.slice(start, end),
      () => ++id,
    );
  };
  const source = { text: 'one two three four', start: 3 };

  it('counts offsets from where each unit stands, in a document that has moved meanwhile', async () => {
    const entry = await read('-----one two three four', source, { start: 5, end: 23 });
    assert.deepEqual(
      entry?.units.map(({ id, span, text, analysis }) => [id, span, text, analysis.tokens[0]?.start]),
      [
        [1, { start: 5, end: 12 }, 'one two', 0],
        [2, { start: 13, end: 18 }, 'three', 0],
      ],
    );
    assert.deepEqual(entry?.unread, [{ span: { start: 19, end: 23 }, reason: 'limit', place: '' }]);
  });

  it('is none for a text that was edited meanwhile, told or not', async () => {
    assert.equal(await read('---one two three four', source, null), null);
    assert.equal(await read('---one TWO three four', source, { start: 3, end: 21 }), null);
  });

  it('holds analyses whose offsets index their own text', () => {
    const given = 'some words here';
    const whole = analysisOf(given);
    const part = { ...whole, start: 5, end: 15, tokens: whole.tokens.slice(1) };
    const { text, analysis } = rebase(part, given);
    assert.equal(text, 'words here');
    assert.deepEqual([analysis.start, analysis.end], [0, 10]);
    for (const token of analysis.tokens) assert.equal(text.slice(token.start, token.end), token.text);
  });
});
