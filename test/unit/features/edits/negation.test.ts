import assert from 'node:assert/strict';
import { negation, phrases } from '../../../../src/features/edits/negation';
import { tokenize } from '../../../../src/model/tokenizer';

/** Negated at the [word in brackets]; null where there is no rule. */
function negated(marked: string): string | null {
  const start = marked.indexOf('[');
  const text = marked.replace(/[[\]]/g, '');
  const tokens = tokenize(text);
  const index = tokens.findIndex((token) => token.start === start);
  assert.ok(index >= 0, `no token begins at the bracket of ${marked}`);
  const change = negation(text, tokens, index);
  return change && text.slice(0, change.start) + change.text + text.slice(change.end);
}

const CASES: Readonly<Record<string, readonly (readonly [string, string | null])[]>> = {
  'takes a negation out': [
    ['It is [not] good.', 'It is good.'],
    ['It was [never] dull.', 'It was dull.'],
    ['There is [no] plot.', 'There is plot.'],
    ["It is[n't] good.", 'It is good.'],
    ['It is[n’t] good.', 'It is good.'],
    ["I wo[n't] watch it.", 'I will watch it.'],
    ["I [wo]n't watch it.", 'I will watch it.'],
    ["[Ca]n't stand it.", 'Can stand it.'],
    ["I CA[N'T] STAND IT", 'I CAN STAND IT'],
    ["We sha[n't] go.", 'We shall go.'],
    ['I [cannot] stand it.', 'I can stand it.'],
    ['[Not] good.', 'Good.'],
    ['[Never] boring', 'Boring'],
    ["It ai[n't] good.", null],
    ["It [ai]n't good.", null],
    ['[No], it was fine.', null],
  ],
  'negates forms of be, do and have and modal verbs': [
    ['It [is] good.', 'It is not good.'],
    ['They [were] bored.', 'They were not bored.'],
    ['I [do] like it.', 'I do not like it.'],
    ['She [has] seen it.', 'She has not seen it.'],
    ['You [can] watch it.', 'You cannot watch it.'],
    ['You [should] watch it.', 'You should not watch it.'],
    ["It['s] good.", "It's not good."],
    ["We['re] bored.", "We're not bored."],
    ["I['d] watch it.", "I'd not watch it."],
    ['IT [IS] GOOD', 'IT IS NOT GOOD'],
    ['It [is] not good.', 'It is good.'],
    ["It [is]n't good.", 'It is good.'],
    ["They [do]n't care.", 'They do care.'],
    ['It [has] never been good.', 'It has been good.'],
  ],
  'contracts at the beginning of a sentence': [
    ['[Is] it good?', "Isn't it good?"],
    ['Well. [Was] it good?', "Well. Wasn't it good?"],
    ['[Do] watch it.', "Don't watch it."],
    ['[Can] it be good?', "Can't it be good?"],
    ['[Will] it be good? It’s long.', 'Won’t it be good? It’s long.'],
    ['[DOES] IT WORK?', "DOESN'T IT WORK?"],
    ['[Am] I bored?', null],
    ['[May] I leave?', null],
  ],
  'takes out a negation that stands before': [
    ['It is not [good].', 'It is good.'],
    ['It is not very [good].', 'It is very good.'],
    ['It is not a [good] film.', 'It is a good film.'],
    ['It is not a really [good] film.', 'It is a really good film.'],
    ["I did n't [like] it.", 'I did like it.'],
    ["I don't really [like] it.", 'I do really like it.'],
    ['It was never [dull].', 'It was dull.'],
    ['No [fun] at all.', 'Fun at all.'],
    ['Not [good].', 'Good.'],
  ],
  'uses do with common verbs behind a pronoun': [
    ['I [love] it.', 'I do not love it.'],
    ['She [loves] it.', 'She does not love it.'],
    ['They [hated] it.', 'They did not hate it.'],
    ['He [cries] a lot.', 'He does not cry a lot.'],
    ['We [thought] so.', 'We did not think so.'],
    ['I [regretted] it.', 'I did not regret it.'],
    ['It was [loved].', 'It was not loved.'],
    ['A [love] story', 'A not love story'],
  ],
  'puts "not" before any other word': [
    ['It is [good].', 'It is not good.'],
    ['a [great] film', 'a not great film'],
    ['It is very [good].', 'It is not very good.'],
    ['It is really very [good].', 'It is not really very good.'],
    ['[Good] film', 'Not good film'],
    ['Well! [Good] film', 'Well! Not good film'],
    ['[GOOD] film', 'NOT GOOD film'],
    ['in [Paris]', 'in not Paris'],
    ['[I] liked it', 'Not I liked it'],
  ],
  'leaves alone what is no word of Latin letters, or says whose': [
    ["The film['s] end", null],
    ['good[!]', null],
    ['[10] of 10', null],
    ['это [хорошо]', null],
    ['很[好]', null],
    ['[😀] good', null],
  ],
};

describe('negating a word', () => {
  for (const [what, cases] of Object.entries(CASES)) {
    describe(what, () => {
      for (const [marked, expected] of cases) {
        it(`${marked} → ${expected ?? 'not offered'}`, () => assert.equal(negated(marked), expected));
      }
    });
  }

  it('takes itself back where it only put "not" in', () => {
    for (const text of ['It is good.', 'It is very good.', 'You can watch it.', 'a great film']) {
      const once = negation(text, tokenize(text), 2);
      assert.ok(once);
      const changed = text.slice(0, once.start) + once.text + text.slice(once.end);
      const tokens = tokenize(changed);
      const at = tokens.findIndex(({ text: word }) => word === 'not' || word === 'cannot');
      const twice = negation(changed, tokens, at < 0 ? 1 : at);
      assert.ok(twice);
      assert.equal(changed.slice(0, twice.start) + twice.text + changed.slice(twice.end), text);
    }
  });

  it('names the stretch that changes', () => {
    const text = 'It is not very good.';
    const tokens = tokenize(text);
    const good = tokens[4]!;
    assert.deepEqual(phrases(text, good, negation(text, tokens, 4)!), ['not very good', 'very good']);
  });
});
