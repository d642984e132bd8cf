import assert from 'node:assert/strict';
import { Cancelled, Chain, EditRefused } from '../../../../src/features/edits/chain';
import { changedWords, logOddsOf, viewOf } from '../../../../src/features/edits/comparison';
import { applyChange, draftOf } from '../../../../src/features/edits/draft';
import { negated, replacedBy, withoutIt, type Place } from '../../../../src/features/edits/proposals';
import { analysisOf, effectsOf, FakeService, INFO, MOODS } from '../../editor/fakes';

const TEXT = 'A truly great film.';

/** The words with these texts in the chain's text by now. */
function placeOf(chain: Chain, first: string, last = first): Place {
  const { text } = chain;
  const { tokens } = chain.after;
  const at = (word: string) => tokens.findIndex((token) => token.text === word);
  return { text, tokens, first: at(first), last: at(last) };
}

class NamedService extends FakeService {
  constructor(private readonly name: string) {
    super();
  }
  override async info() {
    return { ...INFO, name: this.name };
  }
}

describe('a chain of edits', () => {
  const service = new FakeService();

  it('applies each edit to the text that the one before it left', async () => {
    let chain = await Chain.start(TEXT, service);
    assert.equal(chain.text, TEXT);
    chain = await chain.with(withoutIt(placeOf(chain, 'truly')), service);
    assert.equal(chain.text, 'A great film.');
    chain = await chain.with(replacedBy(placeOf(chain, 'great'), 'bad'), service);
    assert.equal(chain.text, 'A bad film.');
    chain = await chain.with(negated(placeOf(chain, 'bad'))!, service);
    assert.equal(chain.text, 'A not bad film.');
    assert.deepEqual(
      chain.steps.map(({ said }) => said),
      ['Without “truly”', '“great” → “bad”', '“bad” → “not bad”'],
    );
    assert.equal(chain.original, TEXT);
    assert.deepEqual(
      chain.after.tokens.map(({ text }) => text),
      ['A', 'not', 'bad', 'film.'],
    );
    assert.equal(chain.undone()?.text, 'A bad film.');
    assert.equal(chain.undone()?.undone()?.undone(), null);
  });

  it('leaves out a passage of several words', async () => {
    const chain = await Chain.start(TEXT, service);
    const { text, steps } = await chain.with(withoutIt(placeOf(chain, 'truly', 'great')), service);
    assert.equal(text, 'A film.');
    assert.equal(steps[0]?.said, 'Without “truly great”');
  });

  it('reads every text once, and no more', async () => {
    const counting = new FakeService();
    let chain = await Chain.start(TEXT, counting);
    chain = await chain.with(withoutIt(placeOf(chain, 'truly')), counting);
    chain.undone();
    assert.deepEqual(counting.requests, [TEXT, 'A great film.']);
  });

  it('reads all anew when another model reads by now', async () => {
    let chain = await Chain.start(TEXT, new NamedService('first'));
    chain = await chain.with(withoutIt(placeOf(chain, 'truly')), new NamedService('first'));
    const other = new NamedService('second');
    chain = await chain.with(withoutIt(placeOf(chain, 'great')), other);
    assert.deepEqual(other.requests, [TEXT, 'A great film.', 'A film.']);
    assert.equal(chain.model, 'second');
    assert.equal(chain.steps.length, 2);
  });

  it('refuses what leaves nothing, and what is more than the model reads at once, and stays as it is', async () => {
    const chain = await Chain.start('great', service);
    await assert.rejects(chain.with(withoutIt(placeOf(chain, 'great')), service), EditRefused);
    const short = new FakeService({ unit: 4 });
    const full = await Chain.start(TEXT, short);
    await assert.rejects(full.with(negated(placeOf(full, 'great'))!, short), /longer than the 1.?000 words/);
    assert.equal(full.text, TEXT);
  });

  it('ends quietly when it is cancelled', async () => {
    const abort = new AbortController();
    abort.abort();
    await assert.rejects(Chain.start(TEXT, service, abort.signal), Cancelled);
  });

  it('names a long passage in a few characters, on one line', async () => {
    const chain = await Chain.start(`one\n${'two '.repeat(30)}three`, service);
    assert.equal(withoutIt(placeOf(chain, 'one', 'two')).said, 'Without “one two”');
    const { said } = withoutIt(placeOf(chain, 'two', 'three'));
    assert.match(said, /^Without “two two .*…”$/);
    assert.ok(said.length < 50);
  });

  it('is told to the panel with both verdicts and the change between them', async () => {
    let chain = await Chain.start('great film', service);
    chain = await chain.with(replacedBy(placeOf(chain, 'great'), 'bad'), service);
    const view = viewOf(chain, 'a.txt:1', null);
    assert.equal(view.before.label, 'positive');
    assert.equal(view.after.label, 'negative');
    assert.ok(Math.abs(view.logOdds - 2 * Math.log(0.1 / 0.9)) < 1e-9);
    assert.deepEqual(view.words, [
      { text: 'great', before: 5 / 9, after: null },
      { text: 'bad', before: null, after: 3 / 7 },
      { text: 'film', before: 4 / 9, after: 4 / 7 },
    ]);
  });
});

describe('comparing before and after', () => {
  it('has finite log-odds for what is certain', () => {
    const certain = {
      classes: [
        { label: 'a', probability: 1 },
        { label: 'b', probability: 0 },
      ],
    };
    assert.ok(logOddsOf(certain, 'a') > 30);
    assert.equal(logOddsOf(certain, 'a'), -logOddsOf(certain, 'b'));
    assert.equal(logOddsOf({ classes: MOODS }, 'joy'), Math.log(0.61) - Math.log(0.3 + 0.09));
  });

  it('compares effects on one and the same label, though the verdict changed', () => {
    const classes = (positive: number) => [
      { label: 'negative', probability: 1 - positive },
      { label: 'positive', probability: positive },
    ];
    const before = effectsOf('great film', [2, 1], classes(0.9));
    const after = effectsOf('bad film', [3, 0.5], classes(0.1));
    const draft = applyChange(draftOf('great film'), { start: 0, end: 5, text: 'bad' });
    assert.deepEqual(changedWords(draft, before, after), {
      values: 'effect',
      words: [
        { text: 'bad', before: null, after: -3 },
        { text: 'great', before: 2, after: null },
        { text: 'film', before: 1, after: -0.5 },
      ],
    });
  });

  it('compares shares where effects of several classes speak of different ones', () => {
    const before = effectsOf('great film', [2, 1], MOODS);
    const other = MOODS.map(({ label }) => ({ label, probability: label === 'fear' ? 0.8 : 0.1 }));
    const { values } = changedWords(draftOf('great film'), before, effectsOf('great film', [1, 2], other));
    assert.equal(values, 'weight');
  });

  it('never takes one of two equal words for the other', () => {
    const before = analysisOf('so so bad');
    const draft = applyChange(draftOf('so so bad'), { start: 0, end: 3, text: '' });
    const { words } = changedWords(draft, before, analysisOf('so bad'));
    assert.deepEqual(
      words.map(({ text, before, after }) => [text, before !== null, after !== null]),
      [
        ['so', true, false],
        ['bad', true, true],
        ['so', true, true],
      ],
    );
  });
});
