import assert from 'node:assert/strict';
import type { Unit } from '../../../../src/editor/store';
import { AUTOMATIC_WORDS } from '../../../../src/features/trust/plan';
import { Trust } from '../../../../src/features/trust/trust';
import { InputError, type AnalyzerService } from '../../../../src/model/types';
import { analysisOf, effectsOf, FakeService, INFO } from '../../editor/fakes';
import { attributionOf, examinationOf } from '../../editor/fakeTrust';
import { FakeSurface, until } from '../fakes';

const TEXT = 'not a wonderful film';

/** Everything that is waiting is done. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 10));

function bench(make: (model: string) => FakeService = () => new FakeService()) {
  const fake = new FakeSurface(make);
  fake.settings = { ...fake.settings, model: 'plain' };
  const trust = new Trust(fake.surface, 0);
  const view = () => fake.latest('trust')?.trust;
  const asked = () => [...fake.services.values()].flatMap(({ examined }) => examined);
  const set = (settings: Partial<FakeSurface['settings']>) => {
    fake.settings = { ...fake.settings, ...settings };
    fake.change();
  };
  return { fake, trust, view, asked, set };
}

/** A service whose work waits until it is let go. */
function held(options: ConstructorParameters<typeof FakeService>[0] = {}) {
  const gates: (() => void)[] = [];
  const hold = () => new Promise<void>((resolve) => void gates.push(resolve));
  return { service: new FakeService({ ...options, hold }), gates };
}

const unitOf = (fake: FakeSurface, at = 0): Unit => fake.store.get(fake.subjectUri)!.units[at]!;

