import assert from 'node:assert/strict';
import type { Reading, Source } from '../../../../src/editor/reading';
import { Follower, SLOW, SLOW_PASSES, type Pass, type Reason } from '../../../../src/features/live/follower';
import { analysisOf, INFO } from '../../editor/fakes';

interface Request {
  readonly texts: readonly string[];
  readonly signal: AbortSignal;
  /** What was read, or why not. */
  answer(): Promise<void>;
  fail(error: Error): Promise<void>;
}

/** Lets what waits for promises go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A text, a clock that only goes when it is told to, and a service that answers when it is told to. */
class Desk {
  paragraphs: string[] = [];
  limit = 1000;
  readonly requests: Request[] = [];
  readonly shown: Pass[] = [];
  readonly stops: Reason[] = [];
  readonly failures: unknown[] = [];
  private time = 0;
  private timers: { readonly at: number; readonly run: () => void }[] = [];
  readonly follower = new Follower({
    now: () => this.time,
    after: (ms, run) => {
      const timer = { at: this.time + ms, run };
      this.timers.push(timer);
      return () => void (this.timers = this.timers.filter((one) => one !== timer));
    },
    length: () => this.paragraphs.join('\n\n').length,
    sources: () => this.paragraphs.map((text, index) => ({ text, start: index * 100 })),
    maxWords: () => this.limit,
    read: (sources, signal) => this.read(sources, signal),
    show: (pass) => void this.shown.push(pass),
    onStop: (reason) => void this.stops.push(reason),
    onFail: (error) => void this.failures.push(error),
  });

  constructor(...paragraphs: string[]) {
    this.paragraphs = paragraphs;
  }

  async write(...paragraphs: string[]): Promise<void> {
    this.paragraphs = paragraphs;
    this.follower.changed();
    await settle();
  }

  async wait(ms: number): Promise<void> {
    this.time += ms;
    const due = this.timers.filter(({ at }) => at <= this.time).sort((a, b) => a.at - b.at);
    this.timers = this.timers.filter((timer) => !due.includes(timer));
    for (const { run } of due) run();
    await settle();
  }

  /** Reads everything there is, in no time. */
  async ready(): Promise<this> {
    this.follower.changed();
    await this.wait(30);
    await this.requests.at(-1)?.answer();
    return this;
  }

  texts(): readonly (readonly string[])[] {
    return this.requests.map(({ texts }) => texts);
  }

  private read(sources: readonly Source[], signal: AbortSignal): Promise<Reading> {
    return new Promise((resolve, reject) => {
      const { name: model, backend, passedOver, calibration, maxTokens } = INFO;
      const facts = { model, backend, passedOver, calibration, maxTokens };
      this.requests.push({
        texts: sources.map(({ text }) => text),
        signal,
        answer: async () => {
          const { aborted } = signal;
          const read = (text: string) =>
            aborted
              ? { analyses: [], unread: [{ start: 0, end: text.length }] }
              : { analyses: [analysisOf(text)], unread: [] };
          resolve({ ...facts, cancelled: aborted, sources: sources.map(({ text }) => read(text)) });
          await settle();
        },
        fail: async (error) => {
          reject(error);
          await settle();
        },
      });
    });
  }
}

const shownTexts = ({ sources, readingOf }: Pass) =>
  sources.map(({ text }) =>
    readingOf(text)
      ?.analyses[0]?.tokens.map((token) => token.text)
      .join(' '),
  );

