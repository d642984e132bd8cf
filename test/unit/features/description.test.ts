import assert from 'node:assert/strict';
import { largestWeight } from '../../../src/editor/shading';
import { NO_INSIGHT, type Insight } from '../../../src/editor/insight';
import type { Entry, Unit } from '../../../src/editor/store';
import { describeEntry } from '../../../src/features/description';
import type { Analysis } from '../../../src/model/types';
import { analysisOf, effectsOf, MOODS } from '../editor/fakes';

function unitOf(text: string, analysis: Analysis = analysisOf(text), place = 'review.txt:1'): Unit {
  const span = { start: 0, end: text.length };
  return { id: 1, text, analysis, largest: largestWeight(analysis.tokens), place, span };
}

function entryOf(units: readonly Unit[], changes: Partial<Entry> = {}): Entry {
  const facts = { model: 'plain', backend: 'cpu', passedOver: [], ms: 1, maxWords: 100 } as const;
  return { uri: 'file:///review.txt', units, unread: [], active: units[0]!, ...facts, ...changes };
}

describe('the shading in words', () => {
  it('says whether attention can be believed, where that is known', () => {
    const [first, second] = [unitOf('a fine film'), unitOf('a dull one')];
    const insight: Insight = {
      ...NO_INSIGHT,
      verdictOf: (_, unit) => (unit === second ? 'partly' : null),
    };
    const text = describeEntry(entryOf([first, second]), 'x', false, insight);
    assert.equal(text.split('Attention agrees only partly with what matters here.').length, 2);
    assert.ok(text.indexOf('Attention agrees') > text.indexOf('dull'));
  });

  it('says verdict, strongest words, spread and what was unknown', () => {
    const text = describeEntry(entryOf([unitOf('It was wonderful unknownword')]), 'Attention in review.txt');
    assert.deepEqual(text.split('\n'), [
      'Attention in review.txt',
      'One text was read by the model plain on cpu.',
      '',
      'review.txt:1 reads positive, 90.0 %.',
      'All classes: negative 10.0 %, positive 90.0 %.',
      'It has 4 words.',
      'Most attention:',
      '1. “unknownword”: 44 %, 1.8 × an even share',
      '2. “wonderful”: 36 %, 1.4 × an even share',
      '3. “was”: 12 %, 0.5 × an even share',
      '4. “It”: 8.0 %, 0.3 × an even share',
      '2 of 4 words carry 80 % of the attention.',
      'It is spread as if it were even over 3.3 words.',
      'Not in the vocabulary, and read as <unk>: unknownword.',
      '',
    ]);
  });

  it('never calls attention what is none, and says which way each word speaks', () => {
    const unit = unitOf('good bad', effectsOf('good bad', [1.5, -0.5], MOODS));
    const text = describeEntry(entryOf([unit]), 'Effects');
    assert.doesNotMatch(text.replace('This model has no attention.', ''), /attention/i);
    assert.match(text, /This model has no attention/);
    assert.match(text, /1\. “good”: \+1\.50, speaks for joy\n2\. “bad”: −0\.50, speaks against joy/);
    assert.match(text, /2 of 2 words carry/);
    assert.match(text, /All classes: joy 61\.0 %, anger 30\.0 %, fear 9\.0 %\./);
  });

  it('begins with the text at the cursor, and tells what is stale and what was not read', () => {
    const first = unitOf('one', analysisOf('one'), 'review.txt:1');
    const second: Unit = { ...unitOf('two', analysisOf('two', 'negative', 0.8), 'review.txt:3'), span: null };
    const unread = [{ span: null, reason: 'limit', place: 'review.txt:9' }] as const;
    const text = describeEntry(entryOf([first, second], { active: second, unread }), 'x');
    assert.ok(text.indexOf('review.txt:3 reads negative') < text.indexOf('review.txt:1 reads positive'));
    assert.match(text, /edited since/);
    const pinned = describeEntry(entryOf([second]), 'x', false);
    assert.doesNotMatch(pinned, /edited since/, 'a pinned text has no place of its own, wherever it stands');
    assert.match(text, /Not read, marked with dots: review\.txt:9 \(the limit is 100 words/);
    assert.match(text, /2 texts were read/);
  });

  it('stays short for a long text with many unknown words', () => {
    const words = Array.from({ length: 3000 }, (_, i) => `word${i}`);
    const plain = analysisOf(words.join(' '));
    const analysis = { ...plain, tokens: plain.tokens.map((token) => ({ ...token, known: false })) };
    const text = describeEntry(entryOf([unitOf(words.join(' '), analysis)]), 'x');
    assert.ok(text.split('\n').length < 25);
    assert.match(text, /word19 and 2,980 others/);
  });
});
