/**
 * Forward and backward through time of the layer-normalised GRU (equations in ../gru.ts) on plain arrays, by the
 * training module. The gradients of the weights are products over all words at once.
 *
 * Letters: T time steps (words), B batch, E embedding size, H hidden units; N = T·B rows, time-major.
 */
import { aligned, packed, padded, placeGates as put, placeRows, readGates, readRows } from './trainingLayout';
import type { TrainingModule } from './trainingModule';

export interface GruShape {
  readonly time: number;
  readonly batch: number;
  readonly embedding: number;
  readonly hidden: number;
}

/** Parameters, or their gradients, row-major; shapes as in GruParameters of ../gru.ts. */
export interface GruValues {
  readonly kernel: Float32Array;
  readonly gates: Float32Array;
  readonly candidate: Float32Array;
  readonly bias: Float32Array;
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
}

/** Where a forward pass left what its backward pass needs: addresses. */
export type GruTape = Readonly<
  Record<'x' | 'hats' | 'activations' | 'gated' | 'before' | 'scales' | 'kept', number>
>;

/** Sizes as they lie in memory. */
function plan(shape: GruShape) {
  return {
    words: shape.time * shape.batch,
    embedding: aligned(shape.embedding),
    hidden: padded(shape.hidden),
  };
}

function gateShapes({ embedding, hidden }: GruShape) {
  return {
    kernel: { rows: embedding, gates: 3, units: hidden },
    gates: { rows: hidden, gates: 2, units: hidden },
    candidate: { rows: hidden, gates: 1, units: hidden },
    vector: { rows: 1, gates: 3, units: hidden },
  };
}

/**
 * The tape's memory stays given out; it ends where memory ends when this returns.
 * @param x (T, B, E)
 * @param restarts (T·B), 1 where the state begins anew; see restartsIn of ../architecture.ts
 * @returns states (T, B, H), and the tape for `gruBackward`
 */
export function gruForward(
  module: TrainingModule,
  x: Float32Array,
  shape: GruShape,
  values: GruValues,
  restarts: Uint8Array | null = null,
): { readonly states: Float32Array; readonly tape: GruTape } {
  const { words, embedding, hidden } = plan(shape);
  const first = shape.batch * hidden;
  // Each state is the one before the next word, unless the recurrence begins anew there.
  const before = module.allocate(restarts ? words * hidden : first + words * hidden);
  const after = restarts ? module.allocate(words * hidden) : before + 4 * first;
  const tape = {
    before,
    x: placeRows(module, x, shape.embedding, embedding),
    hats: module.allocate(words * 3 * hidden),
    activations: module.allocate(words * 3 * hidden),
    gated: module.allocate(words * hidden),
    scales: module.allocate(words * 4),
    kept: restarts ? module.allocate(words) : 0,
  };
  if (restarts) module.at(tape.kept, words).set(restarts.map((restart) => 1 - restart));
  const mark = module.mark();
  const shapes = gateShapes(shape);
  const { kernels } = module;
  const kernel = put(module, values.kernel, shapes.kernel, true);
  const gates = put(module, values.gates, shapes.gates, true);
  const candidate = put(module, values.candidate, shapes.candidate, true);
  const bias = put(module, values.bias, shapes.vector, true);
  const kernelPanels = packed(module, kernel, embedding, 3 * hidden, false);
  kernels.fillRows(words, 3 * hidden, bias, tape.hats);
  kernels.multiply(
    words,
    3 * hidden,
    embedding,
    tape.x,
    4 * embedding,
    kernelPanels,
    tape.hats,
    4 * 3 * hidden,
  );
  module.at(before, first).fill(0);
  kernels.gruForward(
    shape.time,
    shape.batch,
    shape.hidden,
    hidden,
    packed(module, gates, hidden, 2 * hidden, false),
    packed(module, candidate, hidden, hidden, false),
    put(module, values.gamma, shapes.vector, false),
    put(module, values.beta, shapes.vector, false),
    tape.hats,
    tape.activations,
    tape.gated,
    before,
    after,
    tape.scales,
    tape.kept,
  );
  module.release(mark);
  const states = readRows(module, after, words, shape.hidden);
  return { states, tape };
}

/**
 * Uses up the tape: it can be called once for each `gruForward`.
 * @param dStates (T, B, H)
 * @returns the gradients of x, (T, B, E), and of the parameters
 */
