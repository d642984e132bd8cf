import assert from 'node:assert/strict';
import fc from 'fast-check';
import { entryOf } from '../../../src/editor/entries';
import { readSources, type Source } from '../../../src/editor/reading';
import {
  AnalysisStore,
  firstIndex,
  tokenAt,
  unitAt,
  type Entry,
  type Slice,
} from '../../../src/editor/store';
import { FakeService, INFO } from './fakes';

const URI = 'file:///review.txt';

/** A document that is edited, and a store that is told. */
class Desk {
  readonly store = new AnalysisStore();
  private ids = 0;

  constructor(public text: string) {}

  readonly slice: Slice = (start, end) => this.text.slice(Math.max(0, start), end);

  async read(...phrases: string[]): Promise<Entry> {
    const sources: Source[] = phrases.map((text) => ({ text, start: this.text.indexOf(text) }));
    const { signal } = new AbortController();
    const reading = await readSources(new FakeService({ unit: 4 }), sources, { maxWords: 100, signal });
    const followed = sources.map(({ text, start }) => ({ span: { start, end: start + text.length } }));
    const result = { uri: URI, sources, followed, reading, ms: 1, maxWords: 100 };
    const entry = entryOf(result, this.slice, () => ++this.ids);
    assert.ok(entry);
    this.store.put(entry);
    return entry;
  }

  edit(offset: number, removed: number, put: string) {
    this.text = this.text.slice(0, offset) + put + this.text.slice(offset + removed);
    return this.store.edit(URI, [{ offset, removed, inserted: put.length }], this.slice);
  }

  /** Every live word must stand on its own text. */
  check(entry: Entry): void {
    for (const { span, text, analysis } of entry.units) {
      if (!span) continue;
      assert.equal(this.slice(span.start, span.end), text);
      for (const { start, end, text: word } of analysis.tokens) {
        assert.equal(this.slice(span.start + start, span.start + end), word);
      }
    }
  }
}

describe('the store of analyses', () => {
  it('keeps every word on its own text through any edits', async () => {
    const edit = fc.record({ at: fc.nat(80), length: fc.nat(4), put: fc.string({ maxLength: 5 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 8 }), async (edits) => {
        const desk = new Desk('Intro. one two three four five six -- seven eight. And a tail of words.');
        const entry = await desk.read('one two three four five six', 'seven eight.');
        for (const { at, length, put } of edits) {
          const offset = Math.min(at, desk.text.length);
          desk.edit(offset, Math.min(length, desk.text.length - offset), put);
          desk.check(entry);
        }
      }),
    );
  });

  it('splits a long text into units that are dropped one by one', async () => {
    const desk = new Desk('one two three four five six');
    const entry = await desk.read(desk.text);
    assert.deepEqual(
      entry.units.map(({ text }) => text),
      ['one two three four', 'five six'],
    );
    assert.deepEqual(desk.edit(20, 1, 'V'), { known: true, dropped: true });
    assert.deepEqual(
      entry.units.map(({ span }) => span),
      [{ start: 0, end: 18 }, null],
    );
  });

  it('drops a text whose first or last word grew, and keeps one that was only moved or pushed on', async () => {
    for (const [offset, removed, put, dropped] of [
      [0, 0, 'un', true], // "unkind words"
      [0, 0, 'so ', false],
      [10, 0, 's', true],
      [10, 0, '!', false],
      [10, 1, '', true], // "wordsthey said"
      [14, 2, '', false],
    ] as const) {
      const desk = new Desk('kind words they said');
      await desk.read('kind words');
      assert.deepEqual(
        desk.edit(offset, removed, put),
        { known: true, dropped },
        `${offset} ${removed} "${put}"`,
      );
    }
  });

  it('knows nothing of documents that were not read, or are forgotten', async () => {
    const desk = new Desk('kind words');
    assert.deepEqual(desk.edit(0, 0, 'x'), { known: false, dropped: false });
    desk.text = 'kind words';
    await desk.read('kind words');
    assert.equal(desk.store.forget(URI), true);
    assert.equal(desk.store.forget(URI), false);
    assert.deepEqual(desk.edit(0, 0, 'x'), { known: false, dropped: false });
  });

  it('replaces what an earlier request left in the same document', async () => {
    const desk = new Desk('kind words they said');
    await desk.read('kind words');
    const entry = await desk.read('they said');
    assert.deepEqual(desk.store.all(), [entry]);
    assert.equal(desk.store.find(1), undefined);
    assert.equal(desk.store.find(2)?.unit, entry.units[0]);
    desk.store.clear();
    assert.deepEqual(desk.store.all(), []);
  });

  it('after new line endings keeps what still stands where it stood', async () => {
    const desk = new Desk('kind words\nthey said\nand more');
    const entry = await desk.read('kind words', 'they said');
    desk.text = desk.text.replaceAll('\n', '\r\n');
    assert.deepEqual(desk.store.recheck(URI, desk.slice), { known: true, dropped: true });
    assert.deepEqual(
      entry.units.map(({ span }) => span),
      [{ start: 0, end: 10 }, null],
    );
  });

  it('has nothing live once live attention has ended: what it left is as any other analysis', async () => {
    const desk = new Desk('one two. three four.');
    const entry = await desk.read('one two.');
    desk.store.setLive(URI, true);
    desk.store.renew({ ...entry, live: true });
    assert.deepEqual(desk.store.setLive(URI, false), { dropped: false });
    assert.equal(desk.store.get(URI)?.live, false);
    assert.equal(desk.edit(4, 0, 'x').dropped, true);
  });

  it('follows the text of a request until it is released', () => {
    const desk = new Desk('kind words they said');
    const followed = desk.store.follow(URI, { start: 5, end: 10 });
    desk.edit(0, 0, 'so ');
    assert.deepEqual(followed.span, { start: 8, end: 13 });
    followed.release();
    desk.edit(0, 0, 'so ');
    assert.deepEqual(followed.span, { start: 8, end: 13 });
  });
});

