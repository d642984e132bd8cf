/** Random choices among labelled texts by a fixed seed. */
import { Random } from '../../model/random';

interface Labelled {
  readonly label: number;
}

/** Classes whose sizes differ by no more than this share are taken for alike: somebody balanced them. */
const BALANCED = 0.05;

/**
 * Splits off `size` texts for validation: of every class in its share of the texts, or as many of each where the classes
 * are about alike. Every class keeps at least one text to train on and one to validate on.
 * @param texts at least two of each class
 */
export function splitTexts<T extends Labelled>(
  texts: readonly T[],
  size: number,
  classes: number,
  seed: number,
): { train: T[]; validation: T[] } {
  const chosen = choose(texts, { size, classes, seed, least: 1, left: 1 });
  return { train: texts.filter((t) => !chosen.has(t)), validation: texts.filter((t) => chosen.has(t)) };
}

/** `size` of the texts, shared among the classes as above, at least two of each; all where there are no more. */
export function chooseTexts<T extends Labelled>(
  texts: readonly T[],
  size: number,
  classes: number,
  seed: number,
): T[] {
  if (size >= texts.length) return [...texts];
  const chosen = choose(texts, { size, classes, seed, least: 2, left: 0 });
  return texts.filter((t) => chosen.has(t));
}

interface Choice {
  readonly size: number;
  readonly classes: number;
  readonly seed: number;
  /** Texts of each class that are chosen at least, and that are left at least. */
  readonly least: number;
  readonly left: number;
}

function choose<T extends Labelled>(
  texts: readonly T[],
  { size, classes, seed, least, left }: Choice,
): Set<T> {
  const random = new Random(seed);
  const byClass = Array.from({ length: classes }, (_, c) => texts.filter(({ label }) => label === c));
  const sizes = byClass.map((own) => own.length);
  const alike = Math.min(...sizes) >= (1 - BALANCED) * Math.max(...sizes);
  const chosen = new Set<T>();
  for (const own of byClass) {
    const share = alike ? Math.floor(size / classes) : Math.round((size * own.length) / texts.length);
    const count = Math.min(Math.max(least, share), own.length - left);
    for (const text of random.shuffle([...own]).slice(0, count)) chosen.add(text);
  }
  return chosen;
}
