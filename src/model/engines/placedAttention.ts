/** What attention is scored with in a kernel module's memory: one score of a word, or one for each unit of a vector gate. */
import type { Architecture } from '../architecture';
import { ATTENTION_STEP, BLOCK_PANEL, inPanels, padded, roundUp, type Matrix } from '../kernels/pack';
import { STATE_SCALE } from '../kernels/quantise';
import type { PlacedMatrix } from './placed';
import type { Source } from './source';

/** h·W + b of attention. */
export interface PlacedAttentionUnits {
  /** Attention units, padded. */
  readonly units: number;
  readonly kernel: PlacedMatrix;
  readonly bias: number;
}

export interface PlacedAttention {
  /** None of scores that are h·v. */
  readonly hidden: PlacedAttentionUnits | null;
  /** v */
  readonly score: number;
  /** The score of a PAD, whose state is zero, before any bound. */
  readonly padScore: number;
}

export interface PlacedGate {
  /** h·W + b; none of scores that are h·v. */
  readonly hidden: PlacedAttentionUnits | null;
  /** A column of v for each hidden unit, always in single precision. */
  readonly score: number;
  /** The scores of a PAD, whose state is zero, before any bound. */
  readonly padScores: number;
}

export function placeAttention(
  source: Source,
  { attention, scoreActivation }: Architecture,
): PlacedAttention {
  const { heap, hidden, units: stateUnits } = source;
  const vector = { ...source.matrix('attention/score'), rows: 1 };
  const score = { ...vector, columns: vector.values.length };
  if (scoreActivation === 'dot') {
    return { hidden: null, score: heap.place(padded(score, hidden, stateUnits).values), padScore: 0 };
  }
  const attentionUnits = placeAttentionUnits(source, attention);
  const { values: bias } = source.matrix('attention/bias');
  return {
    hidden: attentionUnits,
    score: heap.place(padded(score, attention, attentionUnits.units).values),
    padScore: bias.reduce((sum, value, i) => sum + Math.tanh(value) * score.values[i]!, 0),
  };
}

function placeAttentionUnits(source: Source, attention: number): PlacedAttentionUnits {
  const { heap, hidden, units: stateUnits } = source;
  const units = roundUp(attention, ATTENTION_STEP);
  const kernel = padded(source.matrix('attention/kernel'), attention, units, hidden, stateUnits);
  return {
    units,
    kernel: source.place(kernel, BLOCK_PANEL, STATE_SCALE),
    bias: heap.place(padded(source.matrix('attention/bias'), attention, units).values),
  };
}

export function placeGate(source: Source, { attention, scoreActivation }: Architecture): PlacedGate {
  const { heap, hidden, units } = source;
  const score = source.matrix('attention/score');
  if (scoreActivation === 'dot') {
    const columns = padded(score, hidden, units, hidden, units);
    return { hidden: null, score: heap.place(inPanels(columns, BLOCK_PANEL)), padScores: heap.zeros(units) };
  }
  const attentionUnits = placeAttentionUnits(source, attention);
  const columns = padded(score, hidden, units, attention, attentionUnits.units);
  return {
    hidden: attentionUnits,
    score: heap.place(inPanels(columns, BLOCK_PANEL)),
    padScores: heap.place(padScores(source.matrix('attention/bias').values, columns)),
  };
}

/** tanh(b)·v for each column of v. */
function padScores(bias: Float32Array, score: Matrix): Float32Array {
  return Float32Array.from({ length: score.columns }, (_, column) =>
    bias.reduce((sum, value, i) => sum + Math.tanh(value) * score.values[i * score.columns + column]!, 0),
  );
}
