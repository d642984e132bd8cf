/**
 * Forward and backward through time of the layer-normalised GRU (equations in ../gru.ts) on plain arrays, by the
 * training module. The gradients of the weights are products over all words at once.
 *
 * Letters: T time steps (words), B batch, E embedding size, H hidden units; N = T·B rows, time-major.
 */
import { gateSize, packed, padded, readGates, readRows, writeGates, writeRows } from './trainingLayout';
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

/** Sizes as they lie in memory, and where each part of what backward needs begins within it. */
function plan(shape: GruShape) {
  const words = shape.time * shape.batch;
  const embedding = padded(shape.embedding);
  const hidden = padded(shape.hidden);
  const sizes = {
    x: words * embedding,
    hats: words * 3 * hidden,
    activations: words * 3 * hidden,
    gated: words * hidden,
    states: (words + shape.batch) * hidden,
    scales: words * 4,
  };
  const offsets = {} as Record<keyof typeof sizes, number>;
  let size = 0;
  for (const [name, count] of Object.entries(sizes) as [keyof typeof sizes, number][]) {
    offsets[name] = 4 * size;
    size += Math.ceil(count / 16) * 16;
  }
  return { words, embedding, hidden, offsets, size };
}

/** How many numbers the forward pass leaves for the backward pass. */
export function gruTapeSize(shape: GruShape): number {
  return plan(shape).size;
}

function gateShapes({ embedding, hidden }: GruShape) {
  return {
    kernel: { rows: embedding, gates: 3, units: hidden },
    gates: { rows: hidden, gates: 2, units: hidden },
    candidate: { rows: hidden, gates: 1, units: hidden },
    vector: { rows: 1, gates: 3, units: hidden },
  };
}

/** Puts a parameter into fresh memory. */
function put(
  module: TrainingModule,
  values: Float32Array,
  shape: { rows: number; gates: number; units: number },
  centred: boolean,
): number {
  const address = module.allocate(gateSize(shape));
  writeGates(module, address, values, shape, centred);
  return address;
}

/**
 * @param tape address of `gruTapeSize` numbers, left for `gruBackward`
 * @param x (T, B, E)
 * @returns (T, B, H)
 */
export function gruForward(
  module: TrainingModule,
  tape: number,
  x: Float32Array,
  shape: GruShape,
  values: GruValues,
): Float32Array {
  const { words, embedding, hidden, offsets } = plan(shape);
  const shapes = gateShapes(shape);
  const { kernels } = module;
  const mark = module.mark();
  const kernel = put(module, values.kernel, shapes.kernel, true);
  const gates = put(module, values.gates, shapes.gates, true);
  const candidate = put(module, values.candidate, shapes.candidate, true);
  const bias = put(module, values.bias, shapes.vector, true);
  const gamma = put(module, values.gamma, shapes.vector, false);
  const beta = put(module, values.beta, shapes.vector, false);
  const kernelPanels = packed(module, kernel, embedding, 3 * hidden, false);
  const gatePanels = packed(module, gates, hidden, 2 * hidden, false);
  const candidatePanels = packed(module, candidate, hidden, hidden, false);

  const [rows, hats, states] = [tape + offsets.x, tape + offsets.hats, tape + offsets.states];
  writeRows(module, rows, x, shape.embedding);
  kernels.fillRows(words, 3 * hidden, bias, hats);
  kernels.multiply(words, 3 * hidden, embedding, rows, 4 * embedding, kernelPanels, hats, 4 * 3 * hidden);
  module.at(states, shape.batch * hidden).fill(0);
  kernels.gruForward(
    shape.time,
    shape.batch,
    shape.hidden,
    hidden,
    gatePanels,
    candidatePanels,
    gamma,
    beta,
    hats,
    tape + offsets.activations,
    tape + offsets.gated,
    states,
    tape + offsets.scales,
  );
  module.release(mark);
  return readRows(module, states + 4 * shape.batch * hidden, words, shape.hidden);
}

/**
 * Uses up the tape: it can be called once for each `gruForward`.
 * @param dStates (T, B, H)
 * @returns the gradients of x, (T, B, E), and of the parameters
 */
export function gruBackward(
  module: TrainingModule,
  tape: number,
  dStates: Float32Array,
  shape: GruShape,
  values: GruValues,
): GruValues & { readonly x: Float32Array } {
  const { words, embedding, hidden, offsets } = plan(shape);
  const shapes = gateShapes(shape);
  const { kernels } = module;
  const mark = module.mark();
  const [x, states, d] = [tape + offsets.x, tape + offsets.states, tape + offsets.activations];

  const dOut = module.allocate(words * hidden);
  writeRows(module, dOut, dStates, shape.hidden);
  const gates = put(module, values.gates, shapes.gates, true);
  const candidate = put(module, values.candidate, shapes.candidate, true);
  const gamma = put(module, values.gamma, shapes.vector, false);
  const dGamma = module.allocateZeros(3 * hidden);
  const dBeta = module.allocateZeros(3 * hidden);
  kernels.gruBackward(
    shape.time,
    shape.batch,
    shape.hidden,
    hidden,
    packed(module, gates, hidden, 2 * hidden, true),
    packed(module, candidate, hidden, hidden, true),
    gamma,
    dGamma,
    dBeta,
    tape + offsets.hats,
    d,
    states,
    tape + offsets.scales,
    dOut,
    module.allocateZeros(shape.batch * hidden),
    module.allocate(shape.batch * hidden),
  );

  const wide = 4 * 3 * hidden;
  const product = (left: number, rows: number, at: number, columns: number): number => {
    const sum = module.allocateZeros(rows * columns);
    const scratch = module.allocate(64 * (rows + 8));
    kernels.multiplyTransposed(rows, columns, words, left, 4 * rows, d + at, wide, sum, 4 * columns, scratch);
    return sum;
  };
  const dKernel = product(x, embedding, 0, 3 * hidden);
  const dGates = product(states, hidden, 0, 2 * hidden);
  const dCandidate = product(tape + offsets.gated, hidden, 4 * 2 * hidden, hidden);
  const dBias = module.allocateZeros(3 * hidden);
  kernels.sumRows(words, 3 * hidden, d, dBias);

  // x has been used; its gradient takes its place.
  const kernel = put(module, values.kernel, shapes.kernel, true);
  const kernelT = packed(module, kernel, embedding, 3 * hidden, true);
  module.at(x, words * embedding).fill(0);
  kernels.multiply(words, embedding, 3 * hidden, d, wide, kernelT, x, 4 * embedding);
  const gradients = {
    x: readRows(module, x, words, shape.embedding),
    kernel: readGates(module, dKernel, shapes.kernel, true),
    gates: readGates(module, dGates, shapes.gates, true),
    candidate: readGates(module, dCandidate, shapes.candidate, true),
    bias: readGates(module, dBias, shapes.vector, true),
    gamma: readGates(module, dGamma, shapes.vector, false),
    beta: readGates(module, dBeta, shapes.vector, false),
  };
  module.release(mark);
  return gradients;
}
