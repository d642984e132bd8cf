/**
 * What the first layer makes of each word by itself (x·W + b), kept for texts that are made of the same words over and
 * over: some third of a reading, which is then computed once for each word.
 */
import type { Heap } from '../kernels/heap';
import { CHUNK } from './steps';

export interface Projections {
  /** Of each direction of reading the address of a row for each word. */
  readonly starts: readonly number[];
  /** The row of each id; −1 of those that have none. */
  readonly places: Int32Array;
}

/**
 * @param words ids, as often as they like
 * @param vocabulary beyond which there is only the blank
 * @param width numbers of a row
 * @param directions how many the layer has
 * @param project from ids in memory, at most CHUNK of them, to the address of as many rows of a direction
 */
export function projectWords(
  heap: Heap,
  words: Int32Array,
  vocabulary: number,
  width: number,
  directions: number,
  project: (ids: number, count: number, direction: number) => number,
): Projections {
  const distinct = Int32Array.from(new Set(words));
  const places = new Int32Array(vocabulary + 1).fill(-1);
  distinct.forEach((id, place) => (places[id] = place));
  const starts = Array.from({ length: directions }, () => heap.allocate(4 * distinct.length * width));
  const ids = heap.allocate(4 * CHUNK);
  for (let from = 0; from < distinct.length; from += CHUNK) {
    const some = distinct.subarray(from, from + CHUNK);
    heap.integers(ids, some.length).set(some);
    starts.forEach((start, direction) => {
      const rows = heap.floats(project(ids, some.length, direction), some.length * width);
      heap.floats(start + 4 * from * width, some.length * width).set(rows);
    });
  }
  heap.free(ids);
  return { starts, places };
}

/** The row of each word of a text; undefined where one has none. */
export function placesOf({ places }: Projections, ids: Int32Array): Int32Array | undefined {
  const found = ids.map((id) => places[id]!);
  return found.includes(-1) ? undefined : found;
}
