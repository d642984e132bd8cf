/** What is known of words, as the hover and the shading have it. Pure. */
import type { Analysis } from '../../model/types';

/** A probability of 0 or 1 is as good as this. */
const LEAST = 1e-9;

/** P(label) of the text without a word, from the change of the log-odds that the word brings. */
export function withoutEffect(probability: number, effect: number): number {
  const p = Math.min(1 - LEAST, Math.max(LEAST, probability));
  return 1 / (1 + Math.exp(effect - Math.log(p / (1 - p))));
}

/** The effects that a model without attention has found already; null for others. */
export function ownEffects({ kind, tokens }: Analysis): readonly number[] | null {
  return kind === 'deletion' ? tokens.map(({ effect = 0 }) => effect) : null;
}

/** Words and a value for each. */
export interface Valued {
  readonly words: readonly string[];
  readonly values: readonly number[];
}

/**
 * The values of a text that has been edited since they were found: words before and behind the edit keep their own, as
 * many words that took the place of as many others keep theirs, and what was put in has none (0).
 */
export function carriedValues({ words, values }: Valued, now: readonly string[]): number[] {
  const most = Math.min(words.length, now.length);
  let first = 0;
  while (first < most && words[first] === now[first]) first++;
  let last = 0;
  while (last < most - first && words.at(-1 - last) === now.at(-1 - last)) last++;
  const same = words.length === now.length;
  return now.map((_, at) => {
    if (at < first || same) return values[at] ?? 0;
    const fromEnd = now.length - at;
    return fromEnd <= last ? (values[words.length - fromEnd] ?? 0) : 0;
  });
}
