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

/** Copies rows of `width` numbers to rows of `padded(width)`. */
export function writeRows(
  module: TrainingModule,
  address: number,
  source: Float32Array,
  width: number,
): void {
  const stride = padded(width);
  const rows = source.length / width;
  const target = module.at(address, rows * stride);
  if (stride === width) return target.set(source);
  for (let row = 0; row < rows; row++) {
    target.set(source.subarray(row * width, (row + 1) * width), row * stride);
    target.fill(0, row * stride + width, (row + 1) * stride);
  }
}

/** The inverse of `writeRows`. */
export function readRows(module: TrainingModule, address: number, rows: number, width: number): Float32Array {
  const stride = padded(width);
  const source = module.at(address, rows * stride);
  if (stride === width) return source.slice();
  const target = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    target.set(source.subarray(row * stride, row * stride + width), row * width);
  }
  return target;
}

/** A matrix whose columns belong to gates of `units` each. */
export interface GateShape {
  readonly rows: number;
  readonly gates: number;
  readonly units: number;
}

/** The number of values of a gate matrix in memory: rows and the columns of each gate padded. */
export function gateSize({ rows, gates, units }: GateShape): number {
  return padded(rows) * gates * padded(units);
}

/** Copies a gate matrix into memory; centred, every row of each gate loses its mean. */
export function writeGates(
  module: TrainingModule,
  address: number,
  source: Float32Array,
  shape: GateShape,
  centred: boolean,
): void {
  const { rows, gates, units } = shape;
  const stride = padded(units);
  const target = module.at(address, gateSize(shape)).fill(0);
  for (let group = 0; group < rows * gates; group++) {
    const from = group * units;
    const mean = centred ? meanOf(source, from, units) : 0;
    for (let j = 0; j < units; j++) target[group * stride + j] = source[from + j]! - mean;
  }
}

/** The inverse of `writeGates`, for gradients: through the centring, too, which is its own transpose. */
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
