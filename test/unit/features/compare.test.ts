import assert from 'node:assert/strict';
import { Compare } from '../../../src/features/compare/compare';
import { readingOf, wholeOf } from '../../../src/features/compare/merge';
import { InputError } from '../../../src/model/types';
import { analysisOf, effectsOf, FakeService, INFO } from '../editor/fakes';
import { FakeMemory, FakeSurface, until } from './fakes';

const TEXT = 'a good film indeed';
const open = { type: 'unfold', section: 'compare', open: true } as const;

function bench(make?: (model: string) => FakeService) {
  const fake = new FakeSurface(make);
  fake.settings = { ...fake.settings, model: 'first' };
  const memory = new FakeMemory();
  const models = ['first', 'second', 'third'];
  const options = { models: async () => models, pins: () => [], memory, delay: 0 };
  const compare = new Compare(fake.surface, options);
  const shown = () => fake.latest('modelsCompared')?.compared;
  const states = () =>
    shown()
      ?.columns.map(({ state }) => state)
      .join(' ');
  return { fake, memory, compare, shown, states };
}

/** A service whose readings wait until they are let go. */
function held() {
  const gates: (() => void)[] = [];
  const hold = () => new Promise<void>((resolve) => void gates.push(resolve));
  return { service: new FakeService({ hold }), gates };
}

