import assert from 'node:assert/strict';
import fc from 'fast-check';
import { directionOf, mirrored, visualOrder } from '../../../src/export/bidi';
import { printable } from '../../../src/export/escape';
import { linesOf, wrapUi } from '../../../src/export/layout';
import { measureOf } from '../../../src/export/measure';
import { textOf } from '../../fixtures/exports';
import { hostileText } from './support';

const measure = measureOf(10);
/** Every character 10 pixels wide. */
const square = {
  word: (text: string) => 10 * Array.from(text).length,
  ui: (text: string) => 10 * text.length,
};

const lines = (text: string, width: number) =>
  linesOf(text, textOf(text).readings[0]!.analysis, width, square).map((line) =>
    line.map(({ text, x }) => `${text}@${x}`).join(' '),
  );

const visual = (pieces: readonly string[], base: 'ltr' | 'rtl') =>
  visualOrder(pieces, base).map(({ index }) => pieces[index]);

describe('the lines of a drawn text', () => {
  it('break between words, never before what closes', () => {
    assert.deepEqual(lines('one two, three', 80), ['one@0 two@40 ,@70', 'three@0']);
    assert.deepEqual(lines('one two, three', 70), ['one@0', 'two@0 ,@30', 'three@0']);
  });

  it('keep the text’s own lines, indents and tabs, and end with the last of them', () => {
    assert.deepEqual(lines('a\r\n\r\n  b\tc\n\n', 200), ['a@0', '', 'b@20 c@70']);
  });

  it('cut what is longer than a line', () => {
    assert.deepEqual(lines('a incredible', 40), ['a@0', 'incr@0', 'edib@0', 'le@0']);
  });

  it('break beside East Asian characters, but not before their full stop', () => {
    const text = '映画素晴。';
    const { analysis } = textOf(text).readings[0]!;
    const tokens = Array.from(text, (character, start) => ({
      ...{ text: character, start, end: start + 1, weight: 0.2, known: true },
    }));
    const found = linesOf(text, { ...analysis, tokens }, 30, square);
    assert.deepEqual(
      found.map((line) => line.map(({ text }) => text).join('')),
      ['映画素', '晴。'],
    );
  });

  it('of a right-to-left paragraph begin at the right, what is Latin in it read to the right', () => {
    assert.deepEqual(
      lines('אב (12) x y', 200),
      ['x@90 y@110 (@130 12@140 )@160 אב@180'].map((line) => line),
    );
  });

  it('hold every word once, inside the width, none over another', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 60, max: 400 }), (text, width) => {
        const { analysis } = textOf(text).readings[0]!;
        const placed = linesOf(text, analysis, width, measure);
        const drawn = new Map<number, string>();
        for (const line of placed) {
          let end = -1e-6;
          for (const { text, token, x, width: own } of line) {
            assert.ok(x >= end - 1e-6 && x + own <= width + 10, `${text} at ${x}`);
            end = x + own;
            if (token !== null) drawn.set(token, (drawn.get(token) ?? '') + text);
          }
        }
        analysis.tokens.forEach((token, index) => {
          const signs = (text: string) => [...text].sort().join('');
          const expected = printable(token.text).replace(/\s/g, '');
          assert.equal(signs(mirroredBack(drawn.get(index) ?? '')), signs(mirroredBack(expected)));
        });
      }),
    );
  });
});

/** A bracket may stand turned around. */
const mirroredBack = (text: string) =>
  Array.from(text, (sign) => (mirrored(sign) < sign ? mirrored(sign) : sign)).join('');

describe('the order of words', () => {
  it('is that of reading where nothing is right-to-left', () => {
    assert.deepEqual(visual(['a', ' ', '1', '.'], 'ltr'), ['a', ' ', '1', '.']);
  });

  it('turns what is right-to-left, numbers in it excepted', () => {
    assert.deepEqual(visual(['a', ' ', 'אב', ' ', 'גד', ' ', 'b'], 'ltr'), [
      'a',
      ' ',
      'גד',
      ' ',
      'אב',
      ' ',
      'b',
    ]);
    assert.deepEqual(visual(['אב', ' ', '12', ' ', 'גד'], 'rtl'), ['גד', ' ', '12', ' ', 'אב']);
    assert.deepEqual(visual(['אב', ' ', 'x', ' ', 'y', '.'], 'rtl'), ['.', 'x', ' ', 'y', ' ', 'אב']);
  });

  it('has every word once', () => {
    const piece = fc.constantFrom('a', 'b', 'אב', 'مر', '1', '.', ' ', '(');
    fc.assert(
      fc.property(fc.array(piece), fc.constantFrom('ltr' as const, 'rtl' as const), (pieces, base) => {
        const order = visualOrder(pieces, base).map(({ index }) => index);
        assert.deepEqual(
          [...order].sort((a, b) => a - b),
          pieces.map((_, index) => index),
        );
      }),
    );
  });

  it('is begun by the first letter of a paragraph', () => {
    assert.equal(directionOf('1. «שלום» hello'), 'rtl');
    assert.equal(directionOf('1. hello שלום'), 'ltr');
    assert.equal(directionOf('...'), 'ltr');
  });
});

describe('measuring without a page', () => {
  it('counts East Asian characters as squares, marks and joiners as nothing', () => {
    assert.equal(measure.word('映画'), 20);
    assert.equal(measure.word('e\u0301\u200b'), measure.word('e'));
    assert.equal(measure.word('👩‍👩‍👧'), 12.5);
  });

  it('takes what a page has measured', () => {
    assert.equal(measureOf(10, new Map([['film', 33]])).word('film'), 33);
  });

  it('wraps other words between spaces', () => {
    assert.deepEqual(wrapUi('one two three', 70, 10, square), ['one two', 'three']);
  });
});