describe('trust', () => {
  it('examines the charted text, tells the panel how it goes, and the rest that something is known', async () => {
    const { fake, trust, view } = bench();
    const entry = fake.put('a', [TEXT]);
    assert.deepEqual(view(), {
      ...{ id: 1, text: TEXT, source: 'attention', integrated: null, stability: null },
      ...{ state: 'reading', done: 0, total: 0 },
    });
    await until(() => view()?.state === 'read');
    const known = view();
    assert.ok(known?.state === 'read');
    assert.deepEqual(known.examination, examinationOf(analysisOf(TEXT)));
    assert.equal(trust.findings.verdictOf(entry, entry.active), 'agrees');
    assert.equal(trust.findings.examinationOf(entry, entry.active), known.examination);
    assert.equal(trust.findings.shadingOf(entry, entry.active), null, 'attention stays as it is');
    assert.deepEqual(fake.enrichments, [false]);
  });

  it('says nothing where there is nothing, and null once it is gone', async () => {
    const { fake, view } = bench();
    fake.change();
    assert.equal(view(), undefined);
    fake.put('a', [TEXT]);
    await until(() => view()?.state === 'read');
    fake.store.clear();
    fake.change();
    assert.equal(view(), null);
  });

  it('ends what is under way when another text is charted, and lets the latest win', async () => {
    const { service, gates } = held();
    const { fake, view, asked } = bench(() => service);
    fake.put('a', ['one text', 'another text']);
    await until(() => gates.length === 1);
    fake.activate(2);
    await until(() => gates.length === 2);
    for (const open of gates) open();
    await until(() => view()?.state === 'read');
    assert.equal(view()?.text, 'another text');
    assert.deepEqual(asked(), ['examine one text', 'examine another text']);
    const read = fake.posted.filter((message) => message.type === 'trust' && message.trust?.state === 'read');
    assert.equal(read.length, 1, 'the first is never told of');
  });

  it('ends it at an edit of the document, and begins again once nobody types', async () => {
    const { service, gates } = held();
    const { fake, trust, view, asked } = bench(() => service);
    fake.put('a', [TEXT]);
    await until(() => gates.length === 1);
    trust.edited('elsewhere');
    trust.edited('a');
    gates[0]!();
    await until(() => gates.length === 2);
    assert.equal(view()?.state, 'reading');
    gates[1]!();
    await until(() => view()?.state === 'read');
    assert.deepEqual(asked(), [`examine ${TEXT}`, `examine ${TEXT}`]);
  });

  it('begins nothing while words are being written, nor for a text that was edited', async () => {
    const { fake, asked, view } = bench();
    const entry = fake.put('a', [TEXT]);
    await until(() => view()?.state === 'read');
    const carried: Unit = { ...entry.active, text: `${TEXT} indeed`, carried: true };
    fake.store.renew({ ...entry, units: [carried], active: carried });
    fake.change();
    await settled();
    assert.equal(view()?.text, TEXT, 'what was told before stays');
    const stale: Unit = { ...entry.active, id: 9, text: 'another', span: null };
    fake.store.renew({ ...entry, units: [stale], active: stale });
    fake.change();
    await settled();
    assert.equal(view()?.state, 'waiting');
    assert.deepEqual(asked(), [`examine ${TEXT}`]);
  });

  it('knows the same text of the same model the second time', async () => {
    const { fake, view, asked } = bench();
    fake.put('a', [TEXT]);
    await until(() => view()?.state === 'read');
    fake.put('b', [TEXT], { id: 7 });
    assert.equal(view()?.state, 'read');
    assert.equal(view()?.id, 7);
    assert.deepEqual(asked(), [`examine ${TEXT}`]);
    fake.put('b', [TEXT], { id: 8, model: 'other' });
    await until(() => asked().length === 2);
  });

  it('waits to be asked above the size that is examined by itself, or where the setting says so', async () => {
    const { fake, trust, view, asked, set } = bench();
    const long = Array.from({ length: AUTOMATIC_WORDS + 1 }, () => 'word').join(' ');
    fake.put('a', [long]);
    await settled();
    const { state, words } = view() as { state: string; words: number };
    assert.deepEqual([state, words], ['waiting', AUTOMATIC_WORDS + 1]);
    fake.say({ type: 'examine' });
    await until(() => view()?.state === 'read');

    set({ examine: 'whenAsked' });
    fake.put('b', [TEXT]);
    await settled();
    assert.equal(view()?.state, 'waiting');
    assert.equal(asked().length, 1);
    assert.equal(trust.examine(), true);
    await until(() => view()?.state === 'read');
  });

  it('says that there is nothing to examine', () => {
    const { trust } = bench();
    assert.equal(trust.examine(), false);
  });

  it('tells the panel of a failure, logs it, and tries again when asked', async () => {
    let error: Error | null = new InputError('Out of order.');
    const { fake, view } = bench(
      () =>
        new FakeService({
          get error() {
            return error!;
          },
        }),
    );
    fake.put('a', [TEXT]);
    await until(() => view()?.state === 'failed');
    assert.equal((view() as { message: string }).message, 'Out of order.');
    assert.equal(fake.errors.length, 1);
    assert.deepEqual(fake.failures, [], 'nobody asked for it: nobody is interrupted');
    error = null;
    fake.change();
    await settled();
    assert.equal(view()?.state, 'failed');
    fake.say({ type: 'examine' });
    await until(() => view()?.state === 'read');
  });

  it('does not take an answer for other words than those that were read', async () => {
    const examined = (one: ReturnType<typeof examinationOf>) => ({ ...one, effects: one.effects.slice(1) });
    const { fake, view } = bench(() => new FakeService({ examined }));
    fake.put('a', [TEXT]);
    await until(() => view()?.state === 'failed');
    assert.match((view() as { message: string }).message, /Of 4 words, 3 have been examined/);
  });

  it('tells a page that was loaded again everything, and opens its section once it can', async () => {
    const { fake, trust, view } = bench();
    fake.put('a', [TEXT]);
    await until(() => view()?.state === 'read');
    trust.show();
    assert.equal(fake.shownPanel, 1);
    fake.posted.length = 0;
    fake.loadPage();
    assert.deepEqual(fake.latest('openSection'), { type: 'openSection', section: 'trust' });
    assert.equal(view()?.state, 'read');
    fake.say({ type: 'unfold', section: 'trust', open: true });
    fake.posted.length = 0;
    fake.loadPage();
    assert.equal(fake.latest('openSection'), undefined);
  });

  it('listens to nothing any longer once it is disposed of', async () => {
    const { service, gates } = held();
    const { fake, trust, view } = bench(() => service);
    fake.put('a', [TEXT]);
    await until(() => gates.length === 1);
    trust.dispose();
    gates[0]!();
    await settled();
    assert.equal(view()?.state, 'reading');
    assert.equal(fake.listeners, 0);
  });
});

