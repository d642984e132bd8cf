import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hoverText } from '../../../src/editor/hoverText';
import { statusText, unreadText } from '../../../src/editor/statusText';
import type { Entry, Unit } from '../../../src/editor/store';
import { certaintyText, count, percent, verdictText } from '../../../src/editor/words';
import { analysisOf } from './fakes';

function unit(id: number, text: string, stale = false): Unit {
  const analysis = analysisOf(text, id % 2 ? 'positive' : 'negative', id % 2 ? 0.973 : 0.88);
  const span = stale ? null : { start: 0, end: text.length };
  return { id, text, analysis, largest: 1, span, place: `review.txt:${id}` };
}

function entry(units: readonly [Unit, ...Unit[]], more: Partial<Entry> = {}): Entry {
  const meta = { uri: 'file:///review.txt', model: 'plain', backend: 'wasm', passedOver: [], ms: 5 } as const;
  return { ...meta, units, unread: [], maxWords: 20_000, active: units[0], ...more };
}

describe('percentages', () => {
  it('keep two significant figures where they matter', () => {
    const cases = {
      '0': 0,
      '4.2': 0.042,
      '0.038': 0.00038,
      '12': 0.1234,
      '100': 1,
      '9.9': 0.0994,
      '10': 0.0996,
    };
    for (const [text, share] of Object.entries(cases)) assert.equal(percent(share), `${text} %`);
    assert.equal(percent(1e-9), 'below 0.001 %');
  });

  it('are never further from the share than their last figure', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1, noNaN: true }), (share) => {
        const said = Number(percent(share).replace(' %', '')) / 100;
        assert.ok(Math.abs(said - share) <= share * 0.051, `${share} was said as ${percent(share)}`);
      }),
    );
  });
});

describe('verdicts', () => {
  it('give the probability of the label that was chosen', () => {
    assert.equal(verdictText({ label: 'positive', probability: 0.9731 }), 'positive, 97.3 %');
    assert.equal(verdictText({ label: 'negative', probability: 0.88 }), 'negative, 88.0 %');
  });

  it('are never said to be certain', () => {
    assert.equal(certaintyText({ label: 'positive', probability: 1 }), '99.9 %');
  });

  it('count in plain words', () => {
    assert.equal(count(1, 'word'), '1 word');
    assert.equal(count(12_000, 'word'), '12,000 words');
  });
});

describe('the hover over a word', () => {
  const analysis = analysisOf('a unknownword fine', 'negative', 0.2);

  it('gives weight, uniform share, rank and verdict', () => {
    assert.deepEqual(hoverText(analysis, 2), {
      word: 'fine',
      lines: [
        '25 % of the attention',
        '0.8 × the uniform share, rank 2 of 3',
        'Text of 3 words: negative, 80.0 %',
      ],
    });
  });

  it('says so when the vocabulary does not hold the word', () => {
    assert.ok(hoverText(analysis, 1).lines.includes('Not in the vocabulary: read as <unk>'));
    assert.ok(!hoverText(analysis, 0).lines.some((line) => line.includes('vocabulary')));
  });

  it('gives equal weights equal ranks', () => {
    const equal = analysisOf('four four more');
    assert.ok([0, 1, 2].every((index) => hoverText(equal, index).lines[1]?.includes('rank 1 of 3')));
  });

  it('refuses a word that is not there', () => {
    assert.throws(() => hoverText(analysis, 3), /No word 3 in an analysis of 3/);
  });
});

describe('the status bar', () => {
  const first = unit(1, 'a fine film');
  const second = unit(2, 'bad');

  it('gives label and probability of one text, in signs and in words', () => {
    const { text, tooltip, spoken } = statusText(entry([first]));
    assert.equal(text, '$(eye) Positive 97 %');
    assert.match(tooltip, /^positive, 97\.3 % \(3 words, review\.txt:1\)\nModel plain on wasm\n/);
    assert.equal(spoken, 'Sentiment positive, 97 percent');
  });

  it('says which one of several it is', () => {
    const { text, spoken } = statusText(entry([first, second], { active: second }));
    assert.equal(text, '$(eye) Negative 88 % · 2/2');
    assert.match(spoken, /Text 2 of 2/);
  });

  it('says when the text was edited since', () => {
    const { text, tooltip } = statusText(entry([unit(1, 'a fine film', true)]));
    assert.equal(text, '$(eye) Positive 97 % · edited');
    assert.match(tooltip, /has been edited since/);
  });

  it('says when something was not read, and why', () => {
    const unread = [{ span: { start: 12, end: 40 }, reason: 'limit' as const, place: 'review.txt:3–9' }];
    const { text, tooltip } = statusText(entry([first], { unread, maxWords: 3 }));
    assert.equal(text, '$(eye) Positive 97 % $(warning)');
    assert.match(
      tooltip,
      /Not read, marked with dots: review\.txt:3–9 \(the limit is 3 words, setting attentionInspector\.maxWords\)/,
    );
    assert.equal(unreadText({ unread: [], maxWords: 3 }), null);
    const cancelled = [...unread, ...unread].map((stretch) => ({ ...stretch, reason: 'cancelled' as const }));
    assert.match(
      unreadText({ unread: cancelled, maxWords: 3 }) ?? '',
      /review\.txt:3–9 and 1 other stretch \(the reading was cancelled\)$/,
    );
  });
});
