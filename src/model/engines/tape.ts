/** Where the kernels keep one text: its words, and what is known of each, as one block of the module's memory. */
import type { Heap } from '../kernels/heap';
import { roundUp } from '../kernels/pack';
import type { PlacedNetwork } from './placed';

/** Kernels read and write whole tiles of this many rows; the rows beyond the last word are room for them. */
const TILE_ROWS = 4;

export interface Tape {
  readonly start: number;
  /** Words that it has room for. */
  readonly capacity: number;
  readonly ids: number;
  /** Per layer (capacity, width). */
  readonly states: readonly number[];
  readonly scores: number;
  readonly weights: number;
}

function newTape(heap: Heap, { width, layers }: PlacedNetwork, words: number): Tape {
  const rows = roundUp(words, TILE_ROWS) + TILE_ROWS;
  const start = heap.allocate(4 * rows * (3 + layers.length * width));
  const states = layers.map((_, layer) => start + 4 * layer * rows * width);
  const [ids, scores, weights] = [0, 1, 2].map((k) => start + 4 * rows * (layers.length * width + k)) as [
    number,
    number,
    number,
  ];
  return { start, capacity: words, ids, states, scores, weights };
}

function copyKept(heap: Heap, width: number, from: Tape, to: Tape, kept: number): void {
  const copy = (target: number, source: number, length: number) =>
    heap.floats(target, length).set(heap.floats(source, length));
  from.states.forEach((states, layer) => copy(to.states[layer]!, states, kept * width));
  copy(to.scores, from.scores, kept);
}

/** The tape, or where it is too short one of at least twice its length with what it holds of its first `kept` words. */
export function withRoom(
  heap: Heap,
  network: PlacedNetwork,
  tape: Tape | null,
  words: number,
  kept: number,
): Tape {
  if (tape && tape.capacity >= words) return tape;
  const next = newTape(heap, network, Math.max(words, 2 * (tape?.capacity ?? 0)));
  if (tape) {
    copyKept(heap, network.width, tape, next, kept);
    heap.free(tape.start);
  }
  return next;
}
