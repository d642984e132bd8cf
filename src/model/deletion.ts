/**
 * What words do to a verdict, for models that weigh no words: each is left out in turn (Li, Monroe, Jurafsky 2016,
 * "Understanding neural networks through representation erasure").
 *
 *   effect of word i = log-odds of the verdict's class with all words − the same without word i
 */
import { logOdds, mostProbable } from './classes';
import type { Engine, Outcome } from './engines/engine';

/** Milliseconds between two pauses. */
const SLICE = 20;
/** Texts in one run where an engine keeps no states. */
const BATCH = 16;

/**
 * The outcome with each word's effect, exact: a text of n words is read n times more, from the first word on that is
 * not what it was where the engine keeps states (n²/2 words), else whole.
 * @param pause awaited now and then with how many words are done; false ends the work
 * @returns null where a pause ended it
 */
export async function withEffects(
  engine: Engine,
  ids: Int32Array,
  outcome: Outcome,
  pause: (done: number) => Promise<boolean>,
): Promise<Outcome | null> {
  const label = mostProbable(outcome.probabilities);
  const whole = logOdds(outcome.probabilities, label);
  const effects = new Float32Array(ids.length);
  const step = engine.keepsStates ? 1 : BATCH;
  const session = engine.open();
  const read = (texts: readonly Int32Array[]): readonly Outcome[] =>
    engine.keepsStates ? texts.map((text) => session.read(text)) : engine.run(texts);
  try {
    let paused = performance.now();
    // From the last word to the first: each text then begins as the one before did.
    for (let end = ids.length; end > 0; end -= step) {
      const words = Array.from({ length: Math.min(step, end) }, (_, i) => end - 1 - i);
      read(words.map((word) => without(ids, word))).forEach(({ probabilities }, i) => {
        effects[words[i]!] = whole - logOdds(probabilities, label);
      });
      if (performance.now() - paused < SLICE) continue;
      if (!(await pause(ids.length - words.at(-1)!))) return null;
      paused = performance.now();
    }
  } finally {
    session.close();
  }
  return { ...outcome, effects, weights: shares(effects) };
}

function without(ids: Int32Array, word: number): Int32Array {
  const rest = new Int32Array(ids.length - 1);
  rest.set(ids.subarray(0, word));
  rest.set(ids.subarray(word + 1), word);
  return rest;
}

/** |effect| / Σ |effect|; all alike where no word has any. */
export function shares(effects: Float32Array): Float32Array {
  const sum = effects.reduce((total, effect) => total + Math.abs(effect), 0);
  return effects.map((effect) => (sum > 0 ? Math.abs(effect) / sum : 1 / effects.length));
}
