/**
 * All parameters, their averages, Adam's moments and every shard's gradients in one memory that threads share.
 *
 * Each of these is one array with the same layout: the rows of the tables first, then all other parameters, each from a
 * whole vector on, seen as rows of 64 numbers. A shard owns a slice of each block's rows when gradients
 * are merged and parameters change, whichever thread computes it.
 */
import { roundUp } from '../kernels/pack';
import type { TrainingModule } from '../kernels/trainingModule';
import { ADAM, type Values } from './engine';
import type { Parametrisation } from './objective';

const ROW = 64;

/** Rows that are merged and changed alike. */
interface Block {
  /** Numbers before it. */
  readonly offset: number;
  readonly rows: number;
  readonly width: number;
  /** Where only rows that a batch names have a gradient: the rows' flags before it, in all shards' arrays. */
  readonly flags: number | null;
}

export class ParameterStore {
  /** Tables first. */
  readonly names: string[];
  /** Parameters that are no tables. */
  readonly dense: string[];
  /** Where each parameter begins, in numbers. */
  private readonly offsets: Record<string, number> = {};
  private readonly lengths: Record<string, number> = {};
  private readonly tables: Record<string, Block & { readonly flags: number }> = {};
  private readonly blocks: readonly Block[];
  /** Flags of one shard. */
  private readonly flagCount: number;
  /** Numbers of one array. */
  private readonly size: number;
  private readonly parameters: number;
  private readonly averaged: number;
  private readonly firstMoments: number;
  private readonly secondMoments: number;
  private readonly gradients: number;
  private readonly flags: number;

  /** Every thread that makes one of the same memory, parameters and number of shards sees the same values. */
  constructor(
    private readonly module: TrainingModule,
    { shapes, tables }: Parametrisation,
    readonly shards: number,
    /** See EngineOptions. */
    private readonly lazy = false,
  ) {
    this.dense = Object.keys(shapes).filter((name) => !tables.includes(name));
    this.names = [...tables, ...this.dense];
    for (const name of this.names) this.lengths[name] = shapes[name]!.reduce((a, b) => a * b, 1);
    let end = 0;
    let flags = 0;
    for (const name of tables) {
      const [rows, width] = shapes[name] as [number, number];
      this.tables[name] = { offset: end, rows, width, flags };
      this.offsets[name] = end;
      end = roundUp(end + this.lengths[name]!, ROW);
      flags = roundUp(flags + rows, 16);
    }
    this.flagCount = flags;
    const start = end;
    for (const name of this.dense) {
      this.offsets[name] = end;
      end += roundUp(this.lengths[name]!, 4);
    }
    this.size = roundUp(end, ROW);
    const others = { offset: start, rows: (this.size - start) / ROW, width: ROW, flags: null };
    this.blocks = [...Object.values(this.tables), others];
    this.parameters = module.allocate(this.size);
    this.averaged = module.allocate(this.size);
    this.firstMoments = module.allocate(this.size);
    this.secondMoments = module.allocate(this.size);
    this.gradients = module.allocate(this.size * shards);
    this.flags = module.allocate(this.flagCount * shards);
  }

  private view(base: number, name: string): Float32Array {
    return this.module.at(base + 4 * this.offsets[name]!, this.lengths[name]!);
  }

  /** Not to be kept: the parameters change with every step. */
  parameter(name: string): Float32Array {
    return this.view(this.parameters, name);
  }

  average(name: string): Float32Array {
    return this.view(this.averaged, name);
  }

  initialize(initial: Values): void {
    for (const name of this.names) {
      this.parameter(name).set(initial[name]!);
      this.average(name).set(initial[name]!);
    }
  }

  /** Sets a shard's gradient of a parameter that is no table. */
  setGradient(shard: number, name: string, gradient: Float32Array): void {
    this.view(this.gradients + 4 * this.size * shard, name).set(gradient);
  }

  /** Width of a table's rows. */
  width(table: string): number {
    return this.tables[table]!.width;
  }

  /** Adds rows to a shard's gradient of a table, in their order. */
  addRows(shard: number, table: string, ids: Int32Array, rows: Float32Array): void {
    const { width } = this.tables[table]!;
    const gradient = this.view(this.gradients + 4 * this.size * shard, table);
    const flags = this.flagsOf(shard, table);
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

  private flagsOf(shard: number, table: string): Int32Array {
    const { flags, rows } = this.tables[table]!;
    const address = this.flags + 4 * (this.flagCount * shard + flags);
    return new Int32Array(this.module.memory.buffer, address, rows);
  }

  /** Adds up all shards' gradients over one slice, and returns the sum of their squares. */
  merge(slice: number): number {
    let squares = 0;
    for (const { offset, rows, width, flags } of this.blocks) {
      squares += this.module.kernels.mergeRows(
        Math.floor((rows * slice) / this.shards),
        Math.floor((rows * (slice + 1)) / this.shards),
        width,
        this.shards,
        this.gradients + 4 * offset,
        4 * this.size,
        flags === null ? 0 : this.flags + 4 * flags,
        4 * this.flagCount,
      );
    }
    return squares;
  }

  /** Step number `step`, counted from 1, of Adam over one slice of merged gradients. */
  update(slice: number, step: number, rate: number, clip: number): void {
    for (const { offset, rows, width, flags } of this.blocks) {
      this.module.kernels.adamRows(
        Math.floor((rows * slice) / this.shards),
        Math.floor((rows * (slice + 1)) / this.shards),
        width,
        this.parameters + 4 * offset,
        this.gradients + 4 * offset,
        this.firstMoments + 4 * offset,
        this.secondMoments + 4 * offset,
        flags === null ? 0 : this.flags + 4 * flags,
        clip,
        rate,
        ADAM.beta1,
        ADAM.beta2,
        1 - ADAM.beta1 ** step,
        1 - ADAM.beta2 ** step,
        ADAM.epsilon,
        Number(this.lazy),
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
    for (const table of Object.keys(this.tables)) this.flagsOf(0, table).fill(KNOWN);
  }
}

/** As in ../kernels/assembly/trainingOptimizer.ts. */
const NAMED = 1;
const KNOWN = 2;
