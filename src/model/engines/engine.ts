/** What computes: the same network behind one face, whether by WebAssembly kernels, plain TypeScript or TensorFlow.js. */
import type { Architecture, ParameterName } from '../architecture';
import type { Backend } from '../types';
import type { Weight } from '../weights';

/** A network ready to be taken over by an engine. */
export interface NetworkData {
  readonly architecture: Architecture;
  readonly weights: Readonly<Record<ParameterName, Weight>>;
  /** Divides the logits; fitted on validation data. */
  readonly temperature: number;
}

/** What one text gave. */
export interface Outcome {
  /** softmax(logits / temperature) (C). A text without words has the decoder's bias for logits. */
  readonly probabilities: readonly number[];
  /** One per word, sums to 1; empty for a text without words. */
  readonly weights: Float32Array;
  /** The share of the attention that fell on PADs before `weights` were made to sum to 1; only where PADs are seen. */
  readonly padding?: number;
  /** One per word, see `WeightedToken.effect`; only where the engine's own weights are no attention. */
  readonly effects?: Float32Array;
  /** See `Analysis.bias`; only with effects that sum up to the verdict. */
  readonly bias?: number;
}

/** An id of V, one beyond the vocabulary, stands for a word vector of zeros; a bag of words reads no word there. */
export interface Engine {
  readonly backend: Backend;
  /** Whether its sessions keep states: not of a text that is also read from its end, all at once. */
  readonly keepsStates: boolean;
  /** @param sequences ids of each text, of any length, none included */
  run(sequences: readonly Int32Array[]): Outcome[];
  /**
   * For one text that is read again and again while it changes.
   * @param words ids that its words will be, where that is known: what they come to by themselves is then computed once
   */
  open(words?: Int32Array): Session;
  /**
   * The share of the attention that PADs would get if the softmax saw them, with a text of at least one word padded to
   * `positions`; undefined where nothing is attended to. Not of every engine.
   */
  paddingIn?(ids: Int32Array, positions: number): number | undefined;
  /**
   * What the text gives with the attention of all its words made equal; PADs keep what they have. Undefined where nothing
   * is attended to, or each unit for itself. Not of every engine.
   */
  uniformly?(ids: Int32Array): Outcome | undefined;
  dispose(): void;
}

/**
 * Reading while typing: the states of the words before the first that changed are kept, and of a recurrence that begins
 * anew after some words those behind the change as well. What comes out is, to the last bit, what `run` gives for the same
 * ids. An architecture that also reads from the end keeps whole stretches, or where it never begins anew nothing.
 */
export interface Session {
  read(ids: Int32Array): Outcome;
  /** Words that the last text began with whose states were kept from the one before. */
  readonly kept: number;
  close(): void;
}

/**
 * Weights as they are shown: copied, and where the softmax saw PADs, made to sum to 1 over the words.
 * @param padding the attention on PADs, where they are seen
 */
export function shown(
  weights: Float32Array,
  padding: number | undefined,
): Pick<Outcome, 'weights' | 'padding'> {
  if (padding === undefined) return { weights: weights.slice() };
  const sum = weights.reduce((a, b) => a + b, 0);
  return { weights: weights.map((weight) => weight / sum), padding };
}

/**
 * How many words both texts begin with that a network reading both ways knows all about: those of whole stretches.
 * @param kept ids that both begin with
 * @param backward see Restarts of architecture.ts; of either text
 */
export function wholeStretches(kept: number, backward: Uint8Array): number {
  return kept === 0 ? 0 : backward.lastIndexOf(1, kept - 1) + 1;
}

/**
 * Where a text that was changed is as it was, up to its end, for a recurrence that begins anew after some words.
 * @param kept ids that both begin with
 * @param restarts forward ones of `after`; see Restarts of architecture.ts
 * @returns the first word of `after` whose state is that of the same word in `before`; its length where there is none
 */
export function rejoins(before: Int32Array, after: Int32Array, kept: number, restarts: Uint8Array): number {
  const most = Math.min(before.length, after.length) - kept;
  let same = 0;
  while (same < most && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  // The word before it has to be the same one, too.
  const at = restarts.indexOf(1, after.length - same + 1);
  return at < 0 ? after.length : at;
}

/** How many ids two sequences have in common from the beginning. */
export function commonPrefix(a: Int32Array, b: Int32Array): number {
  const most = Math.min(a.length, b.length);
  let i = 0;
  while (i < most && a[i] === b[i]) i++;
  return i;
}