describe('shading by effects', () => {
  const effects = examinationOf(analysisOf(TEXT)).effects;

  it('comes when they are known, is told at once, and goes with the setting', async () => {
    const { fake, trust, set, view } = bench();
    const entry = fake.put('a', [TEXT]);
    const shading = () => trust.findings.shadingOf(entry, entry.active);
    set({ shadingSource: 'deletion' });
    assert.equal(shading(), null, 'until then attention stays');
    await until(() => shading());
    assert.deepEqual(shading(), { source: 'deletion', values: effects });
    assert.ok(effects[0]! < 0 && effects[2]! > 0);
    assert.deepEqual(fake.enrichments, [true]);
    assert.equal(view()?.source, 'deletion');
    set({ shadingSource: 'attention' });
    assert.equal(shading(), null);
    assert.equal(view()?.source, 'attention');
  });

  it('has integrated gradients computed for it, or for the section of the panel that is open', async () => {
    const { fake, trust, set, view, asked } = bench();
    const entry = fake.put('a', [TEXT]);
    await until(() => view()?.state === 'read');
    assert.equal(view()?.integrated, null);
    fake.say({ type: 'unfold', section: 'trust', open: true });
    await until(() => view()?.integrated);
    assert.deepEqual(view()?.integrated, attributionOf(analysisOf(TEXT), 'integrated-gradients'));
    fake.say({ type: 'unfold', section: 'trust', open: false });
    set({ shadingSource: 'integratedGradients' });
    assert.equal(trust.findings.shadingOf(entry, entry.active)?.source, 'integrated-gradients');
    const lines = await trust.findings.linesOf(entry, entry.active, 0);
    assert.match(lines[1]!, /^Integrated gradients: −\d\.\d\d \(speaks against positive\)$/);
    assert.deepEqual(asked(), [`examine ${TEXT}`, `integrated-gradients ${TEXT}`]);
  });

  it('examines the other texts of the document as well, one after the other', async () => {
    const { fake, trust, set, asked } = bench();
    const texts = ['one text', 'another text', 'a third one'];
    const entry = fake.put('a', texts);
    set({ shadingSource: 'deletion' });
    await until(() => entry.units.every((unit) => trust.findings.shadingOf(entry, unit)));
    assert.deepEqual(
      asked(),
      texts.map((text) => `examine ${text}`),
    );
  });

  it('is there at once for a model that has found its effects already', () => {
    const { fake, trust, set } = bench();
    const entry = fake.put('a', [TEXT]);
    const analysis = effectsOf(TEXT, [-0.5, 0, 1, 0.1], analysisOf(TEXT).classes);
    const unit = { ...entry.active, analysis };
    set({ shadingSource: 'deletion' });
    assert.deepEqual(trust.findings.shadingOf(entry, unit)?.values, [-0.5, 0, 1, 0.1]);
    assert.equal(trust.findings.verdictOf(entry, unit), null, 'there is no attention to believe');
  });

  it('stays on the words of a text that is being written', async () => {
    const { fake, trust, set } = bench();
    const entry = fake.put('a', [TEXT]);
    set({ shadingSource: 'deletion' });
    await until(() => trust.findings.shadingOf(entry, entry.active));
    const text = 'not a truly wonderful film';
    const next: Unit = { ...entry.active, text, analysis: analysisOf(text) };
    assert.deepEqual(trust.findings.shadingOf(entry, next)?.values, [
      ...effects.slice(0, 2),
      0,
      ...effects.slice(2),
    ]);
  });

  it('is refused once, in words, by a model that has no gradients', async () => {
    class NoGradients extends FakeService {
      override attribute: AnalyzerService['attribute'] = async () => {
        throw new InputError('This model has no gradients.');
      };
    }
    const { fake, trust, set } = bench(() => new NoGradients());
    const entry = fake.put('a', [TEXT]);
    set({ shadingSource: 'integratedGradients' });
    await until(() => fake.failures.length > 0);
    fake.put('b', ['another text'], { id: 5 });
    await settled();
    assert.deepEqual(fake.failures.map(String), ['InputError: This model has no gradients.']);
    assert.equal(trust.findings.shadingOf(entry, entry.active), null);
  });
});

