/**
 * All parameters, their averages, Adam's moments and every shard's gradients in one memory that threads share.
 *
 * Each of these is one array with the same layout: the rows of the embedding table first, then all other parameters,
 * each from a whole vector on, seen as rows of 64 numbers. A shard owns a slice of each block's rows when gradients
 * are merged and parameters change, whichever thread computes it.
 */
import { parameterNames, parameterShapes, type Architecture, type ParameterName } from '../network';
import type { TrainingModule } from '../kernels/trainingModule';
import { ADAM, type Values } from './engine';

const TABLE: ParameterName = 'embedding/table';
const ROW = 64;

/** Rows that are merged and changed alike. */
interface Block {
  /** Numbers before it. */
  readonly offset: number;
  readonly rows: number;
  readonly width: number;
  /** Whether only rows that a batch names have a gradient. */
  readonly sparse: boolean;
}

export class ParameterStore {
  readonly names: ParameterName[];
  /** Where each parameter begins, in numbers. */
  private readonly offsets: Record<ParameterName, number>;
  private readonly lengths: Record<ParameterName, number>;
  private readonly blocks: readonly [Block, Block];
  /** Numbers of one array. */
  private readonly size: number;
  private readonly parameters: number;
  private readonly averaged: number;
  private readonly firstMoments: number;
  private readonly secondMoments: number;
  private readonly gradients: number;
  private readonly flags: number;

  /** Every thread that makes one of the same memory, architecture and number of shards sees the same values. */
  constructor(
    private readonly module: TrainingModule,
    readonly architecture: Architecture,
    readonly shards: number,
  ) {
    this.names = parameterNames(architecture);
    const shapes = parameterShapes(architecture);
    const lengths = this.names.map((name) => [name, shapes[name]!.reduce((a, b) => a * b, 1)]);
    this.lengths = Object.fromEntries(lengths) as Record<ParameterName, number>;
    const others = this.names.filter((name) => name !== TABLE);
    const start = roundUp(this.lengths[TABLE]!, ROW);
    this.offsets = { [TABLE]: 0 } as Record<ParameterName, number>;
    let end = start;
    for (const name of others) {
      this.offsets[name] = end;
      end += roundUp(this.lengths[name]!, 4);
    }
    this.size = roundUp(end, ROW);
    this.blocks = [
      { offset: 0, rows: architecture.vocabulary, width: architecture.embedding, sparse: true },
      { offset: start, rows: (this.size - start) / ROW, width: ROW, sparse: false },
    ];
    this.parameters = module.allocate(this.size);
    this.averaged = module.allocate(this.size);
    this.firstMoments = module.allocate(this.size);
    this.secondMoments = module.allocate(this.size);
    this.gradients = module.allocate(this.size * shards);
    this.flags = module.allocate(this.flagStride * shards);
  }

  private get flagStride(): number {
    return roundUp(this.architecture.vocabulary, 16);
  }

  private view(base: number, name: ParameterName): Float32Array {
    return this.module.at(base + 4 * this.offsets[name]!, this.lengths[name]!);
  }

  /** Not to be kept: the parameters change with every step. */
  parameter(name: ParameterName): Float32Array {
    return this.view(this.parameters, name);
  }

  average(name: ParameterName): Float32Array {
    return this.view(this.averaged, name);
  }

  initialize(initial: Values): void {
    for (const name of this.names) {
      this.parameter(name).set(initial[name]!);
      this.average(name).set(initial[name]!);
    }
  }

  /** Sets a shard's gradient of a parameter other than the table. */
  setGradient(shard: number, name: ParameterName, gradient: Float32Array): void {
    this.view(this.gradients + 4 * this.size * shard, name).set(gradient);
  }

  /** Adds rows to a shard's gradient of the table, in their order. */
  addRows(shard: number, ids: Int32Array, rows: Float32Array): void {
    const width = this.architecture.embedding;
    const gradient = this.view(this.gradients + 4 * this.size * shard, TABLE);
    const flags = this.flagsOf(shard);
    for (let i = 0; i < ids.length; i++) {
      const to = ids[i]! * width;
      const from = i * width;
      if (flags[ids[i]!]! & NAMED) {
        for (let k = 0; k < width; k++) gradient[to + k] = gradient[to + k]! + rows[from + k]!;
      } else {
        for (let k = 0; k < width; k++) gradient[to + k] = rows[from + k]!;
        flags[ids[i]!]! |= NAMED;
      }
    }
  }

  private flagsOf(shard: number): Int32Array {
    const address = this.flags + 4 * this.flagStride * shard;
    return new Int32Array(this.module.memory.buffer, address, this.architecture.vocabulary);
  }

  /** Adds up all shards' gradients over one slice, and returns the sum of their squares. */
  merge(slice: number): number {
    let squares = 0;
    for (const { offset, rows, width, sparse } of this.blocks) {
      squares += this.module.kernels.mergeRows(
        Math.floor((rows * slice) / this.shards),
        Math.floor((rows * (slice + 1)) / this.shards),
        width,
        this.shards,
        this.gradients + 4 * offset,
        4 * this.size,
        sparse ? this.flags : 0,
        4 * this.flagStride,
      );
    }
    return squares;
  }

  /** Step number `step`, counted from 1, of Adam over one slice of merged gradients. */
  update(slice: number, step: number, rate: number, clip: number): void {
    for (const { offset, rows, width, sparse } of this.blocks) {
      this.module.kernels.adamRows(
        Math.floor((rows * slice) / this.shards),
        Math.floor((rows * (slice + 1)) / this.shards),
        width,
        this.parameters + 4 * offset,
        this.gradients + 4 * offset,
        this.firstMoments + 4 * offset,
        this.secondMoments + 4 * offset,
        sparse ? this.flags : 0,
        clip,
        rate,
        ADAM.beta1,
        ADAM.beta2,
        1 - ADAM.beta1 ** step,
        1 - ADAM.beta2 ** step,
        ADAM.epsilon,
      );
    }
  }

  updateAverages(decay: number): void {
    this.module.kernels.average(this.size, this.averaged, this.parameters, decay);
  }

  /** Copies under the names that checkpoints have. */
  state(): Record<string, Float32Array> {
    const entries = (prefix: string, base: number, suffix = '') =>
      this.names.map((name) => [`${prefix}/${name}${suffix}`, this.view(base, name).slice()]);
    return Object.fromEntries([
      ...entries('model', this.parameters),
      ...entries('average', this.averaged),
      ...entries('adam/model', this.firstMoments, '/m'),
      ...entries('adam/model', this.secondMoments, '/v'),
    ]) as Record<string, Float32Array>;
  }

  restore(tensors: Readonly<Record<string, Float32Array>>): void {
    for (const name of this.names) {
      this.parameter(name).set(tensors[`model/${name}`]!);
      this.average(name).set(tensors[`average/${name}`]!);
      this.view(this.firstMoments, name).set(tensors[`adam/model/${name}/m`]!);
      this.view(this.secondMoments, name).set(tensors[`adam/model/${name}/v`]!);
    }
    // Which rows have moments is not stored; passing over those without is only a matter of time.
    this.flagsOf(0).fill(KNOWN);
  }
}

/** As in ../kernels/assembly/trainingOptimizer.ts. */
const NAMED = 1;
const KNOWN = 2;

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
