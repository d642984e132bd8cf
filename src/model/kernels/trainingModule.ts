/**
 * The training module and its memory. The module imports a shared memory, so that the same code serves values of one
 * thread (activations, gradients on their way) and values of all threads (parameters, moments).
 */

/** Addresses are bytes; see the sources in ./assembly for shapes. */
interface Exports {
  readonly heapBase: { readonly value: number };
  multiply(
    rows: number,
    columns: number,
    depth: number,
    a: number,
    aStride: number,
    panels: number,
    c: number,
    cStride: number,
  ): void;
  multiplyTransposed(
    m: number,
    n: number,
    depth: number,
    a: number,
    aStride: number,
    b: number,
    bStride: number,
    c: number,
    cStride: number,
    scratch: number,
  ): void;
  pack(depth: number, columns: number, b: number, panels: number): void;
  packTransposed(rows: number, columns: number, b: number, panels: number): void;
  fillRows(rows: number, columns: number, row: number, c: number): void;
  sumRows(rows: number, columns: number, a: number, sums: number): void;
  gruForward(...sizesAndAddresses: number[]): void;
  gruBackward(...sizesAndAddresses: number[]): void;
  scoreHidden(...sizesAndAddresses: number[]): void;
  scoreHiddenBackward(...sizesAndAddresses: number[]): void;
  scoreStates(...sizesAndAddresses: number[]): void;
  scoreStatesBackward(...sizesAndAddresses: number[]): void;
  attend(...sizesAndAddresses: number[]): void;
  attendBackward(...sizesAndAddresses: number[]): void;
  attentionGruForward(...sizesAndAddresses: number[]): void;
  attentionGruBackward(...sizesAndAddresses: number[]): void;
  sampledSoftmax(...sizesAddressesAndScale: number[]): number;
  mergeRows(...sizesAndAddresses: number[]): number;
  adamRows(...sizesAddressesAndRates: number[]): void;
  average(count: number, averages: number, parameters: number, decay: number): void;
}

/** A memory that threads can share; it can be sent to a worker. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

/** Compiled code; it can be sent to a worker. */
export type CompiledModule = object;

/** The part of the global that is used: Node's type package leaves it to the browser's. */
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: {
    validate(binary: Uint8Array): boolean;
    Module: new (binary: Uint8Array) => CompiledModule;
    Instance: new (module: CompiledModule, imports: object) => { exports: unknown };
    Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory;
  };
};

const PAGE = 65536;
/** As the module declares it. */
const INITIAL_PAGES = 16;
const MAXIMUM_PAGES = 65536;
/** Bytes of a cache line, where every allocation begins. */
const LINE = 64;

export interface TrainingBinaries {
  /** Wants relaxed SIMD, which Node 20 rejects. */
  readonly relaxed: Uint8Array;
  readonly simd: Uint8Array;
}

/** Compiles the faster of the builds that this engine accepts. */
export function compileTraining(binaries: TrainingBinaries): CompiledModule {
  return new wasm.Module(wasm.validate(binaries.relaxed) ? binaries.relaxed : binaries.simd);
}

export function createMemory(): SharedMemory {
  return new wasm.Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES, shared: true });
}

/** An instance of the module with its memory, which is given out from bottom to top. */
export class TrainingModule {
  readonly kernels: Exports;
  private top: number;
  private view: Float32Array;
  private open = false;
  private lending = false;

  constructor(
    compiled: CompiledModule,
    readonly memory: SharedMemory = createMemory(),
  ) {
    const abort = () => {
      throw new Error('The training kernel stopped.');
    };
    const instance = new wasm.Instance(compiled, { env: { memory, abort } });
    this.kernels = instance.exports as Exports;
    this.top = this.kernels.heapBase.value;
    this.view = new Float32Array(memory.buffer);
  }

  /** All of memory as numbers; the address of number i is 4·i. Not to be kept across `allocate`. */
  get floats(): Float32Array {
    // A growth by any thread leaves earlier views as short as they were.
    if (this.view.buffer !== this.memory.buffer) this.view = new Float32Array(this.memory.buffer);
    return this.view;
  }

  /** Room for so many numbers, not cleared; returns its address. */
  allocate(count: number): number {
    const address = Math.ceil(this.top / LINE) * LINE;
    this.top = address + 4 * count;
    const missing = this.top - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    return address;
  }

  /** Whether a scope is open, so that what was left in memory stays there. */
  get keeps(): boolean {
    return this.open;
  }

  /** Whether a scope is open in which results are views of memory instead of copies. */
  get lends(): boolean {
    return this.lending;
  }

  /** Gives back at its end all memory that was given out in it; no view of that may leave it. */
  scope<T>(lends: boolean, run: () => T): T {
    if (this.open) throw new Error('A scope of the training module is open already.');
    this.open = true;
    this.lending = lends;
    const mark = this.mark();
    try {
      return run();
    } finally {
      this.open = false;
      this.lending = false;
      this.release(mark);
    }
  }

  /** The end of what is given out, to go back to with `release`. */
  mark(): number {
    return this.top;
  }

  release(mark: number): void {
    this.top = mark;
  }

  /** `count` numbers at an address: a view, not to be kept across `allocate`. */
  at(address: number, count: number): Float32Array {
    return this.floats.subarray(address / 4, address / 4 + count);
  }

  /** As `allocate`, filled with zeros. */
  allocateZeros(count: number): number {
    const address = this.allocate(count);
    this.at(address, count).fill(0);
    return address;
  }
}