describe('reading a text while it is written', () => {
  it('reads all of it first, and then only what has changed', async () => {
    const desk = await new Desk('one two', 'three', 'four').ready();
    await desk.write('one two', 'three and', 'four');
    await desk.wait(30);
    await desk.requests[1]?.answer();
    assert.deepEqual(desk.texts(), [['one two', 'three', 'four'], ['three and']]);
    assert.deepEqual(shownTexts(desk.shown[1]!), ['one two', 'three and', 'four']);
  });

  it('asks for a text that stands there twice only once', async () => {
    const desk = await new Desk('one', 'one').ready();
    assert.deepEqual(desk.texts(), [['one']]);
    assert.deepEqual(shownTexts(desk.shown[0]!), ['one', 'one']);
  });

  it('asks for nothing where nothing is new: a text that was moved, taken out, or undone', async () => {
    const desk = await new Desk('one', 'two').ready();
    for (const texts of [['two', 'one'], ['two'], [], ['one', 'two']]) {
      await desk.write(...texts);
      await desk.wait(30);
      assert.deepEqual(shownTexts(desk.shown.at(-1)!), texts);
    }
    assert.equal(desk.requests.length, 1);
  });

  it('waits for a moment, once for all that is typed in it, and never longer', async () => {
    const desk = await new Desk('one').ready();
    await desk.write('a');
    await desk.write('ab');
    await desk.write('abc');
    await desk.wait(30);
    assert.deepEqual(desk.texts().slice(1), [['abc']]);
  });

  it('has one request at a time; of what is typed meanwhile only the latest is read', async () => {
    const desk = await new Desk('one').ready();
    await desk.write('a');
    await desk.wait(30);
    await desk.write('ab');
    await desk.write('abc');
    await desk.wait(10);
    assert.equal(desk.requests.length, 2);
    await desk.requests[1]?.answer();
    assert.equal(desk.shown.length, 1, 'what no longer stands there is not shown');
    await desk.wait(30);
    assert.deepEqual(desk.texts().slice(1), [['a'], ['abc']]);
    await desk.requests[2]?.answer();
    assert.deepEqual(shownTexts(desk.shown[1]!), ['abc']);
  });

  it('ends a request that takes long once the text has changed, and reads what was not read of it', async () => {
    const desk = await new Desk('one').ready();
    await desk.write('one', 'long');
    await desk.wait(30);
    await desk.wait(20);
    await desk.write('one', 'long', 'more');
    assert.equal(desk.requests[1]?.signal.aborted, false);
    await desk.wait(40);
    assert.equal(desk.requests[1]?.signal.aborted, true);
    await desk.requests[1]?.answer();
    await desk.wait(30);
    assert.deepEqual(desk.texts()[2], ['long', 'more']);
    await desk.wait(100);
    await desk.write('one', 'other');
    assert.equal(desk.requests[2]?.signal.aborted, true, 'one that has long been under way ends at once');
  });

  it('reads nothing while nobody looks, and all that has changed once somebody does', async () => {
    const desk = await new Desk('one').ready();
    desk.follower.pause();
    await desk.write('two');
    await desk.wait(1000);
    assert.equal(desk.requests.length, 1);
    desk.follower.resume();
    await desk.wait(30);
    assert.deepEqual(desk.texts()[1], ['two']);
    await desk.requests[1]?.answer();
    desk.follower.pause();
    desk.follower.resume();
    await desk.wait(30);
    assert.equal(desk.requests.length, 2, 'nothing has changed');
  });

  it('reads everything anew with another model', async () => {
    const desk = await new Desk('one', 'two').ready();
    desk.follower.renew();
    await desk.wait(30);
    await desk.requests[1]?.answer();
    assert.deepEqual(desk.texts()[1], ['one', 'two']);
    assert.equal(desk.shown.length, 2);
  });

  it('keeps nothing of a model that was changed while it read', async () => {
    const desk = await new Desk('one').ready();
    await desk.write('two');
    await desk.wait(30);
    desk.follower.renew();
    assert.equal(desk.requests[1]?.signal.aborted, true);
    await desk.requests[1]?.fail(new Error('The analyzer was closed.'));
    await desk.wait(30);
    await desk.requests[2]?.answer();
    assert.deepEqual(desk.texts()[2], ['two']);
    assert.deepEqual(desk.failures, []);
    assert.equal(desk.shown.length, 2);
  });

  it('ends with an error where the service fails', async () => {
    const desk = await new Desk('one').ready();
    await desk.write('two');
    await desk.wait(30);
    const error = new Error('no model here');
    await desk.requests[1]?.fail(error);
    assert.deepEqual(desk.failures, [error]);
    await desk.write('three');
    await desk.wait(1000);
    assert.equal(desk.requests.length, 2);
  });

  it('ends above the limit of words, counted where it may be passed, and before reading where it must be', async () => {
    const counted = new Desk('one two three');
    counted.limit = 2;
    await counted.ready();
    assert.deepEqual(counted.stops, ['words']);
    assert.equal(counted.shown.length, 0);
    const long = new Desk('a word or more of text');
    long.limit = 2;
    await long.ready();
    assert.deepEqual(long.stops, ['words']);
    assert.equal(long.requests.length, 0);
  });

  it('ends where several readings in a row take too long, the first of all not counted', async () => {
    const desk = new Desk('one');
    desk.follower.changed();
    await desk.wait(30);
    await desk.wait(10 * SLOW);
    await desk.requests[0]?.answer();
    const pass = async (text: string, ms: number) => {
      await desk.write(text);
      await desk.wait(30);
      await desk.wait(ms);
      await desk.requests.at(-1)?.answer();
    };
    for (let i = 1; i < SLOW_PASSES; i++) await pass(`slow ${i}`, SLOW + 1);
    await pass('quick', 1);
    for (let i = 1; i < SLOW_PASSES; i++) await pass(`slow again ${i}`, SLOW + 1);
    assert.deepEqual(desk.stops, []);
    await pass('one too many', SLOW + 1);
    assert.deepEqual(desk.stops, ['slow']);
    assert.deepEqual(shownTexts(desk.shown.at(-1)!), ['one too many']);
    await desk.write('and on');
    await desk.wait(1000);
    assert.equal(desk.requests.at(-1)?.texts[0], 'one too many');
  });

  it('shows nothing once it was ended, and ends what it is reading', async () => {
    const desk = new Desk('one');
    desk.follower.changed();
    await desk.wait(30);
    desk.follower.dispose();
    assert.equal(desk.requests[0]?.signal.aborted, true);
    await desk.requests[0]?.answer();
    await desk.wait(1000);
    assert.equal(desk.shown.length, 0);
    assert.deepEqual([...desk.stops, ...desk.failures], []);
  });

  it('forgets texts that stood there long ago', async () => {
    const desk = await new Desk('0').ready();
    for (let i = 1; i < 100; i++) {
      await desk.write(String(i));
      await desk.wait(30);
      await desk.requests.at(-1)?.answer();
    }
    const { length } = desk.requests;
    await desk.write('98');
    await desk.wait(30);
    assert.equal(desk.requests.length, length, 'the last are remembered');
    await desk.write('0');
    await desk.wait(30);
    assert.equal(desk.requests.length, length + 1);
  });
});
