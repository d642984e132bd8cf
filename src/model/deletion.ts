/**
 * What words do to a verdict, for models that weigh no words: each is left out in turn (Li, Monroe, Jurafsky 2016,
 * "Understanding neural networks through representation erasure").
 *
 *   effect of word i = log-odds of the verdict's class with all words − the same without word i
 */
import { logOdds, mostProbable } from './classes';
import type { Engine, Outcome } from './engines/engine';
import { readAll, withoutRun, wordsIn, type Pace, type Run } from './trust/occlusion';

/** What taking out each of some runs of words does. */
export interface Effects {
  /** P of the text's own label without each. */
  readonly without: Float64Array;
  /** Log-odds of the label with it less those without it. */
  readonly effects: Float64Array;
}

/**
 * The effect of each run of words, exact: a text of n words without each of them is n readings more, from the first word
 * on that is not what it was where the engine keeps states (n²/2 words), else whole.
 * @param outcome of the text as it is
 * @param substitute the id that takes the place of words taken out; null where the text closes up
 * @returns null where the work was ended
 */
export async function effectsOf(
  engine: Engine,
  ids: Int32Array,
  outcome: Outcome,
  runs: readonly Run[],
  substitute: number | null,
  pace: Pace,
): Promise<Effects | null> {
  const label = mostProbable(outcome.probabilities);
  const whole = logOdds(outcome.probabilities, label);
  const without = new Float64Array(runs.length);
  const effects = new Float64Array(runs.length);
  // From the last to the first: each text then begins as the one before did.
  const order = Array.from(runs, (_, i) => i).sort((a, b) => runs[b]![0] - runs[a]![0] || b - a);
  const done = await readAll(
    engine,
    wordsIn(ids, substitute),
    runs.length,
    (i) => withoutRun(ids, runs[order[i]!]!, substitute),
    ({ probabilities }, i) => {
      without[order[i]!] = probabilities[label]!;
      effects[order[i]!] = whole - logOdds(probabilities, label);
    },
    pace,
  );
  return done ? { without, effects } : null;
}

/** Each word as a run of its own. */
export function eachWord(words: number): Run[] {
  return Array.from({ length: words }, (_, i) => [i, i + 1] as const);
}

/** The outcome with each word's effect; null where the work was ended. */
export async function withEffects(
  engine: Engine,
  ids: Int32Array,
  outcome: Outcome,
  pace: Pace,
): Promise<Outcome | null> {
  const found = await effectsOf(engine, ids, outcome, eachWord(ids.length), null, pace);
  if (!found) return null;
  const effects = Float32Array.from(found.effects);
  return { ...outcome, effects, weights: shares(effects) };
}

/** |effect| / Σ |effect|; all alike where no word has any. */
export function shares(effects: Float32Array): Float32Array {
  const sum = effects.reduce((total, effect) => total + Math.abs(effect), 0);
  return effects.map((effect) => (sum > 0 ? Math.abs(effect) / sum : 1 / effects.length));
}
