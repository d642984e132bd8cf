/** The attention GRU's vector gate by the kernels: the weights of all words for each hidden unit. */
import type { InferenceKernels } from '../kernels/inference';
import type { PlacedNetwork } from './placed';
import type { PlacedGate } from './placedAttention';
import { CHUNK, type Scratch, type Steps } from './steps';
import type { Tape } from './tape';

/**
 * The gates of all words and each word's mean of them, onto the tape. Scores of words before `from` and from `until` on are
 * there already.
 * @returns the attention on PADs
 */
export function openGates(
  kernels: InferenceKernels,
  { units, width, architecture, gate }: PlacedNetwork & { readonly gate: PlacedGate },
  scratch: Scratch,
  steps: Steps,
  tape: Tape,
  from: number,
  until: number,
  words: number,
): number {
  const { hidden, positions, scoreActivation } = architecture;
  for (let first = from; first < until; first += CHUNK) {
    const count = Math.min(CHUNK, until - first);
    const rows = gate.hidden
      ? steps.attentionUnits(tape, gate.hidden, first, count)
      : tape.states.at(-1)! + 4 * first * width;
    const inputs = gate.hidden ? gate.hidden.units : width;
    const scores = tape.scores + 4 * first * units;
    kernels.blockedProduct(count, inputs, units, rows, gate.score, scratch.zeros, scores);
  }
  return kernels.softmaxColumns(
    words,
    units,
    hidden,
    tape.scores,
    scoreActivation === 'tanh',
    Math.max(0, positions - words),
    gate.padScores,
    tape.gates,
    tape.weights,
  );
}
