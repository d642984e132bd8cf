import assert from 'node:assert/strict';
import { answerText, type Findings, type Piece } from '../../../src/features/explain/answer';
import { checked } from '../../../src/features/explain/question';
import { InputError, type Analysis } from '../../../src/model/types';

function piece(
  words: Readonly<Record<string, number>>,
  positive: number,
  changes: Partial<Analysis> = {},
): Piece {
  const classes = [
    { label: 'negative', probability: 1 - positive },
    { label: 'positive', probability: positive },
  ];
  const verdict = classes[positive >= 0.5 ? 1 : 0]!;
  const tokens = Object.entries(words).map(([text, weight]) => ({
    ...{ text, start: 0, end: text.length, weight, known: !text.startsWith('z') },
  }));
  const analysis = { ...verdict, classes, kind: 'attention' as const, start: 0, end: 1, tokens, ms: 1 };
  return { text: Object.keys(words).join(' '), analysis: { ...analysis, ...changes } };
}

const dull = piece({ A: 0.1, dull: 0.6, zorbulous: 0.25, film: 0.05 }, 0.1);
const findings: Findings = {
  ...{
    model: 'imdb-attention',
    place: 'review.txt:3',
    pieces: [dull],
    unread: null,
    stale: false,
    trust: null,
    top: 2,
  },
};

describe('what a chat agent is told', () => {
  it('is the verdict, the largest words, what is unknown and what the weights do not say', () => {
    assert.equal(
      answerText(findings),
      [
        'Read by the model imdb-attention: 4 words at review.txt:3.',
        'Verdict: negative. Calibrated probabilities: negative 90.0 %, positive 10.0 %.',
        'Most attention (25 % a word if all were equal): “dull” 60 %, “zorbulous” 25 %',
        'Not in the vocabulary, read as one unknown word: zorbulous',
        'Attention shows where the model looked: a hint, not a proof, of why it decided so.',
      ].join('\n'),
    );
  });

  it('says whether attention can be believed here, where that is known', () => {
    const answer = answerText({ ...findings, trust: 'differs' });
    assert.match(answer, /\nAttention does not show what matters here: .*\.\nAttention shows where/);
  });

  it('says what was not read, edited since, and on padding', () => {
    const padded = { ...dull, analysis: { ...dull.analysis, padding: 0.25 } };
    const answer = answerText({
      ...findings,
      pieces: [padded],
      unread: 'Not read: …',
      stale: true,
      place: null,
    });
    assert.match(answer, /^Read by the model imdb-attention: 4 words\.\n/);
    assert.match(answer, /\n25 % of the attention on padding\.\nNot read: …\nThe text has been edited since/);
  });

  it('never speaks of attention where the model has none', () => {
    const { text, analysis } = dull;
    const tokens = analysis.tokens.map((token, index) => ({ ...token, effect: index % 2 ? 0.8 : -0.3 }));
    const kinds = { deletion: /do not add up\.$/, contribution: /not sentences\.$/ } as const;
    for (const [kind, last] of Object.entries(kinds)) {
      const pieces = [{ text, analysis: { ...analysis, tokens, kind: kind as keyof typeof kinds } }];
      const answer = answerText({ ...findings, model: 'm', pieces });
      assert.match(
        answer,
        /“dull” \+0\.80 \(speaks for negative\), “zorbulous” −0\.30 \(speaks against negative\)/,
      );
      assert.match(answer, last);
      assert.doesNotMatch(answer, /attention/i);
    }
  });

  it('names every text of a long one up to a number, and counts the rest', () => {
    const pieces = Array.from({ length: 25 }, (_, i) => piece({ [`w${i}`]: 0.7, x: 0.3 }, i % 5 ? 0.9 : 0.2));
    const lines = answerText({ ...findings, pieces, top: 50 }).split('\n');
    assert.equal(lines[1], '25 texts, each with its own verdict: 5 negative, 20 positive.');
    assert.equal(lines[2], '1. “w0 x”: negative 80.0 %, positive 20.0 %; “w0” 70 %, “x” 30 %');
    assert.equal(lines.filter((line) => /^\d+\. /.test(line)).length, 10);
    assert.equal(lines[12], '15 others not listed here.');
  });

  it('stays short and on its lines, whatever the words and labels are', () => {
    const long = 'x'.repeat(1_000_000);
    const odd = piece({ [long]: 0.5, 'z\nz': 0.3, [`z${long}`]: 0.2 }, 0.9);
    const many = piece(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`z${i}`, 1 / 500])), 0.9);
    for (const pieces of [[odd], [many], Array<Piece>(1000).fill(odd)]) {
      const answer = answerText({ ...findings, pieces, top: 50 });
      assert.ok(answer.length < 4000, `${answer.length} characters`);
    }
    assert.equal(answerText({ ...findings, pieces: [odd], top: 50 }).split('\n').length, 5);
  });
});

describe('what a chat agent may ask', () => {
  it('is a text, a model and a number of words, all of them optional', () => {
    assert.deepEqual(checked({}), { text: null, model: undefined, top: 8 });
    assert.deepEqual(checked({ text: ' \n' }), { text: null, model: undefined, top: 8 });
    assert.deepEqual(checked({ text: 'A', model: 'imdb-article', top: 1 }), {
      text: 'A',
      model: 'imdb-article',
      top: 1,
    });
  });

  it('is refused by name, value and what was expected', () => {
    const wrong: readonly [object, RegExp][] = [
      [{ text: 5 }, /"text" is 5, expected a text/],
      [{ model: '/etc' }, /"model" is "\/etc", expected the name of a model/],
      [{ model: '..' }, /"model"/],
      [{ model: 'C:\\models' }, /"model"/],
      [{ model: { name: 'x' } }, /"model"/],
      [{ top: 0 }, /"top" is 0, expected a whole number from 1 to 50/],
      [{ top: 2.5 }, /"top"/],
      [{ top: '3' }, /"top"/],
      [{ top: NaN }, /"top"/],
    ];
    for (const [question, message] of wrong) {
      assert.throws(
        () => checked(question),
        (error) => error instanceof InputError && message.test(error.message),
      );
    }
  });
});
