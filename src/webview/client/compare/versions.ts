/** Two texts word by word: as two versions of one text where they nearly are, else by the words they share. Pure. */
import { diffArrays } from 'diff';

interface Word {
  readonly text: string;
  readonly weight: number;
}

/** Two versions of one text. */
export interface Versions {
  /** Stretches that were changed; a side without tokens: added, or removed. Tokens by index. */
  readonly changes: readonly { readonly first: readonly number[]; readonly second: readonly number[] }[];
  /** Words that stand in both, [first, second], in reading order. */
  readonly kept: readonly (readonly [number, number])[];
}

/** Of all words of both texts together: with more changed it is another text. */
const MOST_CHANGED = 0.4;
/** Of a few words most may be changed and it is still the same text. */
const FEW_EDITS = 4;
/** Changed words that are looked for at most: what it costs grows with their square. */
const MOST_EDITS = 400;

/** How the second text came from the first; null where they are not versions of one text. */
export function versionsOf(first: readonly Word[], second: readonly Word[]): Versions | null {
  const words = first.length + second.length;
  const maxEditLength = Math.min(MOST_EDITS, Math.max(FEW_EDITS, Math.floor(words * MOST_CHANGED)));
  const parts = diffArrays(
    first.map(({ text }) => text),
    second.map(({ text }) => text),
    { maxEditLength },
  );
  if (!parts) return null;
  const changes: { first: number[]; second: number[] }[] = [];
  const kept: [number, number][] = [];
  let [i, j] = [0, 0];
  let open: { first: number[]; second: number[] } | null = null;
  for (const { value, added = false, removed = false } of parts) {
    if (!added && !removed) {
      open = null;
      for (let k = 0; k < value.length; k++) kept.push([i++, j++]);
      continue;
    }
    if (!open) changes.push((open = { first: [], second: [] }));
    for (let k = 0; k < value.length; k++) {
      if (removed) open.first.push(i++);
      else open.second.push(j++);
    }
  }
  return kept.length > 0 || words === 0 ? { changes, kept } : null;
}

/** A word that stands in both texts, with what it has in each. */
export interface SharedWord {
  readonly text: string;
  /** Of all places where it stands, together. */
  readonly first: number;
  readonly second: number;
  /** Its token with the largest weight in the second text, to be shown. */
  readonly token: number;
}

/** Words of two versions whose weight changed most, falling by the change. */
export function keptWords(
  { kept }: Versions,
  first: readonly Word[],
  second: readonly Word[],
  count: number,
) {
  const words = kept.map(([i, j]): SharedWord => {
    const { text, weight } = second[j]!;
    return { text, first: first[i]!.weight, second: weight, token: j };
  });
  return byChange(words, count);
}

/** Words (no punctuation; capitals aside) that stand in both texts, those whose weight differs most first. */
export function sharedWords(first: readonly Word[], second: readonly Word[], count: number): SharedWord[] {
  const [inFirst, inSecond] = [summed(first), summed(second)];
  const shared = [...inSecond].flatMap(([key, { text, weight, token }]) => {
    const other = inFirst.get(key);
    return other ? [{ text, first: other.weight, second: weight, token }] : [];
  });
  return byChange(shared, count);
}

function summed(words: readonly Word[]) {
  const found = new Map<string, { text: string; weight: number; most: number; token: number }>();
  words.forEach(({ text, weight }, token) => {
    if (!/[\p{L}\p{N}]/u.test(text)) return;
    const key = text.toLowerCase();
    const known = found.get(key) ?? { text, weight: 0, most: -1, token };
    known.weight += weight;
    if (weight > known.most) [known.most, known.token] = [weight, token];
    found.set(key, known);
  });
  return found;
}

function byChange(words: readonly SharedWord[], count: number): SharedWord[] {
  const change = ({ first, second }: SharedWord) => Math.abs(second - first);
  return words
    .filter((word) => change(word) > 0)
    .sort((a, b) => change(b) - change(a) || a.token - b.token)
    .slice(0, count);
}
