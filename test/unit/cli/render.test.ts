import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { percent } from '../../../src/cli/percent';
import { renderReport } from '../../../src/cli/render';
import { createShader } from '../../../src/cli/shader';
import { cellsOf, clip } from '../../../src/cli/width';
import { analysisOf, effectsOf, reportOf } from './support';

const plain = createShader(0, 'dark');
const coloured = createShader(3, 'dark');

describe('an analysed text for people', () => {
  const text = 'A warm film.\n\tNever dull, 日本語 ok.\r\n';
  const report = reportOf([analysisOf(text, [0.05, 0.4, 0.1, 0.05, 0.2, 0.15, 0.05], 0.973, { unknown: 2 })]);

  it('without colours has the verdict and the top words, in order, with weights', () => {
    assert.equal(
      renderReport(text, report, plain),
      [
        'positive 97.3 % · negative 2.7 %  tiny on cpu, 7 words and signs, 12 ms',
        '',
        'Most attention',
        '   1  warm     40.0 %  ########################  word 2',
        '   2  dull     20.0 %  ############              word 5',
        '   3  日本語   15.0 %  #########                 word 6, not in the vocabulary',
        '   4  film     10.0 %  ######                    word 3',
        '   5  A         5.0 %  ###                       word 1',
        '   6  Never     5.0 %  ###                       word 4',
        '   7  ok        5.0 %  ###                       word 7, not in the vocabulary',
        '',
      ].join('\n'),
    );
  });

  it('has the probability of the verdict first, whichever it is', () => {
    const rendered = renderReport('dull film', reportOf([analysisOf('dull film', [0.5, 0.5], 0.2)]), plain)!;
    assert.match(rendered, /^negative 80\.0 % · positive 20\.0 %/);
  });

  it('with colours has the text with its own line breaks, and each word shaded by its share of the largest', () => {
    const rendered = renderReport(text, report, coloured)!;
    assert.ok(
      stripVTControlCharacters(rendered).includes('\n\nA warm film.\n\tNever dull, 日本語 ok.\n\nMost'),
    );
    for (const { text: word, weight } of report.analyses[0]!.tokens) {
      assert.ok(rendered.includes(coloured.shade(word, weight / 0.4)), word);
    }
    assert.ok(rendered.includes(' '), 'gaps stay unshaded');
  });

  it('passes no escape of the text on', () => {
    const hostile = 'good \x1b[2J\x1b]0;title\x07 film \x9b5m';
    const hostileReport = reportOf([analysisOf(hostile, [0.5, 0.2, 0.3], 0.4)]);
    assert.doesNotMatch(renderReport(hostile, hostileReport, plain)!, /(?!\n)\p{Cc}/u);
    const rest = renderReport(hostile, hostileReport, coloured)!.replace(/\x1b\[[\d;]*m/g, '');
    assert.doesNotMatch(rest, /(?!\n)\p{Cc}/u);
    assert.ok(rest.includes('␛[2J␛]0;title␇'));
  });

  it('names the labels of any model, and all classes of more than two', () => {
    const spam = effectsOf('buy now', [0.4, 0.1], { ham: 0.2, spam: 0.8 });
    assert.match(renderReport('buy now', reportOf([spam]), plain)!, /^spam 80\.0 % · ham 20\.0 % {2}tiny/);
    const mood = effectsOf('so happy', [0.1, 0.9], { fear: 0.09, joy: 0.61, 'an\x1b[31mger': 0.3 });
    const rendered = renderReport('so happy', reportOf([mood]), plain)!;
    assert.match(rendered, /^joy 61\.0 % {2}tiny.*\nfear 9\.0 % · joy 61\.0 % · an \[31mger 30\.0 %\n/);
  });

  it('says effects with their side, in words, signs and underlines, and never "attention"', () => {
    const effects = [0.05, -0.5, 1];
    const without = reportOf([effectsOf('a dull gem', effects, { negative: 0.1, positive: 0.9 })]);
    assert.equal(
      renderReport('a dull gem', without, plain),
      [
        'positive 90.0 % · negative 10.0 %  tiny on cpu, 3 words and signs, 12 ms',
        'This model has no attention. Shading shows how much the verdict changes when a word is left out.',
        '',
        'Most effect',
        '   1  gem     +1.00  ########################  word 3, speaks for positive',
        '   2  dull    −0.50  ------------              word 2, speaks against positive',
        '   3  a       +0.05  #                         word 1, speaks for positive',
        '',
      ].join('\n'),
    );
    const rendered = renderReport('a dull gem', without, coloured)!;
    assert.ok(rendered.includes(coloured.shade('dull', 0.5, 'against')));
    assert.ok(rendered.includes(coloured.shade('gem', 1)));
    assert.match(stripVTControlCharacters(rendered), /left out\. Underlined: against the verdict\.\n/);
  });

  it('says how much of the attention padding took', () => {
    const padded = { ...report.analyses[0]!, padding: 0.25 };
    assert.match(renderReport(text, reportOf([padded]), plain)!, /12 ms, 25 % of the attention on padding\n/);
  });

  describe('in several parts', () => {
    const long = 'Good film.\n\nSo dull.\n\nLeft out, both\nlines.';
    const parts = [analysisOf(long, [0.9, 0.1], 0.9), analysisOf(long, [0.5, 0.5], 0.2, { start: 12 })];
    const partial = reportOf(parts, [{ start: 22, end: long.length }]);

    it('has a verdict for each, and says what was not read', () => {
      const rendered = renderReport(long, partial, plain)!;
      assert.match(rendered, /^positive 60\.0 % · negative 40\.0 % .* 4 words and signs, 2 parts, /);
      assert.match(rendered, /── part 1 of 2 ── positive 90\.0 % · negative 10\.0 % {2}Good film\n/);
      assert.match(rendered, /── part 2 of 2 ── negative 80\.0 % · positive 20\.0 % {2}So dull\n/);
      assert.match(rendered, /1 {2}Good +45\.0 %/);
      assert.match(rendered, /\n\nNot read: line 5 to line 6 \(above --max-words\)\.\n$/);
    });

    it('shows what was not read apart from what was', () => {
      const rendered = stripVTControlCharacters(renderReport(long, partial, coloured)!);
      assert.ok(rendered.includes('%\nGood film.\n\n── part 2 of 2 ──'), rendered);
      assert.ok(rendered.includes('%\nSo dull.\n\nnot read:\nLeft out, both\nlines.\n\nMost'), rendered);
    });
  });

  it('is nothing for a text without a token', () => {
    assert.equal(renderReport(' ', reportOf([]), plain), undefined);
  });
});

describe('figures in a terminal', () => {
  it('never round a probability to certainty', () => {
    assert.deepEqual(
      [1, 0.99996, 0.9994, 0.5, 0.0004, 0.0006, 0].map((share) => percent(share)),
      ['100.0 %', '>99.9 %', '99.9 %', '50.0 %', '<0.1 %', '0.1 %', '0.0 %'],
    );
    assert.equal(percent(0.91236, 2), '91.24 %');
  });

  it('count cells, not characters', () => {
    assert.deepEqual(['abc', '日本', '😀', '👩‍👩‍👧', 'e\u0301', ''].map(cellsOf), [3, 4, 2, 2, 1, 0]);
    assert.equal(clip('日本語の映画', 7), '日本語…');
    assert.equal(clip('short', 7), 'short');
    assert.equal(clip('much longer', 7), 'much l…');
  });
});
