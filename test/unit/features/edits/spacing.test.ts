import assert from 'node:assert/strict';
import { likeCase, replaced, withoutPassage } from '../../../../src/features/edits/spacing';

type Spacing = (
  text: string,
  span: { start: number; end: number },
) => { start: number; end: number; text: string };

/** The text with the change made at [the words in brackets]. */
function made(marked: string, change: Spacing): string {
  const start = marked.indexOf('[');
  const end = marked.indexOf(']') - 1;
  const text = marked.replace(/[[\]]/g, '');
  const { start: from, end: to, text: put } = change(text, { start, end });
  return text.slice(0, from) + put + text.slice(to);
}

describe('leaving words out', () => {
  for (const [marked, expected] of [
    ['a [great] film', 'a film'],
    ['[Great] film', 'film'],
    ['a great [film]', 'a great'],
    ['It is [great].', 'It is.'],
    ['It is [great], really', 'It is, really'],
    ['It is ([really]) good', 'It is () good'],
    ['a “[great]” film', 'a “” film'],
    ["It is[n't] good", 'It is good'],
    ['good[!]', 'good'],
    ['so  [very]  good', 'so  good'],
    ['one\n[great]\ntwo', 'one\ntwo'],
    ['one\r\n[great]\r\ntwo', 'one\r\ntwo'],
    ['one\n[great] film\ntwo', 'one\nfilm\ntwo'],
    ['a film\n  [great] one', 'a film\n  one'],
    ['the end is [great]\nnext', 'the end is\nnext'],
    ['an [awful] film', 'an film'],
    ['[great]', ''],
    ['a [great and wonderful] film', 'a film'],
    ['- [great]\n- bad', '-\n- bad'],
    ['很[好]看', '很看'],
  ] as const) {
    it(`${JSON.stringify(marked)} leaves ${JSON.stringify(expected)}`, () => {
      assert.equal(made(marked, withoutPassage), expected);
    });
  }
});

describe('replacing a word', () => {
  for (const [marked, word, expected] of [
    ['a [great] film', 'good', 'a good film'],
    ['[Great] film', 'good', 'Good film'],
    ['[GREAT] FILM', 'good', 'GOOD FILM'],
    ['[I] liked it', 'they', 'They liked it'],
    ['[Great] film', 'iPhone', 'iPhone film'],
    ['a [great] film', 'Shrek', 'a Shrek film'],
    ['a [great] film', '  good ', 'a good film'],
    ['a [great and long] film', 'bad', 'a bad film'],
    ["it is[n't] good", 'not', 'it is not good'],
    ["it [is]n't good", 'was', "it wasn't good"],
    ["[it]'s good", 'she', "she's good"],
    ['很[好]看', 'good', '很 good 看'],
    ['[Élan] vital', 'über', 'Über vital'],
    ['[great]!', 'not very good', 'not very good!'],
  ] as const) {
    it(`${JSON.stringify(marked)} by ${JSON.stringify(word)} is ${JSON.stringify(expected)}`, () => {
      assert.equal(
        made(marked, (text, span) => replaced(text, span, word)),
        expected,
      );
    });
  }

  it('leaves words with capitals of their own as they are', () => {
    assert.equal(likeCase('great', 'McFly'), 'McFly');
    assert.equal(likeCase('GREAT', 'McFly'), 'McFly');
    assert.equal(likeCase('42', 'good'), 'good');
  });
});
