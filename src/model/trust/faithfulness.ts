/** Takes out, and leaves alone, the first words of several orders, and measures what the verdict makes of it. */
import type { Engine } from '../engines/engine';
import { readAll, withoutMarked, wordsIn, type Pace } from './occlusion';
import {
  byFalling,
  countsOf,
  meanFall,
  overlapOf,
  PERCENTS,
  randomOrders,
  spreadOf,
  tauOf,
  tauOfOrders,
  verdictOf,
} from './measures';
import type { DeletionCurve, Faithfulness, Ordered, Spread } from './types';

/** Random orders that are drawn, and at least are. */
const ORDERS = 20;
const LEAST_ORDERS = 5;
/**
 * Words that may be read for random orders, or half the square of the text's if that is more, which leaving each word out
 * costs anyway.
 */
const WORDS_READ = 20_000;

/** A text whose words are known to do something. */
export interface Measured {
  readonly ids: Int32Array;
  /** Index of the verdict's class, and its probability. */
  readonly label: number;
  readonly probability: number;
  /** One for each word. */
  readonly weights: readonly number[];
  readonly effects: readonly number[];
  /** See `substituteOf`. */
  readonly substitute: number | null;
}

/** P(label) without, and with nothing but, the first words of an order; one number for each of PERCENTS. */
interface Read {
  readonly out: number[];
  readonly alone: number[];
}

/** A text to be read, and where what it gives is to go. */
interface Task {
  readonly text: Int32Array;
  readonly into: number[];
  /** Of PERCENTS that come to this many words. */
  readonly shares: readonly number[];
}

/** How many random orders are read of n words. */
export function ordersFor(n: number, substituted: boolean): number {
  // A text that closes up has between them as many words out and alone as it has.
  const ofOne = new Set(countsOf(n)).size * n * (substituted ? 2 : 1);
  const affordable = Math.floor(Math.max(WORDS_READ, (n * n) / 2) / ofOne);
  return Math.min(ORDERS, Math.max(LEAST_ORDERS, affordable));
}

/** How many texts `faithfulnessOf` reads of n words. */
export function readingsFor(n: number, substituted: boolean): number {
  return 2 * new Set(countsOf(n)).size * (2 + ordersFor(n, substituted));
}

/** @returns null where the work was ended; `uniform` is left to the caller */
export async function faithfulnessOf(
  engine: Engine,
  measured: Measured,
  pace: Pace,
): Promise<Omit<Faithfulness, 'uniform'> | null> {
  const { ids, weights, effects, probability, substitute } = measured;
  const random = randomOrders(ids, ordersFor(ids.length, substitute !== null));
  const orders = [byFalling(weights), byFalling(effects), ...random];
  const reads = await readOrders(engine, measured, orders, pace);
  if (!reads) return null;
  const [attention, effect, ...others] = reads as [Read, Read, ...Read[]];
  const ordered = (of: (read: Read) => number[]): Ordered => ({
    attention: meanFall(probability, of(attention)),
    effect: meanFall(probability, of(effect)),
    random: spreadOf(others.map((read) => meanFall(probability, of(read)))),
  });
  const facts = {
    tau: tauOf(weights, effects),
    tauRandom: tauOfOrders(random, effects),
    comprehensiveness: ordered(({ out }) => out),
    sufficiency: ordered(({ alone }) => alone),
  };
  return {
    verdict: verdictOf({ ...facts, words: ids.length }),
    ...facts,
    overlap: overlapOf(weights, effects),
    curve: curveOf(probability, attention, effect, others),
  };
}

function curveOf(probability: number, attention: Read, effect: Read, others: readonly Read[]): DeletionCurve {
  const start: Spread = { mean: probability, low: probability, high: probability };
  return {
    shares: [0, ...PERCENTS.map((percent) => percent / 100)],
    attention: [probability, ...attention.out],
    effect: [probability, ...effect.out],
    random: [start, ...PERCENTS.map((_, i) => spreadOf(others.map(({ out }) => out[i]!)))],
  };
}

async function readOrders(
  engine: Engine,
  { ids, label, substitute }: Measured,
  orders: readonly (readonly number[])[],
  pace: Pace,
): Promise<Read[] | null> {
  const counts = countsOf(ids.length);
  const reads = orders.map((): Read => ({ out: [], alone: [] }));
  const tasks = orders.flatMap((order, i) => tasksOf(ids, order, counts, reads[i]!, substitute));
  // So that texts which begin alike follow one another.
  tasks.sort((a, b) => alphabetically(a.text, b.text));
  const done = await readAll(
    engine,
    wordsIn(ids, substitute),
    tasks.length,
    (i) => tasks[i]!.text,
    ({ probabilities }, i) => {
      const { into, shares } = tasks[i]!;
      for (const share of shares) into[share] = probabilities[label]!;
    },
    pace,
  );
  return done ? reads : null;
}

function tasksOf(
  ids: Int32Array,
  order: readonly number[],
  counts: readonly number[],
  { out, alone }: Read,
  substitute: number | null,
): Task[] {
  const marks = new Uint8Array(ids.length);
  let marked = 0;
  return [...new Set(counts)].flatMap((count) => {
    while (marked < count) marks[order[marked++]!] = 1;
    const shares = counts.flatMap((other, i) => (other === count ? [i] : []));
    return [
      { text: withoutMarked(ids, marks, false, substitute), into: out, shares },
      { text: withoutMarked(ids, marks, true, substitute), into: alone, shares },
    ];
  });
}

function alphabetically(a: Int32Array, b: Int32Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
