/**
 * Forward and backward of soft attention (equations in ../attention.ts) on plain arrays, by the training module.
 *
 * Letters: T time steps (words), B batch, S width of the states, A attention units; N = T·B rows, time-major.
 */
import { gateSize, packed, padded, readGates, readRows, writeGates, writeRows } from './trainingLayout';
import type { TrainingModule } from './trainingModule';

export interface AttentionShape {
  readonly time: number;
  readonly batch: number;
  readonly width: number; // S
  readonly units: number; // A
  /** Whether a tanh bounds the score. */
  readonly bounded: boolean;
}

/** Parameters, or their gradients, row-major; shapes as in AttentionParameters of ../attention.ts. */
export interface AttentionValues {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  readonly score: Float32Array;
}

function plan(shape: AttentionShape) {
  const words = shape.time * shape.batch;
  const width = padded(shape.width);
  const units = padded(shape.units);
  const states = 0;
  const hidden = states + 4 * words * width;
  const scores = hidden + 4 * words * units;
  const weights = scores + 4 * words;
  return { words, width, units, offsets: { states, hidden, scores, weights }, size: weights / 4 + words };
}

/** How many numbers the forward pass leaves for the backward pass. */
export function attentionTapeSize(shape: AttentionShape): number {
  return plan(shape).size;
}

function gateShapes({ width, units }: AttentionShape) {
  return { kernel: { rows: width, gates: 1, units }, vector: { rows: 1, gates: 1, units } };
}

function put(
  module: TrainingModule,
  values: Float32Array,
  shape: { rows: number; gates: number; units: number },
): number {
  const address = module.allocate(gateSize(shape));
  writeGates(module, address, values, shape, false);
  return address;
}

/**
 * @param tape address of `attentionTapeSize` numbers, left for `attentionBackward`
 * @param states (T, B, S)
 * @param mask (B, T), 0 on padding
 * @returns context (B, S) and weights, time-major (T, B)
 */
export function attentionForward(
  module: TrainingModule,
  tape: number,
  states: Float32Array,
  mask: Float32Array,
  shape: AttentionShape,
  values: AttentionValues,
): { readonly context: Float32Array; readonly weights: Float32Array } {
  const { words, width, units, offsets } = plan(shape);
  const shapes = gateShapes(shape);
  const { kernels } = module;
  const mark = module.mark();
  const [rows, hidden] = [tape + offsets.states, tape + offsets.hidden];
  writeRows(module, rows, states, shape.width);
  kernels.fillRows(words, units, put(module, values.bias, shapes.vector), hidden);
  const panels = packed(module, put(module, values.kernel, shapes.kernel), width, units, false);
  kernels.multiply(words, units, width, rows, 4 * width, panels, hidden, 4 * units);
  const masked = module.allocate(words);
  module.at(masked, words).set(mask);
  const context = module.allocateZeros(shape.batch * width);
  kernels.attentionForward(
    shape.time,
    shape.batch,
    width,
    units,
    rows,
    hidden,
    put(module, values.score, shapes.vector),
    Number(shape.bounded),
    masked,
    tape + offsets.scores,
    tape + offsets.weights,
    context,
  );
  const result = {
    context: readRows(module, context, shape.batch, shape.width),
    weights: module.at(tape + offsets.weights, words).slice(),
  };
  module.release(mark);
  return result;
}

/**
 * Uses up the tape: it can be called once for each `attentionForward`.
 * @param dContext (B, S)
 * @returns the gradients of the states, (T, B, S), and of the parameters
 */
export function attentionBackward(
  module: TrainingModule,
  tape: number,
  dContext: Float32Array,
  shape: AttentionShape,
  values: AttentionValues,
): AttentionValues & { readonly states: Float32Array } {
  const { words, width, units, offsets } = plan(shape);
  const shapes = gateShapes(shape);
  const { kernels } = module;
  const mark = module.mark();
  const [states, hidden] = [tape + offsets.states, tape + offsets.hidden];
  const dOut = module.allocate(shape.batch * width);
  writeRows(module, dOut, dContext, shape.width);
  const dStates = module.allocate(words * width);
  const dScore = module.allocateZeros(units);
  kernels.attentionBackward(
    shape.time,
    shape.batch,
    width,
    units,
    states,
    hidden,
    put(module, values.score, shapes.vector),
    Number(shape.bounded),
    tape + offsets.scores,
    tape + offsets.weights,
    dOut,
    dStates,
    dScore,
    module.allocate(shape.batch),
    module.allocate(words),
  );
  const kernelT = packed(module, put(module, values.kernel, shapes.kernel), width, units, true);
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
  kernels.sumRows(words, units, hidden, dBias);
  const gradients = {
    states: readRows(module, dStates, words, shape.width),
    kernel: readGates(module, dKernel, shapes.kernel, false),
    bias: readGates(module, dBias, shapes.vector, false),
    score: readGates(module, dScore, shapes.vector, false),
  };
  module.release(mark);
  return gradients;
}
