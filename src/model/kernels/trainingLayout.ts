/**
 * How values lie in the training module's memory: rows padded with zeros to whole panels of 8 columns, and the columns
 * of each gate centred (see ../gru.ts: layer norm then has no mean to take away).
 */
import type { TrainingModule } from './trainingModule';

const PANEL = 8;

/** Rounded up to whole panels. */
export function padded(size: number): number {
  return Math.ceil(size / PANEL) * PANEL;
}

/** Rounded up to whole vectors: enough for the left factor of a product. */
export function aligned(size: number): number {
  return Math.ceil(size / 4) * 4;
}

/**
 * The address of rows of `width` numbers with zeros up to `stride`, to be read only: the rows themselves where the
 * module lent them, otherwise a copy of them in fresh memory.
 */
export function placeRows(
  module: TrainingModule,
  source: Float32Array,
  width: number,
  stride: number,
): number {
  const lent = module.lends && source.buffer === module.memory.buffer;
  if (lent && stride === width) return source.byteOffset;
  const rows = source.length / width;
  const address = module.allocate(rows * stride);
  const target = module.at(address, rows * stride);
  if (stride === width) {
    target.set(source);
    return address;
  }
  for (let row = 0; row < rows; row++) {
    target.set(source.subarray(row * width, (row + 1) * width), row * stride);
    target.fill(0, row * stride + width, (row + 1) * stride);
  }
  return address;
}

/** Rows of `padded(width)` numbers without the padding: lent where there is none, or a copy. */
export function readRows(module: TrainingModule, address: number, rows: number, width: number): Float32Array {
  const stride = padded(width);
  const source = module.at(address, rows * stride);
  if (stride === width) return module.lends ? source : source.slice();
  const target = room(module, rows * width);
  for (let row = 0; row < rows; row++) {
    target.set(source.subarray(row * stride, row * stride + width), row * width);
  }
  return target;
}

/** Numbers for a result: in the module's memory where they may be lent. */
export function room(module: TrainingModule, count: number): Float32Array {
  return module.lends ? module.at(module.allocate(count), count) : new Float32Array(count);
}

/** A matrix whose columns belong to gates of `units` each. */
export interface GateShape {
  readonly rows: number;
  readonly gates: number;
  readonly units: number;
}

/** The number of values of a gate matrix in memory: rows and the columns of each gate padded. */
function gateSize({ rows, gates, units }: GateShape): number {
  return padded(rows) * gates * padded(units);
}

/** Copies a gate matrix into fresh memory; centred, every row of each gate loses its mean. */
export function placeGates(
  module: TrainingModule,
  source: Float32Array,
  shape: GateShape,
  centred: boolean,
): number {
  const { rows, gates, units } = shape;
  const stride = padded(units);
  const address = module.allocateZeros(gateSize(shape));
  const target = module.at(address, gateSize(shape));
  for (let group = 0; group < rows * gates; group++) {
    const from = group * units;
    const mean = centred ? meanOf(source, from, units) : 0;
    for (let j = 0; j < units; j++) target[group * stride + j] = source[from + j]! - mean;
  }
  return address;
}

/** The inverse of `placeGates`, for gradients: through the centring, too, which is its own transpose. */
export function readGates(
  module: TrainingModule,
  address: number,
  shape: GateShape,
  centred: boolean,
): Float32Array {
  const { rows, gates, units } = shape;
  const stride = padded(units);
  const source = module.at(address, gateSize(shape));
  const target = new Float32Array(rows * gates * units);
  for (let group = 0; group < rows * gates; group++) {
    const from = group * stride;
    const mean = centred ? meanOf(source, from, units) : 0;
    for (let j = 0; j < units; j++) target[group * units + j] = source[from + j]! - mean;
  }
  return target;
}

function meanOf(values: Float32Array, from: number, count: number): number {
  let sum = 0;
  for (let j = 0; j < count; j++) sum += values[from + j]!;
  return sum / count;
}

/** A matrix in memory as panels, or its transpose as panels; `rows` and `columns` as they lie in memory. */
export function packed(
  module: TrainingModule,
  address: number,
  rows: number,
  columns: number,
  transposed: boolean,
): number {
  const panels = module.allocate(rows * columns);
  if (transposed) module.kernels.packTransposed(rows, columns, address, panels);
  else module.kernels.pack(rows, columns, address, panels);
  return panels;
}
