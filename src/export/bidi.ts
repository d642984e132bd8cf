/**
 * In which order the words of a line stand: the core of the Unicode bidirectional algorithm (UAX #9), word by word.
 * What is mixed inside a word is left to whoever draws it. Pure.
 */

const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
const STRONG = /\p{L}/u;
const DIGITS = /\p{Nd}/u;

export type Direction = 'ltr' | 'rtl';

/** By the first letter, as HTML's `dir="auto"`. */
export function directionOf(text: string): Direction {
  for (const character of text) {
    if (!STRONG.test(character)) continue;
    return RIGHT_TO_LEFT.test(character) ? 'rtl' : 'ltr';
  }
  return 'ltr';
}

export interface Place {
  /** Index of the piece. */
  readonly index: number;
  readonly direction: Direction;
}

/**
 * A line's pieces from left to right, each with the direction that it is read in.
 * @param base of the paragraph
 */
export function visualOrder(pieces: readonly string[], base: Direction): Place[] {
  if (base === 'ltr' && !pieces.some((piece) => RIGHT_TO_LEFT.test(piece))) {
    return pieces.map((_, index) => ({ index, direction: 'ltr' }));
  }
  const levels = levelsOf(pieces, base);
  return ordered(levels).map((index) => ({ index, direction: levels[index]! % 2 === 0 ? 'ltr' : 'rtl' }));
}

function ordered(levels: readonly number[]): number[] {
  const order = levels.map((_, index) => index);
  // From the deepest level up, every run at or above it is turned around (rule L2).
  for (let level = Math.max(...levels, 0); level >= 1; level--) {
    for (let from = 0; from < order.length; from++) {
      if (levels[from]! < level) continue;
      let to = from;
      while (to < order.length && levels[to]! >= level) to++;
      order.splice(from, to - from, ...order.slice(from, to).reverse());
      from = to;
    }
  }
  return order;
}

const MIRRORED = '()[]{}<>«»‹›（）「」『』【】《》〈〉';

/** Brackets turned around, as they are drawn in text that is read to the left. */
export function mirrored(text: string): string {
  return Array.from(text, (character) => {
    const at = MIRRORED.indexOf(character);
    return at < 0 ? character : MIRRORED[at % 2 === 0 ? at + 1 : at - 1]!;
  }).join('');
}

/** Whether nothing in it has a direction of its own. */
export function isNeutral(text: string): boolean {
  return kindOf(text) === null;
}

type Kind = Direction | 'number' | null;

function kindOf(piece: string): Kind {
  if (RIGHT_TO_LEFT.test(piece)) return 'rtl';
  if (STRONG.test(piece)) return 'ltr';
  return DIGITS.test(piece) ? 'number' : null;
}

/** Even levels read to the right, odd ones to the left. */
function levelsOf(pieces: readonly string[], base: Direction): number[] {
  const kinds = pieces.map(kindOf);
  const ground = base === 'ltr' ? 0 : 1;
  const levelIn = (kind: Direction | 'number') => {
    if (kind === 'rtl') return 1;
    return ground === 0 && kind === 'ltr' ? 0 : 2;
  };
  const levels: number[] = [];
  let before: Direction = base;
  kinds.forEach((kind, index) => {
    if (kind === 'number') {
      // A number counts as its neighbours' language does, but is itself read to the right.
      levels[index] = before === 'ltr' && ground === 0 ? 0 : 2;
    } else if (kind) {
      levels[index] = levelIn(kind);
      before = kind;
    } else {
      levels[index] = neutralLevel(kinds, index, before, ground);
    }
  });
  return levels;
}

/** Between two of one direction a sign takes it, otherwise the paragraph's; a number counts as read to the left inside such text. */
function neutralLevel(kinds: readonly Kind[], index: number, before: Direction, ground: number): number {
  let after: Direction = ground === 0 ? 'ltr' : 'rtl';
  for (let next = index + 1; next < kinds.length; next++) {
    const kind = kinds[next]!;
    if (kind === null) continue;
    after = kind === 'number' ? before : kind;
    break;
  }
  if (before !== after) return ground;
  if (before === 'rtl') return 1;
  return ground === 0 ? 0 : 2;
}