describe('several models on one text', () => {
  it('are asked for nothing while the section is folded up', async () => {
    const { fake, compare } = bench();
    fake.put('a', [TEXT]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual([fake.services.size, fake.posted.length, compare.comparison()], [0, 0, null]);
  });

  it('are all read one after the other, the settings’ first, and told as they come', async () => {
    const { fake, shown, states, compare } = bench();
    fake.put('a', [TEXT]);
    fake.say(open);
    await until(() => states() === 'done done done');
    assert.deepEqual(shown()?.chosen, ['first', 'second', 'third']);
    const seen = fake.posted.flatMap((message) =>
      message.type === 'modelsCompared'
        ? [message.compared.columns.map(({ state }) => state[0]).join('')]
        : [],
    );
    assert.deepEqual(seen, ['www', 'rww', 'dww', 'drw', 'ddw', 'ddr', 'ddd']);
    const { reading } = shown()!.columns[1]!;
    assert.deepEqual(
      reading?.weights,
      analysisOf(TEXT).tokens.map(({ weight }) => weight),
    );
    assert.deepEqual([reading?.parameters, reading?.backend], [INFO.parameters, 'cpu']);
    // Once to warm up, once to be timed.
    assert.equal(fake.services.get('second')?.requests.length, 2);
    assert.deepEqual(
      compare.comparison()?.columns.map(({ model, analysis }) => [model, analysis.tokens.length]),
      [
        ['first', 4],
        ['second', 4],
        ['third', 4],
      ],
    );
    assert.equal(compare.comparison()?.text, TEXT);
    const parts = compare.exportParts();
    assert.equal(parts?.title, 'a:1');
    assert.deepEqual(
      parts?.texts[0]?.readings.map(({ model, parameters }) => [model, parameters]),
      ['first', 'second', 'third'].map((model) => [model, INFO.parameters]),
    );
  });

  it('go on where one of them fails, which says why and is tried again with the next text', async () => {
    let error: Error | undefined = new InputError('weights.bin is damaged');
    const { fake, shown, states } = bench((model) =>
      model === 'second' && error ? new FakeService({ error }) : new FakeService(),
    );
    fake.put('a', [TEXT]);
    fake.say(open);
    await until(() => states() === 'done failed done');
    assert.equal(shown()?.columns[1]?.error, 'weights.bin is damaged');
    assert.deepEqual(fake.errors, ['second: weights.bin is damaged']);
    assert.equal(fake.dropped.length, 1);
    assert.deepEqual(fake.failures, [], 'said in its row, not as an error of the whole');
    error = undefined;
    fake.put('b', ['another text'], { id: 7 });
    await until(() => states() === 'done done done');
    assert.equal(shown()?.id, 7);
  });

  it('leave a text at once for the next one: the latest wins', async () => {
    const first = held();
    const { fake, shown, states, compare } = bench((model) =>
      model === 'first' ? first.service : new FakeService(),
    );
    fake.put('a', [TEXT]);
    fake.say(open);
    await until(() => first.gates.length === 1);
    fake.put('b', ['quite another text here now'], { id: 2 });
    // The reading under way ends, and nothing of it is shown.
    const release = setInterval(() => first.gates.splice(0).forEach((go) => go()), 1);
    await until(() => shown()?.id === 2 && states() === 'done done done');
    clearInterval(release);
    assert.deepEqual(
      shown()?.columns.map(({ reading }) => reading?.weights.length),
      [5, 5, 5],
    );
    assert.ok(!fake.services.get('third')?.requests.some((text) => text.includes(TEXT)));
    assert.equal(compare.comparison()?.text, 'quite another text here now');
  });

  it('of a text that is being written are of what it was, and never taken for what it is', async () => {
    const { fake, shown, states, compare } = bench();
    fake.put('a', [TEXT]);
    fake.say(open);
    await until(() => states() === 'done done done');
    assert.equal(shown()?.text, TEXT);
    fake.put('a', ['a good']);
    assert.equal(compare.comparison(), null, 'their offsets are not those of the new text');
    assert.equal(compare.exportParts(), null);
    await until(() => shown()?.text === 'a good' && states() === 'done done done');
    assert.equal(compare.comparison()?.text, 'a good');
  });

  it('are not read again for a change that concerns them not', async () => {
    const { fake, states } = bench();
    fake.put('a', [TEXT]);
    fake.say(open);
    await until(() => states() === 'done done done');
    const before = fake.posted.length;
    fake.change();
    fake.change();
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(fake.posted.length, before);
    fake.settings = { ...fake.settings, maxWords: 3 };
    fake.change();
    await until(() => fake.services.get('second')!.requests.length === 3);
  });

  it('are those that are chosen, remembered for the next time', async () => {
    const { fake, memory, shown, states } = bench();
    fake.put('a', [TEXT]);
    fake.say(open);
    await until(() => states() === 'done done done');
    const second = fake.services.get('second')!;
    fake.say({ type: 'chooseModels', models: ['first', 'third'] });
    await until(() => states() === 'done done');
    assert.equal(second.rested, 1, 'it holds no memory any longer');
    assert.equal(fake.services.get('third')?.requests.length, 2, 'what is known is not read again');

    const again = new FakeSurface();
    again.settings = fake.settings;
    const options = { models: async () => ['first', 'second', 'third'], pins: () => [], memory };
    new Compare(again.surface, options);
    again.put('a', [TEXT]);
    again.say(open);
    await until(() =>
      again.latest('modelsCompared')?.compared.columns.every(({ state }) => state === 'done'),
    );
    assert.deepEqual(again.latest('modelsCompared')?.compared.chosen, ['first', 'third']);
    assert.deepEqual(shown()?.offered, ['first', 'second', 'third']);
  });

  it('are not compared when fewer than two are chosen', async () => {
    const { fake, shown, states, compare } = bench();
    fake.put('a', [TEXT]);
    fake.say({ type: 'chooseModels', models: ['second'] });
    fake.say(open);
    await until(() => shown());
    assert.deepEqual([shown()?.columns, fake.services.size, compare.comparison()], [[], 0, null]);
    fake.say({ type: 'chooseModels', models: ['second', 'no such model', 'first'] });
    await until(() => states() === 'done done');
  });

  it('end with the section: what runs is cancelled, and only the settings’ model stays', async () => {
    for (const end of [
      (fake: FakeSurface) => fake.say({ ...open, open: false }),
      (fake: FakeSurface) => fake.hidePage(),
    ]) {
      const { fake, states, compare } = bench();
      fake.put('a', [TEXT]);
      fake.say(open);
      await until(() => states() === 'done done done');
      end(fake);
      assert.deepEqual(
        ['first', 'second', 'third'].map((model) => fake.services.get(model)?.rested),
        [0, 1, 1],
      );
      assert.equal(compare.comparison(), null);
      const before = fake.posted.length;
      fake.put('b', ['more'], { id: 5 });
      await new Promise((resolve) => setTimeout(resolve, 10));
      assert.equal(fake.posted.length, before);
      compare.dispose();
      assert.equal(fake.listeners, 0);
    }
  });

  it('are shown at the wish of a command, also by a page that comes later', async () => {
    const { fake, compare } = bench();
    const asked = () => fake.posted.filter(({ type }) => type === 'openSection').length;
    compare.show();
    assert.deepEqual([fake.shownPanel, asked()], [1, 1]);
    fake.loadPage();
    assert.equal(asked(), 2);
    fake.say(open);
    fake.loadPage();
    assert.equal(asked(), 2, 'the page has done it');
  });
});

describe('one model’s weights beside others’', () => {
  const tokens = analysisOf('one two three four').tokens;

  it('have nothing where it did not read', () => {
    const analysis = analysisOf('one two three');
    const reading = readingOf({ analyses: [analysis] }, analysis, tokens, INFO);
    assert.equal(reading.weights.length, 4);
    assert.equal(reading.weights[3], null);
    assert.equal(reading.effects, null);
  });

  it('are shares of the whole where it read in stretches, the verdict a mean of theirs by words', () => {
    const first = analysisOf('one two three', 'positive', 0.9);
    const plain = analysisOf('four', 'negative', 0.8);
    const move = <T extends { start: number; end: number }>(one: T): T => ({
      ...one,
      start: one.start + 14,
      end: one.end + 14,
    });
    const second = { ...move(plain), tokens: plain.tokens.map(move) };
    const whole = wholeOf({ analyses: [first, second] })!;
    assert.deepEqual([whole.start, whole.end, whole.tokens.length], [0, 18, 4]);
    assert.ok(Math.abs(whole.tokens.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-12);
    assert.equal(whole.tokens[3]?.weight, 1 / 4);
    // Log-odds: ¾·ln 9 − ¼·ln 4 = 1.3014
    assert.ok(Math.abs(whole.probability - 1 / (1 + Math.exp(-1.301346))) < 1e-5);
    assert.equal(whole.label, 'positive');
    const reading = readingOf({ analyses: [first, second] }, whole, tokens, INFO);
    assert.deepEqual([reading.stretches, reading.weights[3]], [2, 1 / 4]);
  });

  it('have effects only where they are on the verdict that is shown', () => {
    const classes = [
      { label: 'negative', probability: 0.3 },
      { label: 'positive', probability: 0.7 },
    ];
    const one = effectsOf('one two', [0.5, -0.25], classes);
    const reading = readingOf({ analyses: [one] }, one, tokens, INFO);
    assert.deepEqual(reading.effects, [0.5, -0.25, null, null]);
    const other = effectsOf(
      'three',
      [0.1],
      [...classes]
        .reverse()
        .map((c) => ({ ...c, label: c.label === 'negative' ? 'positive' : 'negative' }))
        .reverse(),
    );
    const whole = wholeOf({ analyses: [one, { ...other, label: 'negative' }] })!;
    assert.ok(whole.tokens.every(({ effect }) => effect === undefined));
  });

  it('are none of nothing', () => {
    assert.equal(wholeOf({ analyses: [] }), null);
  });
});

describe('another text beside the charted one', () => {
  it('is chosen among the document’s others and those of other documents, told once', () => {
    const { fake } = bench();
    fake.put('b', ['elsewhere'], { id: 9 });
    fake.put('a', ['first text', 'second text'], { id: 1 });
    fake.say(open);
    return until(() => fake.latest('otherTexts')?.texts.length === 2).then(() => {
      assert.deepEqual(
        fake.latest('otherTexts')?.texts.map(({ key, from, title, snippet }) => [key, from, title, snippet]),
        [
          ['unit:2', 'document', 'a:2', 'second text'],
          ['unit:9', 'elsewhere', 'b:1', 'elsewhere'],
        ],
      );
      const before = fake.posted.length;
      fake.change();
      assert.equal(fake.posted.length, before);
    });
  });

  it('is taken as it is where the same model read it, else read by the model of the charted one', async () => {
    const { fake } = bench();
    fake.put('b', ['by another'], { id: 9, model: 'strange' });
    fake.put('a', ['first text', 'second text'], { id: 1, model: INFO.name });
    fake.say(open);
    await until(() => fake.latest('otherTexts'));
    fake.say({ type: 'chooseText', key: 'unit:2' });
    const taken = fake.latest('textPair')?.pair;
    assert.deepEqual([taken?.id, taken?.state, taken?.other?.text], [1, 'done', 'second text']);
    fake.say({ type: 'chooseText', key: 'unit:9' });
    assert.equal(fake.latest('textPair')?.pair?.state, 'reading');
    const pair = await until(() => {
      const { pair } = fake.latest('textPair')!;
      return pair?.state === 'done' ? pair : null;
    });
    assert.equal(pair.other?.analysis.tokens.length, 2);
    assert.ok(fake.services.get('first')?.requests.includes('by another'));
    fake.say({ type: 'chooseText', key: null });
    assert.equal(fake.latest('textPair')?.pair, null);
  });

  it('says why where it cannot be read, and is gone with its analysis', async () => {
    const { fake } = bench((model) =>
      model === 'lost' ? new FakeService({ error: new InputError('No model "lost"') }) : new FakeService(),
    );
    fake.put('b', ['by another'], { id: 9, model: 'strange' });
    fake.put('a', ['first text'], { id: 1, model: 'lost' });
    fake.say(open);
    await until(() => fake.latest('otherTexts'));
    fake.say({ type: 'chooseText', key: 'unit:9' });
    const failed = await until(() => {
      const { pair } = fake.latest('textPair')!;
      return pair?.state === 'failed' ? pair : null;
    });
    assert.equal(failed.error, 'No model "lost"');
    fake.store.forget('b');
    fake.change();
    assert.deepEqual(fake.latest('textPair')?.pair, null);
    assert.deepEqual(fake.latest('otherTexts')?.texts, []);
  });

  it('is the other as it is now, also where that is being written', async () => {
    const { fake } = bench();
    fake.put('b', ['by another'], { id: 9, model: 'strange' });
    fake.put('a', ['first text'], { id: 1, model: INFO.name });
    fake.say(open);
    await until(() => fake.latest('otherTexts'));
    fake.say({ type: 'chooseText', key: 'unit:9' });
    const shownText = () => {
      const { pair } = fake.latest('textPair')!;
      return pair?.state === 'done' ? pair.other?.text : undefined;
    };
    await until(() => shownText() === 'by another');
    fake.put('b', ['by yet another'], { id: 9, model: 'strange' });
    fake.subjectUri = 'a';
    fake.change();
    await until(() => shownText() === 'by yet another');
    assert.equal(fake.latest('textPair')?.pair?.other?.analysis.tokens.length, 3);
  });

  it('that could not be read is tried again when it is chosen, not with every change', async () => {
    const { fake } = bench(() => new FakeService({ error: new InputError('No model') }));
    fake.put('b', ['by another'], { id: 9, model: 'strange' });
    fake.put('a', ['first text'], { id: 1, model: 'lost' });
    fake.say(open);
    await until(() => fake.latest('otherTexts'));
    const tries = () =>
      fake.posted.filter((message) => message.type === 'textPair' && message.pair?.state === 'failed').length;
    fake.say({ type: 'chooseText', key: 'unit:9' });
    await until(() => tries() === 1);
    const before = fake.posted.filter(({ type }) => type === 'textPair').length;
    fake.change();
    assert.equal(fake.posted.filter(({ type }) => type === 'textPair').length, before);
    fake.say({ type: 'chooseText', key: 'unit:9' });
    await until(() => tries() === 2);
  });

  it('is read once, however often the charted one changes', async () => {
    const { fake } = bench();
    fake.put('b', ['by another'], { id: 9, model: 'strange' });
    fake.put('a', ['first text'], { id: 1, model: INFO.name });
    fake.say(open);
    await until(() => fake.latest('otherTexts'));
    fake.say({ type: 'chooseText', key: 'unit:9' });
    await until(() => fake.latest('textPair')?.pair?.state === 'done');
    fake.put('a', ['first text now'], { id: 2, model: INFO.name });
    const { pair } = fake.latest('textPair')!;
    assert.deepEqual([pair?.id, pair?.state], [2, 'done']);
    const read = fake.services.get('first')!.requests.filter((text) => text === 'by another');
    assert.equal(read.length, 1);
  });
});
