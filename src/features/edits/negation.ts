/**
 * Negating a word by rule, in English. The rules look at the word and its neighbours and know no grammar; in this order:
 *
 *  1. A negation itself ("not", "n't", "never", "no", "cannot") is taken out; "won't", "can't", "shan't" become "will",
 *     "can", "shall". "ain't" could have been any of four, and a "no" that answers stands for itself: neither is offered.
 *  2. A form of be, do or have, or a modal verb: a negation right behind it is taken out; else "not" is put in there
 *     ("is not", "cannot"), and at the beginning of a sentence "n't" ("Isn't it …", "Don't …").
 *  3. A word with a negation before it ("not good", "not a very good", "didn't really like"): that is taken out.
 *  4. A common verb of reviews behind a pronoun: "I love" becomes "I do not love", "she loved" "she did not love".
 *  5. Any other word: "not" before it, and before "very" and the like.
 *
 * What is no word of Latin letters, and the "'s" that says whose, is left alone. Pure.
 */
import type { Span, Token } from '../../model/types';
import type { Change } from './draft';
import { capitalised, likeCase, withoutPassage } from './spacing';
import { doSupport } from './verbs';

const NEGATIONS = new Set(['not', "n't", 'never', 'no']);
const BE_DO_HAVE = 'am is are was were be been do does did have has had'.split(' ');
const MODALS = 'can could will would shall should may might must'.split(' ');
const AUXILIARIES = new Set([...BE_DO_HAVE, ...MODALS]);
const SHORT_AUXILIARIES = new Set(["'re", "'m", "'ve", "'ll", "'d"]);
/** Behind these "'s" is "is" or "has" (or "us"), behind others it may say whose. */
const BEFORE_S = new Set('it he she that there here this who what let'.split(' '));
const SUBJECTS = new Set('i you he she it we they who'.split(' '));
const DEGREES = new Set(
  'very really so too quite that all particularly especially exactly entirely completely truly even just'.split(
    ' ',
  ),
);
const ARTICLES = new Set(['a', 'an', 'the']);
/** "wo" is what the tokenizer leaves of "won't". */
const FULL_FORMS: Readonly<Record<string, string>> = { wo: 'will', ca: 'can', sha: 'shall' };
/** With "n't"; others have none, or have it right behind. */
const CONTRACTED: Readonly<Record<string, string | null>> = {
  ...{ can: "can't", will: "won't", shall: "shan't" },
  ...{ am: null, may: null, might: null, be: null, been: null },
};

/**
 * The change that negates one word, or takes its negation back; null where the rules have none.
 * @param tokens of the text, in reading order
 */
export function negation(text: string, tokens: readonly Token[], index: number): Change | null {
  return new Negation(text, tokens).of(index);
}

class Negation {
  constructor(
    private readonly text: string,
    private readonly tokens: readonly Token[],
  ) {}

  of(index: number): Change | null {
    const word = this.word(index);
    if (!/^(?:['-]|\p{Script=Latin})*\p{Script=Latin}(?:['-]|\p{Script=Latin})*$/u.test(word)) return null;
    if (word === 'cannot') return this.exchange(index, 'can');
    if (NEGATIONS.has(word)) return this.takeOut(index);
    if (word in FULL_FORMS || word === 'ai')
      return this.word(index + 1) === "n't" ? this.takeOut(index + 1) : null;
    if (this.isAuxiliary(index)) return this.auxiliary(index, word);
    // Whose: "the film's".
    if (word.startsWith("'")) return null;
    const first = this.firstDegree(index);
    let before = first - 1;
    if (ARTICLES.has(this.word(before))) before--;
    if (NEGATIONS.has(this.word(before))) return this.takeOut(before);
    const verb = SUBJECTS.has(this.word(index - 1)) ? doSupport(word) : null;
    if (verb) return this.exchange(index, verb);
    return this.notBefore(first);
  }

