import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { PinHistory } from '../../../src/features/pins/history';
import { entryOf, fromStored, pinLine, toStored, type Pin } from '../../../src/features/pins/pin';
import { Pins } from '../../../src/features/pins/pins';
import { InputError, type Span } from '../../../src/model/types';
import { analysisOf, effectsOf, MOODS } from '../editor/fakes';
import { placeOfText } from '../../../src/editor/textPlace';
import { FakeMemory, FakeSurface } from './fakes';

const KEY = 'attentionInspector.pins';

const given = (text: string, changes: Partial<Pin> = {}): Omit<Pin, 'id'> => ({
  ...{ at: 1000, uri: 'untitled:Untitled-1', place: 'Untitled-1:1', start: 0, text },
  ...{ model: 'plain', backend: 'cpu', analysis: analysisOf(text), ...changes },
});

function history(memory = new FakeMemory(), limits?: { pins: number; characters: number }) {
  const log: string[] = [];
  return { pins: new PinHistory(memory, (line) => log.push(line), limits), memory, log };
}

describe('a pinned analysis', () => {
  it('is written down and read back to the last number, without its words a second time', () => {
    const effects = effectsOf('sad unknownword 🎬 film', [0.5, -0.25, 0.1, 1 / 3], MOODS);
    const full = { ...effects, padding: 0.25, bias: -0.5 };
    for (const analysis of [analysisOf('a fine unknownword film'), full]) {
      const text = analysis === full ? 'sad unknownword 🎬 film' : 'a fine unknownword film';
      const pin: Pin = { ...given(text, { analysis }), id: 3 };
      const stored = JSON.parse(JSON.stringify(toStored(pin))) as object;
      assert.deepEqual(fromStored(stored), pin);
      assert.equal(JSON.stringify(stored).split('film').length, 2);
    }
  });

  it('is refused where it is damaged, and nothing of its text is said', () => {
    const good = toStored({ ...given('a private word'), id: 1 });
    const damaged: [object, string][] = [
      [{ ...good, text: undefined }, 'text'],
      [{ ...good, at: 'private' }, 'at'],
      [{ ...good, weights: [0.5, 0.5] }, 'as a whole'],
      [{ ...good, ends: [1, 9, 99] }, 'as a whole'],
      [{ ...good, starts: [2, 0, 10] }, 'as a whole'],
      [{ ...good, weights: [0.5, null, 0.5] }, 'weights.1'],
      [{ ...good, label: 'private' }, 'as a whole'],
      [{ ...good, backend: 'private' }, 'backend'],
      [{ ...good, starts: [], ends: [], weights: [] }, 'starts'],
      [{ ...good, classes: [{ label: 'positive', probability: 7 }] }, 'classes.0.probability'],
    ];
    for (const [value, where] of damaged) assert.deepEqual(fromStored(value), { damaged: where });
    for (const value of [null, 7, 'private', []]) assert.ok('damaged' in fromStored(value));
  });

  it('is shown as an entry of its own, whose number no live one has', () => {
    const pin: Pin = { ...given('a fine film'), id: 4 };
    const { active, units, unread, model } = entryOf(pin);
    assert.deepEqual([active.id, active.span, units.length, unread, model], [-4, null, 1, [], 'plain']);
    assert.equal(active.largest, Math.max(...pin.analysis.tokens.map(({ weight }) => weight)));
    const { snippet, words, verdict } = pinLine({ ...pin, text: `a  fine\n\nfilm ${'x'.repeat(200)}` });
    assert.match(snippet, /^a fine film x+…$/);
    assert.deepEqual([words, verdict], [3, { label: 'positive', probability: 0.9 }]);
  });
});

