/** Token to id and back: `vocab.txt` holds one token a line with its count, by falling frequency. */
import { otherSpellings } from './spelling';
import { quoteShort } from './quote';
import { InputError } from './types';

export const PAD = '<pad>';
export const UNKNOWN = '<unk>';

const BLANK = /\s/u;
/** What `vocab.txt` cannot hold: nothing, blanks, and halves of characters, which UTF-8 has no form for. */
const UNWRITABLE = /^$|[\s\p{Cs}]/u;
/** Blanks that no vocabulary needs; looked for once in the whole text, since a look at every token takes milliseconds. */
const OTHER_BLANK = /[^\S \n]/u;

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** The number that the characters from `from` up to `to` write; null unless all are decimal digits of a safe integer. */
function digits(text: string, from: number, to: number): number | null {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return null;
    value = 10 * value + digit;
  }
  return Number.isSafeInteger(value) ? value : null;
}

export class Vocab {
  private readonly ids = new Map<string, number>();
  readonly padId: number;
  readonly unknownId: number;

  private constructor(
    private readonly tokens: readonly string[],
    private readonly counts: readonly number[],
    where: string,
  ) {
    for (let id = 0; id < tokens.length; id++) {
      this.ids.set(tokens[id]!, id);
      if (this.ids.size === id) {
        throw new InputError(
          `${where}, line ${id + 1}: ${quoteShort(tokens[id])} stands there a second time`,
        );
      }
    }
    this.padId = this.require(PAD, where);
    this.unknownId = this.require(UNKNOWN, where);
  }

  /**
   * Reads the text of a `vocab.txt`: lines end in line feeds alone. Any characters but blanks may stand in a token,
   * control characters too, since texts that a vocabulary is made from have them; whoever shows one makes it harmless.
   * Throws InputError naming the line when a line is not "token count" or has no end, when a token repeats, when `<pad>`
   * or `<unk>` is missing, or when there are more than `most` tokens.
   */
  static parse(text: string, where = 'vocab.txt', most = Infinity): Vocab {
    const tokens: string[] = [];
    const counts: number[] = [];
    const wrong = (end: number): never => {
      const found = text[end - 1] === '\r' ? ', found a carriage return before the line feed' : '';
      throw new InputError(`${where}, line ${tokens.length + 1}: expected "token count"${found}`);
    };
    const suspicious = OTHER_BLANK.test(text);
    // By index and not by a pattern a line: this stands between a person and the first verdict.
    for (let at = 0; at < text.length;) {
      const end = lineEnd(text, at);
      const space = text.indexOf(' ', at);
      if (space <= at || space >= end - 1) wrong(end);
      const token = text.slice(at, space);
      const count = digits(text, space + 1, end);
      if (count === null || (suspicious && BLANK.test(token))) wrong(end);
      if (tokens.length >= most) {
        throw new InputError(`${where}: more than ${most} tokens, as many as model.json says`);
      }
      tokens.push(token);
      counts.push(count!);
      at = end + 1;
    }
    // Without it a count that lost its last digits would pass for a smaller one.
    if (text !== '' && !text.endsWith('\n')) {
      throw new InputError(`${where}, line ${tokens.length}: the file ends within this line`);
    }
    return new Vocab(tokens, counts, where);
  }

  /**
   * The `limit` most frequent tokens of a count table, `<pad>` and `<unk>` included and first.
   * Ties are broken by the token itself, so that the same counts give the same vocabulary.
   */
  static fromCounts(counts: ReadonlyMap<string, number>, limit: number): Vocab {
    const sorted = [...counts]
      .filter(([token]) => token !== PAD && token !== UNKNOWN && !UNWRITABLE.test(token))
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const kept = sorted.slice(0, Math.max(0, limit - 2));
    const dropped = sorted.slice(kept.length).reduce((sum, [, count]) => sum + count, 0);
    return new Vocab(
      [PAD, UNKNOWN, ...kept.map(([token]) => token)],
      [0, dropped, ...kept.map(([, count]) => count)],
      'vocabulary',
    );
  }

  get size(): number {
    return this.tokens.length;
  }

  has(token: string): boolean {
    return this.ids.has(token);
  }

  /** Id of a normalised token, or else of another spelling of it; the id of `<unk>` when none is known. */
  id(token: string): number {
    return this.ids.get(token) ?? this.respelt(token);
  }

  private respelt(token: string): number {
    for (const spelling of otherSpellings(token)) {
      const id = this.ids.get(spelling);
      if (id !== undefined) return id;
    }
    return this.unknownId;
  }

  /** Token of an id; throws RangeError outside [0, size). */
  token(id: number): string {
    const token = this.tokens[id];
    if (token === undefined) throw new RangeError(`no token has id ${id}: there are ${this.size}`);
    return token;
  }

  /** Occurrences in the training texts. */
  count(id: number): number {
    return this.counts[id] ?? 0;
  }

  toString(): string {
    return this.tokens.map((token, id) => `${token} ${this.counts[id]}\n`).join('');
  }

  private require(token: string, where: string): number {
    const id = this.ids.get(token);
    if (id === undefined) throw new InputError(`${where}: the token ${token} is missing`);
    return id;
  }
}

/** The tokens that ids stand for, `<pad>` dropped (the article's `ids_to_tokens`). */
export function idsToTokens(ids: ArrayLike<number>, vocab: Vocab): string[] {
  return Array.from(ids)
    .filter((id) => id !== vocab.padId)
    .map((id) => vocab.token(id));
}