describe('the hover’s further lines', () => {
  it('say what becomes of the verdict, from the examination', async () => {
    const { fake, trust, view } = bench();
    const entry = fake.put('a', [TEXT]);
    await until(() => view()?.state === 'read');
    const lines = await trust.findings.linesOf(entry, entry.active, 2);
    assert.equal(lines.length, 1);
    assert.match(lines[0]!, /^Without it: positive 90\.0 % → \d\d\.\d %$/);
  });

  it('are found by one reading for a word of another text, and known the second time', async () => {
    const { fake, trust, view, asked } = bench();
    const entry = fake.put('a', ['charted', TEXT]);
    await until(() => view()?.state === 'read');
    const unit = unitOf(fake, 1);
    const lines = await trust.findings.linesOf(entry, unit, 2);
    assert.match(lines[0]!, /^Without it: positive 90\.0 % → /);
    assert.deepEqual(await trust.findings.linesOf(entry, unit, 2), lines);
    assert.deepEqual(asked(), ['examine charted', `occlude ${TEXT}`]);
  });

  it('are left out where it takes too long, fails, or nobody wants words to be tried', async () => {
    const { service } = held();
    const late = bench(() => service);
    const entry = late.fake.put('a', ['charted', TEXT]);
    assert.deepEqual(await late.trust.findings.linesOf(entry, unitOf(late.fake, 1), 2), []);

    const broken = bench(() => new FakeService({ error: new Error('gone') }));
    const other = broken.fake.put('a', [TEXT]);
    assert.deepEqual(await broken.trust.findings.linesOf(other, other.active, 2), []);

    const quiet = bench();
    quiet.set({ examine: 'whenAsked' });
    const third = quiet.fake.put('a', [TEXT]);
    assert.deepEqual(await quiet.trust.findings.linesOf(third, third.active, 2), []);
    assert.deepEqual(quiet.asked(), []);
  });

  it('need no reading for a model that has found its effects already', () => {
    const { fake, trust } = bench();
    const entry = fake.put('a', [TEXT]);
    const analysis = effectsOf(TEXT, [-0.5, 0, Math.log(9), 0.1], analysisOf(TEXT).classes);
    assert.deepEqual(trust.findings.linesOf(entry, { ...entry.active, analysis }, 2), [
      'Without it: positive 90.0 % → 50.0 %',
    ]);
  });
});

describe('the stability between seeds', () => {
  /** The model's seeds weight words the other way round. */
  class Seed extends FakeService {
    constructor(private readonly model: string) {
      super({ name: model });
    }
    override async info() {
      return {
        ...INFO,
        name: this.model,
        ...(this.model === 'plain' ? { seeds: ['plain', 'seed-2', 'seed-3'] } : {}),
      };
    }
    override async analyze(text: string) {
      const report = await super.analyze(text);
      const weights = analysisOf(text).tokens.map(({ weight }) => weight);
      weights.reverse();
      const analyses = report.analyses.map((analysis) => ({
        ...analysis,
        tokens: analysis.tokens.map((token, at) => ({ ...token, weight: weights[at]! })),
      }));
      return { ...report, analyses };
    }
  }
  const long = 'extraordinarily beautiful wonderful splendid nice film but oh it is a b';

  it('is read with the models of other seeds when asked, which then rest', async () => {
    const { fake, trust, view } = bench((model) => new Seed(model));
    const entry = fake.put('a', [long]);
    await until(() => view()?.state === 'read');
    assert.equal(view()?.stability, null);
    assert.equal(view()?.seeds, 2);
    fake.say({ type: 'stability' });
    const stability = await until(() => view()?.stability);
    assert.deepEqual(stability.models, ['plain', 'seed-2', 'seed-3']);
    assert.deepEqual(stability.probabilities, [0.9, 0.9, 0.9]);
    assert.ok(stability.unstable.includes(0));
    assert.deepEqual(
      ['seed-2', 'seed-3'].map((model) => fake.services.get(model)?.rested),
      [1, 1],
    );
    assert.equal(fake.services.get('plain')?.rested, 0);
    const lines = await trust.findings.linesOf(entry, entry.active, 0);
    assert.match(lines[1]!, /^Rank differs between seeds of the model: 1 to \d+$/);
  });

  it('is not there for a model without such seeds', async () => {
    const { fake, view } = bench();
    fake.put('a', [long]);
    await until(() => view()?.state === 'read');
    fake.say({ type: 'stability' });
    await settled();
    assert.equal(view()?.stability, null);
    assert.equal(view()?.seeds, 0);
    assert.deepEqual([...fake.services.keys()], ['plain']);
  });

  it('says why it could not be read', async () => {
    const make = (model: string) =>
      model === 'plain' ? new Seed(model) : new FakeService({ error: new InputError('There is no seed-2.') });
    const { fake, view } = bench(make);
    fake.put('a', [long]);
    fake.say({ type: 'stability' });
    await until(() => fake.failures.length > 0);
    assert.deepEqual(fake.failures.map(String), ['InputError: There is no seed-2.']);
    assert.equal(view()?.stability, null);
  });
});