describe('the history of pins', () => {
  it('has the latest first, and is there after a restart', () => {
    const { pins, memory } = history();
    pins.add(given('first text'));
    pins.add(given('second text'));
    const texts = (one: PinHistory) => one.pins.map(({ id, text }) => [id, text]);
    const expected = [
      [2, 'second text'],
      [1, 'first text'],
    ];
    assert.deepEqual(texts(pins), expected);
    const again = history(memory);
    assert.deepEqual(texts(again.pins), expected);
    assert.equal(again.pins.add(given('third')).id, 3);
    assert.deepEqual(again.log, []);
  });

  it('holds the same reading once, and a text again where it reads otherwise', () => {
    const { pins } = history();
    pins.add(given('a text'));
    pins.add(given('other'));
    pins.add(given('a text', { at: 2000 }));
    assert.deepEqual(
      pins.pins.map(({ text, at }) => [text, at]),
      [
        ['a text', 2000],
        ['other', 1000],
      ],
    );
    pins.add(given('a text', { analysis: analysisOf('a text', 'negative', 0.6) }));
    pins.add(given('a text', { model: 'another' }));
    assert.equal(pins.pins.length, 4);
  });

  it('lets the oldest go where there are too many, or too much', () => {
    const few = history(undefined, { pins: 3, characters: 100_000 }).pins;
    for (const text of ['a', 'b', 'c', 'd', 'e']) few.add(given(text));
    assert.deepEqual(
      few.pins.map(({ text }) => text),
      ['e', 'd', 'c'],
    );

    const size = JSON.stringify(toStored({ ...given('x'.repeat(500)), id: 1 })).length;
    const { pins, memory } = history(undefined, { pins: 50, characters: 2 * size + 10 });
    for (const letter of ['x', 'y', 'z']) pins.add(given(letter.repeat(500)));
    assert.deepEqual(
      pins.pins.map(({ text }) => text[0]),
      ['z', 'y'],
    );
    assert.deepEqual(
      history(memory, { pins: 1, characters: 1e6 }).pins.pins.map(({ text }) => text[0]),
      ['z'],
    );
  });

  it('refuses what alone is too large, and keeps what it has', () => {
    const { pins } = history(undefined, { pins: 50, characters: 1000 });
    pins.add(given('small'));
    assert.throws(
      () => pins.add(given('word '.repeat(400).trim())),
      (error) => {
        assert.ok(error instanceof InputError);
        assert.match(error.message, /^A text of 400 words is too long to pin/);
        return true;
      },
    );
    assert.deepEqual(
      pins.pins.map(({ text }) => text),
      ['small'],
    );
  });

  it('leaves out what is damaged, with a line in the log that says nothing of the text', () => {
    const { pins, memory } = history();
    for (const text of ['one', 'private two', 'three']) pins.add(given(text));
    const stored = memory.values.get(KEY) as { version: number; pins: { text: unknown; id: number }[] };
    stored.pins[1]!.text = 5;
    stored.pins.push({ ...stored.pins[0]! }, null as never);
    const { pins: left, log } = history(memory);
    assert.deepEqual(
      left.pins.map(({ text }) => text),
      ['three', 'one'],
    );
    assert.deepEqual(log, [
      'Pinned analysis 2 of 5 is damaged (text) and was left out.',
      'Pinned analysis 4 of 5 is damaged (id) and was left out.',
      'Pinned analysis 5 of 5 is damaged (as a whole) and was left out.',
    ]);
  });

  it('is empty, with a line in the log, where it is damaged as a whole or another version’s', () => {
    for (const value of [7, 'x', null, [], { version: 2, pins: [] }, { version: 1, pins: 'no' }]) {
      const memory = new FakeMemory();
      memory.values.set(KEY, value);
      const { pins, log } = history(memory);
      assert.deepEqual([pins.pins, log.length], [[], 1]);
      pins.add(given('new'));
      assert.equal(history(memory).pins.pins.length, 1);
    }
  });

  it('goes without a trace when all are removed, and says in the log what could not be written', async () => {
    const { pins, memory, log } = history();
    const { id } = pins.add(given('one'));
    pins.add(given('two'));
    pins.remove(id);
    assert.deepEqual(
      pins.pins.map(({ text }) => text),
      ['two'],
    );
    pins.clear();
    assert.equal(memory.values.has(KEY), false);
    memory.failing = true;
    pins.add(given('three'));
    await new Promise((resolve) => setTimeout(resolve));
    assert.deepEqual(log, ['The pinned analyses could not be written down: Error: no room']);
  });
});

describe('where a pinned text stands by now', () => {
  const slice = (whole: string) => (start: number, end: number) => whole.slice(start, end);
  const find = (text: string, was: number, whole: string) =>
    placeOfText(text, was, slice(whole), () => whole);

  it('is where it was, or the only other place', () => {
    assert.equal(find('good', 4, 'has good good'), 4);
    assert.equal(find('good', 0, 'has good'), 4);
    assert.equal(find('good', 9, 'good and good'), 9);
    assert.equal(find('good', 1, 'good and good'), null, 'either may be meant');
    assert.equal(find('good', 0, 'bad'), null);
  });
});

