/**
 * Text to characters, for models that read them one by one. Training and serving share it. Letters are read without
 * case, typographic apostrophes and blanks as the plain ones; offsets are UTF-16 units into the given text, so that
 * `text.slice(start, end) === character.text`.
 */
import type { Token } from '../types';

/** Stands for a blank in `vocab.txt`, whose lines end their token with one. */
const BLANK = '␣';

const FOLDED: readonly (readonly [RegExp, string])[] = [
  [/^[’‘ʼ`´]$/u, "'"],
  [/^\s$/u, BLANK],
  [/^[‐‑‒–−]$/u, '-'],
];

export interface ReadCharacter extends Token {
  /** As the vocabulary has it. */
  readonly folded: string;
}

/** The characters (code points) of a text, less the blanks at its ends. */
export function charactersOf(text: string): ReadCharacter[] {
  const from = text.length - text.trimStart().length;
  let start = from;
  return Array.from(text.trim(), (character) => {
    const read = { text: character, start, end: start + character.length, folded: fold(character) };
    start = read.end;
    return read;
  });
}

function fold(character: string): string {
  for (const [pattern, plain] of FOLDED) if (pattern.test(character)) return plain;
  return character.toLowerCase();
}
