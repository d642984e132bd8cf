/**
 * Forward and backward of attention scores (equations in ../attention.ts) on arrays in the training module's memory.
 *
 * Letters: S width of the states, A attention units.
 */
import { packed, padded, placeGates as put, readGates } from './trainingLayout';
import type { TrainingModule } from './trainingModule';

export interface ScoreShape {
  /** Rows of states. */
  readonly words: number;
  readonly width: number; // S
  readonly units: number; // A; not used by scores that are h·v
  /** Whether a tanh bounds the score. */
  readonly bounded: boolean;
  /** Whether a row for PADs, whose states are zero, comes after those of the words. */
  readonly padded: boolean;
}

/** Parameters of e = tanh(h·W + b)·v, or their gradients, row-major; shapes as in AttentionParameters. */
export interface AdditiveValues {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  readonly score: Float32Array;
}

/** The same of e = h·v. */
export interface DotValues {
  readonly score: Float32Array;
}

export type ScoreValues = AdditiveValues | DotValues;

/** Addresses: states (words, S), hidden (rows, A), scores (rows). */
export type ScoreTape = Readonly<Record<'states' | 'hidden' | 'scores', number>>;

/** Sizes as they lie in memory. */
function plan(shape: ScoreShape) {
  const rows = shape.padded ? shape.words + 1 : shape.words;
  return { rows, width: padded(shape.width), units: padded(shape.units) };
}

function gateShapes({ width, units }: ScoreShape) {
  return {
    kernel: { rows: width, gates: 1, units },
    vector: { rows: 1, gates: 1, units },
    states: { rows: 1, gates: 1, units: width },
  };
}

/** Memory for the scores, and for what their backward pass needs, which stays given out. */
export function allocateScores(
  module: TrainingModule,
  shape: ScoreShape,
  values: ScoreValues,
): Pick<ScoreTape, 'hidden' | 'scores'> {
  const { rows, units } = plan(shape);
  const hidden = module.allocate('kernel' in values ? rows * units : 0);
  return { hidden, scores: module.allocate(rows) };
}

/** Fills the tape's scores. */
export function scoreForward(
  module: TrainingModule,
  tape: ScoreTape,
  shape: ScoreShape,
  values: ScoreValues,
): void {
  const { rows, width, units } = plan(shape);
  const { words } = shape;
  const { kernels } = module;
  const shapes = gateShapes(shape);
  if (!('kernel' in values)) {
    kernels.scoreStates(
      words,
      width,
      tape.states,
      put(module, values.score, shapes.states, false),
      tape.scores,
    );
    module.at(tape.scores, rows).fill(0, words);
    return;
  }
  kernels.fillRows(rows, units, put(module, values.bias, shapes.vector, false), tape.hidden);
  const panels = packed(module, put(module, values.kernel, shapes.kernel, false), width, units, false);
  kernels.multiply(words, units, width, tape.states, 4 * width, panels, tape.hidden, 4 * units);
  const score = put(module, values.score, shapes.vector, false);
  kernels.scoreHidden(rows, units, tape.hidden, score, Number(shape.bounded), tape.scores);
}

/**
 * Uses up the tape.
 * @param dScores address of the scores' gradient (rows)
 * @param dStates address of the states' gradient (words, S), which is added to
 * @returns the gradients of the parameters
 */
export function scoreBackward(
  module: TrainingModule,
  tape: ScoreTape,
  dScores: number,
  dStates: number,
  shape: ScoreShape,
  values: ScoreValues,
): ScoreValues {
  const { rows, width, units } = plan(shape);
  const { words } = shape;
  const { kernels } = module;
  const { states, hidden, scores } = tape;
  const shapes = gateShapes(shape);
  const scoreShape = 'kernel' in values ? shapes.vector : shapes.states;
  const score = put(module, values.score, scoreShape, false);
  const dScore = module.allocateZeros(padded(scoreShape.units));
  if (!('kernel' in values)) {
    kernels.scoreStatesBackward(words, width, states, score, dScores, dStates, dScore);
    return { score: readGates(module, dScore, scoreShape, false) };
  }
  kernels.scoreHiddenBackward(rows, units, hidden, score, Number(shape.bounded), scores, dScores, dScore);
  const kernelT = packed(module, put(module, values.kernel, shapes.kernel, false), width, units, true);
  kernels.multiply(words, width, units, hidden, 4 * units, kernelT, dStates, 4 * width);
  const dKernel = module.allocateZeros(width * units);
  const scratch = module.allocate(64 * (width + 8));
  kernels.multiplyTransposed(
    width,
    units,
    words,
    states,
    4 * width,
    hidden,
    4 * units,
    dKernel,
    4 * units,
    scratch,
  );
  const dBias = module.allocateZeros(units);
  kernels.sumRows(rows, units, hidden, dBias);
  return {
    kernel: readGates(module, dKernel, shapes.kernel, false),
    bias: readGates(module, dBias, shapes.vector, false),
    score: readGates(module, dScore, scoreShape, false),
  };
}
