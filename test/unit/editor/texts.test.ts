import assert from 'node:assert/strict';
import { hoverText } from '../../../src/editor/hoverText';
import { splitText, statusText, unreadText } from '../../../src/editor/statusText';
import type { Entry, Unit } from '../../../src/editor/store';
import { analysisOf, effectsOf, MOODS } from './fakes';

function unit(id: number, text: string, stale = false): Unit {
  const analysis = analysisOf(text, id % 2 ? 'positive' : 'negative', id % 2 ? 0.973 : 0.88);
  const span = stale ? null : { start: 0, end: text.length };
  return { id, text, analysis, largest: 1, span, place: `review.txt:${id}` };
}

function entry(units: readonly [Unit, ...Unit[]], more: Partial<Entry> = {}): Entry {
  const meta = { uri: 'file:///review.txt', model: 'plain', backend: 'wasm', passedOver: [], ms: 5 } as const;
  return { ...meta, units, unread: [], maxWords: 20_000, active: units[0], ...more };
}

describe('the hover over a word', () => {
  const analysis = analysisOf('a unknownword fine', 'negative', 0.8);

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

  it('says so where the weight is a share of what padding leaves', () => {
    const [line] = hoverText({ ...analysis, padding: 0.41 }, 2).lines;
    assert.equal(line, '25 % of the attention on words; padding has 41 %');
  });

  it('says of a model without attention what the word does to the verdict, and never "attention"', () => {
    const mood = effectsOf('so happy but unknownword', [0, 0.84, -0.31, 0.05], MOODS);
    assert.deepEqual(hoverText(mood, 1).lines, [
      'Effect on the verdict, by leaving it out: +0.84 (speaks for joy)',
      '70 % of all effects, rank 1 of 4',
      'Text of 4 words: joy, 61.0 %',
      'All classes: joy 61.0 %, anger 30.0 %, fear 9.0 %',
    ]);
    assert.equal(
      hoverText(mood, 2).lines[0],
      'Effect on the verdict, by leaving it out: −0.31 (speaks against joy)',
    );
    assert.equal(
      hoverText(mood, 0).lines[0],
      'Effect on the verdict, by leaving it out: 0.00 (hardly any effect)',
    );
    const bag = { ...mood, kind: 'contribution' as const };
    assert.equal(hoverText(bag, 1).lines[0], 'Contribution to the verdict: +0.84 (speaks for joy)');
    for (const told of [mood, bag]) {
      for (const index of told.tokens.keys())
        assert.doesNotMatch(hoverText(told, index).lines.join(), /attention/i);
    }
  });

  it('says what else is known of the word, behind its weight', () => {
    const { lines } = hoverText(analysis, 1, ['Without it: …', 'Rank differs …']);
    assert.deepEqual(lines.slice(2, 5), [
      'Without it: …',
      'Rank differs …',
      'Not in the vocabulary: read as <unk>',
    ]);
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
    assert.equal(spoken, 'Verdict positive, 97 percent');
  });

  it('gives any label, and all classes where there are more than two', () => {
    const mood = { ...unit(1, 'so happy'), analysis: effectsOf('so happy', [0.1, 0.9], MOODS) };
    const { text, tooltip, spoken } = statusText(entry([mood]));
    assert.equal(text, '$(eye) Joy 61 %');
    assert.match(
      tooltip,
      /^joy, 61\.0 % \(2 words, .*\)\nAll classes: joy 61\.0 %, anger 30\.0 %, fear 9\.0 %\n/,
    );
    assert.match(spoken, /^Verdict joy, 61 percent\. All classes: /);
  });

  it('keeps a label from becoming an icon, a second line or a wide load', () => {
    const hostile = '$(trash) first\nsecond and much more than fits';
    const analysis = { ...first.analysis, label: hostile };
    const { text, tooltip } = statusText(entry([{ ...first, analysis }]));
    assert.equal(text, '$(eye) \\$(trash) first seco… 97 %');
    assert.match(tooltip, /^\$\(trash\) first second and much …, 97\.3 % \(/);
  });

  it('says how much of the attention padding took, where the model says it', () => {
    const analysis = { ...first.analysis, padding: 0.032 };
    assert.match(
      statusText(entry([{ ...first, analysis }])).tooltip,
      /\n3\.2 % of the attention on padding\n/,
    );
    assert.doesNotMatch(statusText(entry([first])).tooltip, /padding/);
  });

  it('hints at whether attention can be believed, in a sign, in words, and for the ear', () => {
    const { text, tooltip, spoken } = statusText(entry([first]), 'differs');
    assert.equal(text, '$(eye) Positive 97 % $(circle-slash)');
    assert.match(tooltip, /\nAttention does not show what matters here: .*others\nModel plain/);
    assert.match(spoken, /^Verdict positive, 97 percent\. Attention does not show what matters here: /);
    const icons = (['agrees', 'partly', 'differs'] as const).map(
      (trust) => statusText(entry([first]), trust).text,
    );
    assert.equal(new Set(icons).size, 3);
    assert.deepEqual(statusText(entry([first]), 'short'), statusText(entry([first])), 'nothing of few words');
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
    const cut = unread.map((stretch) => ({ ...stretch, reason: 'model' as const }));
    assert.match(unreadText({ unread: cut, maxWords: 3 }) ?? '', /\(the model reads no more of one text\)$/);
  });
});

describe('what was split', () => {
  it('is said with how much the model reads at once', () => {
    assert.equal(splitText(entry([unit(1, 'a')])), null);
    assert.equal(
      splitText(entry([unit(1, 'a')], { split: { units: 30, maxTokens: 1000 } })),
      'Into 30 texts, at blank lines where it could be: the model reads 1,000 words at once',
    );
  });
});
