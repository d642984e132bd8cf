/**
 * Texts with words taken out, read one after the other: what all of trust, and the effects of models without attention,
 * are made of. Such readings are many, so that they give way to whatever else waits in the same thread.
 */
import type { Engine, Outcome } from '../engines/engine';
import type { Occlusion } from './types';

/** Milliseconds between two pauses. */
const SLICE = 5;
/** Texts in one run where an engine keeps no states. */
const BATCH = 16;

export interface Pace {
  /** Whether nobody waits for the result any longer; asked between any two readings. */
  readonly cancelled: () => boolean;
  /** Awaited every few milliseconds with how many texts have been read; false ends the work. */
  readonly pause: (done: number) => Promise<boolean>;
}

/** Half-open range of words. */
export type Run = readonly [from: number, to: number];

/**
 * Reads `count` texts. An engine that keeps states goes on from where a text differs from the one before, so that texts
 * that begin alike should follow one another; others take several at a time.
 * @param words ids that the texts are made of
 * @param take called with each text's outcome in the order of the texts
 * @returns false where the work was ended
 */
export async function readAll(
  engine: Engine,
  words: Int32Array,
  count: number,
  textAt: (index: number) => Int32Array,
  take: (outcome: Outcome, index: number) => void,
  { cancelled, pause }: Pace,
): Promise<boolean> {
  const step = engine.keepsStates ? 1 : BATCH;
  const session = engine.open(words);
  try {
    let paused = performance.now();
    for (let from = 0; from < count; from += step) {
      if (cancelled()) return false;
      const texts = Array.from({ length: Math.min(step, count - from) }, (_, i) => textAt(from + i));
      const outcomes = engine.keepsStates ? texts.map((text) => session.read(text)) : engine.run(texts);
      outcomes.forEach((outcome, i) => take(outcome, from + i));
      if (performance.now() - paused < SLICE) continue;
      if (!(await pause(from + texts.length))) return false;
      paused = performance.now();
    }
    return !cancelled();
  } finally {
    session.close();
  }
}

/** The ids that stand for a word that is not to be read, in the vocabulary of an engine. */
export interface Substitutes {
  /** `<unk>` */
  readonly unknown: number;
  /** A word vector of zeros; see Engine. */
  readonly blank: number;
}

/** What takes the place of a word that is taken out; null where the text closes up. */
export function substituteOf(occlusion: Occlusion, { unknown, blank }: Substitutes): number | null {
  switch (occlusion) {
    case 'removal':
      return null;
    case 'unknown':
      return unknown;
    case 'zero':
      return blank;
    default:
      return occlusion satisfies never;
  }
}

/** What a text with words taken out may be made of. */
export function wordsIn(ids: Int32Array, substitute: number | null): Int32Array {
  return substitute === null ? ids : Int32Array.of(...ids, substitute);
}

/** A text without the words of a run. */
export function withoutRun(ids: Int32Array, [from, to]: Run, substitute: number | null): Int32Array {
  if (substitute !== null) return ids.slice().fill(substitute, from, to);
  const rest = new Int32Array(ids.length - (to - from));
  rest.set(ids.subarray(0, from));
  rest.set(ids.subarray(to), from);
  return rest;
}

/**
 * A text without the words that are marked, or with those alone.
 * @param marks 1 for each word that is marked, else 0
 * @param keep whether it is the marked words that stay
 */
export function withoutMarked(
  ids: Int32Array,
  marks: Uint8Array,
  keep: boolean,
  substitute: number | null,
): Int32Array {
  const gone = keep ? 0 : 1;
  if (substitute !== null) return ids.map((id, i) => (marks[i] === gone ? substitute : id));
  return ids.filter((_, i) => marks[i] !== gone);
}
