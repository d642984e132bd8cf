/**
 * Forward and backward of soft attention (equations in ../attention.ts) on plain arrays, by the training module.
 *
 * Letters: T time steps (words), B batch, S width of the states, A attention units; N = T·B rows, time-major.
 */
import { packed, padded, placeGates as put, placeRows, readGates, readRows } from './trainingLayout';
import type { TrainingModule } from './trainingModule';

export interface AttentionShape {
  readonly time: number;
  readonly batch: number;
  readonly width: number; // S
  readonly units: number; // A
  /** Whether a tanh bounds the score. */
  readonly bounded: boolean;
  /** (B) how many PADs, whose states are zero, the softmax sees of each text; null where it sees none. */
  readonly pads: Float32Array | null;
}

/** Parameters, or their gradients, row-major; shapes as in AttentionParameters of ../attention.ts. */
export interface AttentionValues {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  readonly score: Float32Array;
}

/** Where a forward pass left what its backward pass needs: addresses. */
export type AttentionTape = Readonly<Record<'states' | 'hidden' | 'scores' | 'weights' | 'padding', number>>;

/** Sizes as they lie in memory. */
function plan(shape: AttentionShape) {
  const words = shape.time * shape.batch;
  // All PADs are one row, after those of the words.
  const rows = shape.pads ? words + 1 : words;
  return { words, rows, width: padded(shape.width), units: padded(shape.units) };
}

function gateShapes({ width, units }: AttentionShape) {
  return { kernel: { rows: width, gates: 1, units }, vector: { rows: 1, gates: 1, units } };
}

/**
 * The tape's memory stays given out; it ends where memory ends when this returns.
 * @param states (T, B, S)
 * @param mask (B, T), 0 on padding
 * @returns context (B, S), weights, time-major (T, B), and the tape for `attentionBackward`
 */
export function attentionForward(
  module: TrainingModule,
  states: Float32Array,
  mask: Float32Array,
  shape: AttentionShape,
  values: AttentionValues,
): { readonly context: Float32Array; readonly weights: Float32Array; readonly tape: AttentionTape } {
  const { words, rows, width, units } = plan(shape);
  const tape = {
    states: placeRows(module, states, shape.width, width),
    hidden: module.allocate(rows * units),
    scores: module.allocate(rows),
    weights: module.allocate(words),
    padding: module.allocate(shape.batch),
  };
  const context = module.allocateZeros(shape.batch * width);
  const mark = module.mark();
  const shapes = gateShapes(shape);
  const { kernels } = module;
  kernels.fillRows(rows, units, put(module, values.bias, shapes.vector, false), tape.hidden);
  const panels = packed(module, put(module, values.kernel, shapes.kernel, false), width, units, false);
  kernels.multiply(words, units, width, tape.states, 4 * width, panels, tape.hidden, 4 * units);
  const score = put(module, values.score, shapes.vector, false);
  kernels.scoreHidden(rows, units, tape.hidden, score, Number(shape.bounded), tape.scores);
  const masked = module.allocate(words);
  module.at(masked, words).set(mask);
  const pads = module.allocateZeros(shape.batch);
  if (shape.pads) module.at(pads, shape.batch).set(shape.pads);
  kernels.attend(
    shape.time,
    shape.batch,
    width,
    tape.states,
    tape.scores,
    masked,
    pads,
    tape.weights,
    tape.padding,
    context,
  );
  module.release(mark);
  return {
    context: readRows(module, context, shape.batch, shape.width),
    weights: module.at(tape.weights, words).slice(),
    tape,
  };
}

/**
 * Uses up the tape: it can be called once for each `attentionForward`.
 * @param dContext (B, S)
 * @param dWeights (T, B), the weights' own gradient where they are used further, else null
 * @returns the gradients of the states, (T, B, S), and of the parameters
 */
export function attentionBackward(
  module: TrainingModule,
  tape: AttentionTape,
  dContext: Float32Array,
  dWeights: Float32Array | null,
  shape: AttentionShape,
  values: AttentionValues,
): AttentionValues & { readonly states: Float32Array } {
  const { words, rows, width, units } = plan(shape);
  const shapes = gateShapes(shape);
  const { kernels } = module;
  const { states, hidden } = tape;
  // Lent to the caller, so it comes before what is given back.
  const dStates = module.allocate(words * width);
  const mark = module.mark();
  const dScore = module.allocateZeros(units);
  const dScores = module.allocateZeros(words + 1);
  if (dWeights) module.at(dScores, words).set(dWeights);
  kernels.attendBackward(
    shape.time,
    shape.batch,
    width,
    states,
    tape.weights,
    tape.padding,
    placeRows(module, dContext, shape.width, width),
    dStates,
    module.allocate(shape.batch),
    dScores,
  );
  const score = put(module, values.score, shapes.vector, false);
  kernels.scoreHiddenBackward(
    rows,
    units,
    hidden,
    score,
    Number(shape.bounded),
    tape.scores,
    dScores,
    dScore,
  );
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
  const gradients = {
    kernel: readGates(module, dKernel, shapes.kernel, false),
    bias: readGates(module, dBias, shapes.vector, false),
    score: readGates(module, dScore, shapes.vector, false),
  };
  module.release(mark);
  return { states: readRows(module, dStates, words, shape.width), ...gradients };
}
