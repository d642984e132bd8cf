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
  /** The same as 16-bit integers, where products are computed in those. */
  readonly codes: readonly number[];
  /** One of each word, or of a vector gate one for each hidden unit. */
  readonly scores: number;
  /** (capacity, units) of a vector gate. */
  readonly gates: number;
  readonly weights: number;
}

/** Scores of one word, padded. */
function scoresOf({ gate, units }: PlacedNetwork): number {
  return gate ? units : 1;
}

function newTape(heap: Heap, network: PlacedNetwork, words: number): Tape {
  const { width, layers, precision, gate, units } = network;
  const rows = roundUp(words, TILE_ROWS) + TILE_ROWS;
  const coded = precision === 'integer' ? layers : [];
  const gates = gate ? units : 0;
  const perWord = 2 + scoresOf(network) + gates + layers.length * width;
  const bytes = 4 * rows * perWord + 2 * rows * coded.length * width;
  const start = heap.allocate(bytes);
  let next = start;
  const take = (size: number): number => {
    next += size;
    return next - size;
  };
  return {
    start,
    capacity: words,
    states: layers.map(() => take(4 * rows * width)),
    codes: coded.map(() => take(2 * rows * width)),
    ids: take(4 * rows),
    scores: take(4 * rows * scoresOf(network)),
    weights: take(4 * rows),
    gates: take(4 * rows * gates),
  };
}

function copyKept(heap: Heap, network: PlacedNetwork, from: Tape, to: Tape, kept: number): void {
  const { width } = network;
  // Two 16-bit integers are copied as one number.
  const copy = (target: number, source: number, length: number) =>
    heap.integers(target, length).set(heap.integers(source, length));
  from.states.forEach((states, layer) => copy(to.states[layer]!, states, kept * width));
  from.codes.forEach((codes, layer) => copy(to.codes[layer]!, codes, (kept * width) / 2));
  copy(to.scores, from.scores, kept * scoresOf(network));
}

/** Moves what is known of all words from `from` on, up to `end`, to begin with word `to`. */
export function moveKnown(
  heap: Heap,
  network: PlacedNetwork,
  tape: Tape,
  from: number,
  end: number,
  to: number,
): void {
  if (from === to) return;
  // Two 16-bit integers are moved as one number.
  const move = (start: number, perWord: number) =>
    heap.integers(start, tape.capacity * perWord).copyWithin(to * perWord, from * perWord, end * perWord);
  tape.states.forEach((states) => move(states, network.width));
  tape.codes.forEach((codes) => move(codes, network.width / 2));
  move(tape.scores, scoresOf(network));
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
    copyKept(heap, network, tape, next, kept);
    heap.free(tape.start);
  }
  return next;
}
