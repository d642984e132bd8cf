/**
 * Forward and backward through time of the attention GRU (equations in ../attentionGru.ts) on plain arrays, by the
 * training module. The gradients of the weights are products over all words at once.
 *
 * Letters: T time steps (words), B batch, S width of the encoder states, H hidden units; N = T·B rows, time-major.
 */
import { packed, padded, placeGates as put, placeRows, readGates, readRows } from './trainingLayout';
import type { TrainingModule } from './trainingModule';

export interface AttentionGruShape {
  readonly time: number;
  readonly batch: number;
  readonly width: number; // S
  readonly hidden: number;
}

/** Parameters, or their gradients, row-major; shapes as in AttentionGruParameters of ../attentionGru.ts. */
export interface AttentionGruValues {
  readonly kernel: Float32Array;
  readonly reset: Float32Array;
  readonly candidate: Float32Array;
  readonly bias: Float32Array;
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
}

/** Where a forward pass left what its backward pass needs: addresses. */
export type AttentionGruTape = Readonly<
  Record<'x' | 'hats' | 'activations' | 'gated' | 'states' | 'scales' | 'weights', number>
>;

/** Sizes as they lie in memory. */
function plan(shape: AttentionGruShape) {
  return { words: shape.time * shape.batch, width: padded(shape.width), hidden: padded(shape.hidden) };
}

function gateShapes({ width, hidden }: AttentionGruShape) {
  return {
    kernel: { rows: width, gates: 2, units: hidden },
    recurrent: { rows: hidden, gates: 1, units: hidden },
    vector: { rows: 1, gates: 2, units: hidden },
  };
}

/**
 * The tape's memory stays given out; it ends where memory ends when this returns.
 * @param x encoder states (T, B, S)
 * @param weights (T, B), 0 on padding
 * @returns the last state (B, H), and the tape for `attentionGruBackward`
 */
export function attentionGruForward(
  module: TrainingModule,
  x: Float32Array,
  weights: Float32Array,
  shape: AttentionGruShape,
  values: AttentionGruValues,
): { readonly context: Float32Array; readonly tape: AttentionGruTape } {
  const { words, width, hidden } = plan(shape);
  const tape = {
    x: placeRows(module, x, shape.width, width),
    hats: module.allocate(words * 2 * hidden),
    activations: module.allocate(words * 2 * hidden),
    gated: module.allocate(words * hidden),
    states: module.allocate((words + shape.batch) * hidden),
    scales: module.allocate(words * 4),
    weights: module.allocate(words),
  };
  const mark = module.mark();
  const shapes = gateShapes(shape);
  const { kernels } = module;
  module.at(tape.weights, words).set(weights);
  kernels.fillRows(words, 2 * hidden, put(module, values.bias, shapes.vector, true), tape.hats);
  const kernel = put(module, values.kernel, shapes.kernel, true);
  const panels = packed(module, kernel, width, 2 * hidden, false);
  kernels.multiply(words, 2 * hidden, width, tape.x, 4 * width, panels, tape.hats, 4 * 2 * hidden);
  module.at(tape.states, shape.batch * hidden).fill(0);
  kernels.attentionGruForward(
    shape.time,
    shape.batch,
    shape.hidden,
    hidden,
    packed(module, put(module, values.reset, shapes.recurrent, true), hidden, hidden, false),
    packed(module, put(module, values.candidate, shapes.recurrent, true), hidden, hidden, false),
    put(module, values.gamma, shapes.vector, false),
    put(module, values.beta, shapes.vector, false),
    tape.hats,
    tape.activations,
    tape.gated,
    tape.states,
    tape.scales,
    tape.weights,
  );
  module.release(mark);
  const context = readRows(module, tape.states + 4 * words * hidden, shape.batch, shape.hidden);
  return { context, tape };
}

/**
 * Uses up the tape: it can be called once for each `attentionGruForward`.
 * @param dContext (B, H)
 * @returns the gradients of the encoder states, (T, B, S), of the weights, (T, B), and of the parameters
 */
export function attentionGruBackward(
  module: TrainingModule,
  tape: AttentionGruTape,
  dContext: Float32Array,
  shape: AttentionGruShape,
  values: AttentionGruValues,
): AttentionGruValues & { readonly x: Float32Array; readonly weights: Float32Array } {
  const { words, width, hidden } = plan(shape);
  const shapes = gateShapes(shape);
  const { kernels } = module;
  // Lent to the caller, so it comes before what is given back.
  const dx = module.allocateZeros(words * width);
  const mark = module.mark();
  const d = tape.activations;
  const dGamma = module.allocateZeros(2 * hidden);
  const dBeta = module.allocateZeros(2 * hidden);
  const dWeights = module.allocate(words);
  // A copy, since it is used up.
  const carry = module.allocate(shape.batch * hidden);
  const given = placeRows(module, dContext, shape.hidden, hidden);
  module.at(carry, shape.batch * hidden).set(module.at(given, shape.batch * hidden));
  kernels.attentionGruBackward(
    shape.time,
    shape.batch,
    shape.hidden,
    hidden,
    packed(module, put(module, values.reset, shapes.recurrent, true), hidden, hidden, true),
    packed(module, put(module, values.candidate, shapes.recurrent, true), hidden, hidden, true),
    put(module, values.gamma, shapes.vector, false),
    dGamma,
    dBeta,
    tape.hats,
    d,
    tape.states,
    tape.scales,
    tape.weights,
    dWeights,
    carry,
    module.allocate(shape.batch * hidden),
  );

  const wide = 4 * 2 * hidden;
  const product = (left: number, rows: number, at: number, columns: number): number => {
    const sum = module.allocateZeros(rows * columns);
    const scratch = module.allocate(64 * (rows + 8));
    kernels.multiplyTransposed(rows, columns, words, left, 4 * rows, d + at, wide, sum, 4 * columns, scratch);
    return sum;
  };
  const dKernel = product(tape.x, width, 0, 2 * hidden);
  const dReset = product(tape.states, hidden, 0, hidden);
  const dCandidate = product(tape.gated, hidden, 4 * hidden, hidden);
  const dBias = module.allocateZeros(2 * hidden);
  kernels.sumRows(words, 2 * hidden, d, dBias);
  const kernel = put(module, values.kernel, shapes.kernel, true);
  const kernelT = packed(module, kernel, width, 2 * hidden, true);
  kernels.multiply(words, width, 2 * hidden, d, wide, kernelT, dx, 4 * width);
  const gradients = {
    weights: module.at(dWeights, words).slice(),
    kernel: readGates(module, dKernel, shapes.kernel, true),
    reset: readGates(module, dReset, shapes.recurrent, true),
    candidate: readGates(module, dCandidate, shapes.recurrent, true),
    bias: readGates(module, dBias, shapes.vector, true),
    gamma: readGates(module, dGamma, shapes.vector, false),
    beta: readGates(module, dBeta, shapes.vector, false),
  };
  module.release(mark);
  return { x: readRows(module, dx, words, shape.width), ...gradients };
}
