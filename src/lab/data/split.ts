/** Random choices among labelled texts by a fixed seed. */
import { Random } from '../../model/random';

interface Labelled {
  readonly label: number;
}

/**
 * Splits off `size` texts for validation, of every class in its share of the texts; every class keeps at least one text
 * to train on and one to validate on.
 * @param texts at least two of each class
 */
export function splitTexts<T extends Labelled>(
  texts: readonly T[],
  size: number,
  classes: number,
  seed: number,
): { train: T[]; validation: T[] } {
  const chosen = choose(texts, size, classes, seed);
  return { train: texts.filter((t) => !chosen.has(t)), validation: texts.filter((t) => chosen.has(t)) };
}

/** `size` of the texts, of every class in its share, at least two each; all where there are no more. */
export function chooseTexts<T extends Labelled>(
  texts: readonly T[],
  size: number,
  classes: number,
  seed: number,
): T[] {
  if (size >= texts.length) return [...texts];
  const chosen = choose(texts, size, classes, seed, 2, 0);
  return texts.filter((t) => chosen.has(t));
}

function choose<T extends Labelled>(
  texts: readonly T[],
  size: number,
  classes: number,
  seed: number,
  least = 1,
  left = 1,
): Set<T> {
  const random = new Random(seed);
  const chosen = new Set<T>();
  for (let c = 0; c < classes; c++) {
    const candidates = random.shuffle(texts.filter(({ label }) => label === c));
    const share = Math.round((size * candidates.length) / texts.length);
    const count = Math.min(Math.max(least, share), candidates.length - left);
    for (const text of candidates.slice(0, count)) chosen.add(text);
  }
  return chosen;
}
