/** Some of many labelled texts, the same ones each time. */
import { Random } from '../random';
import type { Labelled } from './types';

/**
 * `count` texts in the order they came in: as many of each class as of any other, as far as there are so many. All
 * where there are no more than that.
 */
export function drawBalanced<T extends Pick<Labelled, 'label'>>(
  texts: readonly T[],
  count: number,
  seed: number,
): T[] {
  if (count >= texts.length) return [...texts];
  const random = new Random(seed);
  const classes = [...new Set(texts.map(({ label }) => label))].sort((a, b) => a - b);
  const piles = classes.map((label) => random.shuffle(texts.filter((text) => text.label === label)));
  const chosen = new Set<T>();
  for (let turn = 0; chosen.size < count; turn++) {
    for (const pile of piles) if (turn < pile.length && chosen.size < count) chosen.add(pile[turn]!);
  }
  return texts.filter((text) => chosen.has(text));
}