  /** Lower case, with a typewriter's apostrophe; '' where there is none. */
  private word(index: number): string {
    return (this.tokens[index]?.text ?? '').toLowerCase().replace(/[’`´]/g, "'");
  }

  private isAuxiliary(index: number): boolean {
    const word = this.word(index);
    if (word === "'s") return BEFORE_S.has(this.word(index - 1));
    return AUXILIARIES.has(word) || SHORT_AUXILIARIES.has(word);
  }

  private auxiliary(index: number, word: string): Change | null {
    if (NEGATIONS.has(this.word(index + 1))) return this.takeOut(index + 1);
    const { end, text } = this.tokens[index]!;
    const capitals = isCapitals(text);
    if (this.startsSentence(index)) {
      const contracted = CONTRACTED[word];
      if (contracted === null) return null;
      if (contracted !== undefined) return this.exchange(index, this.apostrophe(contracted));
      return { start: end, end, text: this.apostrophe(capitals ? "N'T" : "n't") };
    }
    const put = word === 'can' ? 'not' : ' not';
    return { start: end, end, text: capitals ? put.toUpperCase() : put };
  }

  /** The first of the words like "very" that stand right before this one; itself where none does. */
  private firstDegree(index: number): number {
    let first = index;
    while (DEGREES.has(this.word(first - 1))) first--;
    return first;
  }

  private takeOut(index: number): Change | null {
    const token = this.tokens[index]!;
    const word = this.word(index);
    const next = this.tokens[index + 1];
    if (word === "n't") return this.takeOutEnding(index);
    const goesOn = next !== undefined && /^\p{L}/u.test(next.text);
    if (word === 'no' && !goesOn) return null;
    if (goesOn && /^\p{Lu}\P{Lu}*$/u.test(token.text)) {
      return { start: token.start, end: next.end, text: capitalised(next.text) };
    }
    return withoutPassage(this.text, token);
  }

  private takeOutEnding(index: number): Change | null {
    const { start, end } = this.tokens[index]!;
    const stem = this.tokens[index - 1];
    if (!stem || stem.end !== start) return withoutPassage(this.text, { start, end });
    const word = this.word(index - 1);
    if (word === 'ai') return null;
    const full = FULL_FORMS[word];
    if (full === undefined) return { start, end, text: '' };
    return { start: stem.start, end, text: likeCase(stem.text, full) };
  }

  private exchange(index: number, by: string): Change {
    const { start, end, text } = this.tokens[index]!;
    return { start, end, text: likeCase(text, by) };
  }

  private notBefore(index: number): Change {
    const { start, end, text } = this.tokens[index]!;
    if (isCapitals(text)) return { start, end: start, text: 'NOT ' };
    const isLowered = this.startsSentence(index) && /^\p{Lu}\P{Lu}+$/u.test(text);
    if (isLowered) return { start, end, text: `Not ${text.toLowerCase()}` };
    return { start, end: start, text: this.startsSentence(index) && /^\p{Lu}/u.test(text) ? 'Not ' : 'not ' };
  }

  private startsSentence(index: number): boolean {
    return index === 0 || /[.!?…]$/u.test(this.tokens[index - 1]!.text);
  }

  /** The apostrophe that the text uses. */
  private apostrophe(word: string): string {
    return this.text.includes('’') ? word.replace("'", '’') : word;
  }
}

function isCapitals(word: string): boolean {
  return (
    (word.match(/\p{L}/gu)?.length ?? 0) > 1 && word === word.toUpperCase() && word !== word.toLowerCase()
  );
}

/** The stretch that a person would look at: the word and what was done around it, before and after. */
export function phrases(text: string, word: Span, { start, end, text: put }: Change): [string, string] {
  const from = Math.min(start, word.start);
  const to = Math.max(end, word.end);
  return [text.slice(from, to), text.slice(from, start) + put + text.slice(end, to)];
}