describe('finding what is under the cursor', () => {
  it('prefers the unit and the word that start there to those that end there', async () => {
    const desk = new Desk('one two three four five six');
    const entry = await desk.read('one two three four', 'five six');
    const [first, second] = entry.units;
    assert.ok(first && second);
    assert.equal(unitAt(entry, 0), first);
    assert.equal(unitAt(entry, 18), first);
    assert.equal(unitAt(entry, 19), second);
    assert.equal(unitAt(entry, 27), second);
    assert.equal(unitAt(entry, 28), undefined);
    assert.deepEqual(
      [0, 2, 3, 4, 18].map((offset) => tokenAt(first, offset)),
      [0, 0, 0, 1, 3],
    );
  });

  it('finds no word between words', async () => {
    const desk = new Desk('  one  two ');
    const [unit] = (await desk.read(desk.text)).units;
    assert.ok(unit);
    const middle = unit.text.indexOf('two') - 1;
    assert.equal(tokenAt(unit, middle), undefined);
  });

  it('searches like a plain loop', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9)), fc.nat(10), (values, limit) => {
        const sorted = values.sort((a, b) => a - b);
        const expected = sorted.findIndex((value) => value >= limit);
        const found = firstIndex(sorted.length, (index) => (sorted[index] ?? 0) >= limit);
        assert.equal(found, expected < 0 ? sorted.length : expected);
      }),
    );
  });
});

describe('the entry of a request', () => {
  it('knows the blanks before a text where nothing else stands before it on its line', async () => {
    const desk = new Desk('\t  one two\nthree four\n    five six');
    const entry = await desk.read('one', 'two', 'three', 'five six');
    assert.deepEqual(
      entry.units.map(({ indent }) => indent),
      ['\t  ', undefined, undefined, '    '],
    );
  });

  it('knows what was split, and what the model says of its probabilities', async () => {
    const desk = new Desk('one two three four five six seven. eight nine');
    const whole = await desk.read('one two', 'eight nine');
    assert.equal(whole.split, undefined);
    assert.deepEqual(whole.calibration, INFO.calibration);
    const { split, units } = await desk.read('one two three four five six seven', 'eight');
    assert.equal(units.length, 3);
    assert.deepEqual(split, { units: 2, maxTokens: INFO.maxTokens });
  });
});