export function gruBackward(
  module: TrainingModule,
  tape: GruTape,
  dStates: Float32Array,
  shape: GruShape,
  values: GruValues,
): GruValues & { readonly x: Float32Array } {
  const { words, embedding, hidden } = plan(shape);
  const shapes = gateShapes(shape);
  const { kernels } = module;
  // Lent to the caller, so it comes before what is given back.
  const dx = roomForX(module, shape);
  const mark = module.mark();
  const d = tape.activations;
  const { dGamma, dBeta } = throughTime(module, tape, dStates, shape, values);

  const wide = 4 * 3 * hidden;
  const product = (left: number, rows: number, at: number, columns: number): number => {
    const sum = module.allocateZeros(rows * columns);
    const scratch = module.allocate(64 * (rows + 8));
    kernels.multiplyTransposed(rows, columns, words, left, 4 * rows, d + at, wide, sum, 4 * columns, scratch);
    return sum;
  };
  const dKernel = product(tape.x, embedding, 0, 3 * hidden);
  const dGates = product(tape.before, hidden, 0, 2 * hidden);
  const dCandidate = product(tape.gated, hidden, 4 * 2 * hidden, hidden);
  const dBias = module.allocateZeros(3 * hidden);
  kernels.sumRows(words, 3 * hidden, d, dBias);
  toInputs(module, tape, dx, shape, values);
  const gradients = {
    kernel: readGates(module, dKernel, shapes.kernel, true),
    gates: readGates(module, dGates, shapes.gates, true),
    candidate: readGates(module, dCandidate, shapes.candidate, true),
    bias: readGates(module, dBias, shapes.vector, true),
    gamma: readGates(module, dGamma, shapes.vector, false),
    beta: readGates(module, dBeta, shapes.vector, false),
  };
  module.release(mark);
  return { x: readRows(module, dx, words, shape.embedding), ...gradients };
}

/** The gradient of x alone, as `gruBackward` has it, for a network that stays as it is. */
export function gruBackwardToInputs(
  module: TrainingModule,
  tape: GruTape,
  dStates: Float32Array,
  shape: GruShape,
  values: GruValues,
): Float32Array {
  const dx = roomForX(module, shape);
  const mark = module.mark();
  throughTime(module, tape, dStates, shape, values);
  toInputs(module, tape, dx, shape, values);
  module.release(mark);
  return readRows(module, dx, plan(shape).words, shape.embedding);
}

function roomForX(module: TrainingModule, shape: GruShape): number {
  return module.allocateZeros(plan(shape).words * padded(shape.embedding));
}

/** Leaves the gradients of what comes before layer norm in the tape's `activations`. */
function throughTime(
  module: TrainingModule,
  tape: GruTape,
  dStates: Float32Array,
  shape: GruShape,
  values: GruValues,
): { readonly dGamma: number; readonly dBeta: number } {
  const { hidden } = plan(shape);
  const shapes = gateShapes(shape);
  const gates = put(module, values.gates, shapes.gates, true);
  const candidate = put(module, values.candidate, shapes.candidate, true);
  const dGamma = module.allocateZeros(3 * hidden);
  const dBeta = module.allocateZeros(3 * hidden);
  module.kernels.gruBackward(
    shape.time,
    shape.batch,
    shape.hidden,
    hidden,
    packed(module, gates, hidden, 2 * hidden, true),
    packed(module, candidate, hidden, hidden, true),
    put(module, values.gamma, shapes.vector, false),
    dGamma,
    dBeta,
    tape.hats,
    tape.activations,
    tape.before,
    tape.scales,
    tape.kept,
    placeRows(module, dStates, shape.hidden, hidden),
    module.allocateZeros(shape.batch * hidden),
    module.allocate(shape.batch * hidden),
  );
  return { dGamma, dBeta };
}

/** From what `throughTime` left to the gradient of x, which is added to. */
function toInputs(
  module: TrainingModule,
  tape: GruTape,
  dx: number,
  shape: GruShape,
  values: GruValues,
): void {
  const { words, hidden } = plan(shape);
  const width = padded(shape.embedding);
  const kernel = put(module, values.kernel, gateShapes(shape).kernel, true);
  const kernelT = packed(module, kernel, width, 3 * hidden, true);
  const wide = 4 * 3 * hidden;
  module.kernels.multiply(words, width, 3 * hidden, tape.activations, wide, kernelT, dx, 4 * width);
}