function bench() {
  const fake = new FakeSurface();
  const { pins: list, memory } = history();
  const revealed: [string, Span][] = [];
  const said: string[] = [];
  const texts = new Map<string, string>();
  let yes = true;
  let changes = 0;
  const pins = new Pins(fake.surface, {
    history: list,
    document: (uri) => {
      const text = texts.get(uri);
      return text === undefined
        ? undefined
        : ({ uri, getText: () => text } as unknown as vscode.TextDocument);
    },
    reveal: async (document, span) => void revealed.push([String(document.uri), span]),
    confirm: async (question) => (said.push(question), yes),
    say: (message) => said.push(message),
    changed: () => changes++,
    now: () => 5000,
  });
  const lines = () => fake.latest('pins')?.pins.map(({ id, snippet }) => [id, snippet]);
  const answer = (value: boolean) => (yes = value);
  return { fake, pins, list, memory, revealed, said, texts, lines, answer, changes: () => changes };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('pinning', () => {
  it('keeps what is shown: text, analysis, model, place and time', () => {
    const { fake, list, said, lines, changes } = bench();
    const entry = fake.put('a', ['one text', 'two texts']);
    entry.active = entry.units[1]!;
    fake.say({ type: 'pin' });
    const { id, ...pin } = list.pins[0]!;
    const { text, analysis } = entry.units[1]!;
    assert.deepEqual(pin, {
      ...{ at: 5000, uri: 'a', place: 'a:2', start: 10, text, model: 'plain', backend: 'cpu', analysis },
    });
    assert.deepEqual([said, lines(), changes()], [['Pinned: a:2'], [[id, 'two texts']], 1]);
  });

  it('says so where there is nothing to pin, or it is pinned already, or too long', async () => {
    const { fake, pins, said, list } = bench();
    pins.pin();
    fake.put('a', ['one text']);
    pins.pin();
    fake.store.clear();
    await pins.open(list.pins[0]!.id);
    pins.pin();
    assert.deepEqual(said, [
      'There is no analysis to pin yet.',
      'Pinned: a:1',
      'This analysis is pinned already.',
    ]);
    fake.showKept(null);
    fake.put('a', ['word '.repeat(80_000).trim()]);
    pins.pin();
    assert.match(String(fake.failures), /80,000 words is too long/);
  });

  it('waits for a text whose words were edited and not read yet: its weights would be those of another', () => {
    const { fake, pins, said, list } = bench();
    const entry = fake.put('a', ['one text']);
    entry.active = { ...entry.active, carried: true };
    pins.pin();
    assert.deepEqual(list.pins, []);
    assert.deepEqual(said, ['The text has just been edited. Pin it once it has been read anew.']);
  });

  it('tells a page that was loaded what there is', () => {
    const { fake, pins } = bench();
    fake.put('a', ['one text']);
    pins.pin();
    fake.posted.length = 0;
    fake.loadPage();
    assert.equal(fake.latest('pins')?.pins.length, 1);
    pins.dispose();
    assert.equal(fake.listeners, 0);
  });
});

describe('a pinned analysis that is opened again', () => {
  it('is shown as it was where its text is gone, with nothing to be seen in an editor', async () => {
    const { fake, pins, list, revealed } = bench();
    fake.put('a', ['one text']);
    pins.pin();
    fake.store.clear();
    const { id } = list.pins[0]!;
    fake.say({ type: 'openPin', id });
    await settle();
    assert.deepEqual(fake.kept()?.entry.active.text, 'one text');
    assert.deepEqual([fake.kept()?.at, fake.latest('pins')?.shown, revealed], [5000, id, []]);
    fake.say({ type: 'leavePin' });
    assert.deepEqual([fake.kept(), fake.latest('pins')?.shown], [null, null]);
  });

  it('is shown where its text stands in an open document, also a moved one', async () => {
    const { fake, pins, list, revealed, texts } = bench();
    fake.put('a', ['one text']);
    pins.pin();
    fake.store.clear();
    texts.set('a', 'Before. one text');
    await pins.open(list.pins[0]!.id);
    assert.deepEqual(revealed, [['a', { start: 8, end: 16 }]]);
    assert.ok(fake.kept());
    texts.set('a', 'changed');
    await pins.open(list.pins[0]!.id);
    assert.equal(revealed.length, 1);
  });

  it('is the live one where that is still there', async () => {
    const { fake, pins, list, revealed, texts } = bench();
    const entry = fake.put('a', ['one text', 'two texts']);
    pins.pin();
    texts.set('a', 'one text\n\ntwo texts');
    entry.active = entry.units[1]!;
    fake.put('b', ['else'], { id: 8 });
    await pins.open(list.pins[0]!.id);
    assert.equal(fake.kept(), null);
    assert.equal(fake.subject()?.unit, entry.units[0]);
    assert.deepEqual(revealed, [['a', { start: 0, end: 8 }]]);
    // Read by another model since, it is another reading.
    fake.put('a', ['one text'], { model: 'other', id: 20 });
    await pins.open(list.pins[0]!.id);
    assert.ok(fake.kept());
  });

  it('was removed meanwhile: the list is told anew', async () => {
    const { fake, pins } = bench();
    await pins.open(99);
    assert.deepEqual(fake.latest('pins'), { type: 'pins', pins: [], shown: null });
  });
});

describe('removing pins', () => {
  it('takes one away, also from the panel that shows it', async () => {
    const { fake, pins, list, lines } = bench();
    fake.put('a', ['one']);
    pins.pin();
    fake.put('a', ['two'], { id: 3 });
    pins.pin();
    fake.store.clear();
    const [second, first] = list.pins;
    await pins.open(first!.id);
    fake.say({ type: 'removePin', id: first!.id });
    assert.equal(fake.kept(), null);
    assert.deepEqual(lines(), [[second!.id, 'two']]);
  });

  it('takes all away when asked twice', async () => {
    const { fake, pins, list, said, answer, lines } = bench();
    fake.say({ type: 'removePins' });
    await settle();
    assert.deepEqual(said, []);
    for (const text of ['one', 'two']) {
      fake.put('a', [text]);
      pins.pin();
    }
    answer(false);
    fake.say({ type: 'removePins' });
    await settle();
    assert.equal(list.pins.length, 2);
    answer(true);
    fake.say({ type: 'removePins' });
    await settle();
    assert.equal(said.at(-1), 'Remove all 2 pinned analyses?');
    assert.deepEqual([lines(), list.pins.length], [[], 0]);
  });
});
