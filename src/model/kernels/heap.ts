/** Blocks of a kernel module's memory, given out from `heapBase` on, the lowest that fits first; grows as needed. */
import type { KernelMemory } from './open';

/** A cache line; also more than any vector needs. */
const ALIGNMENT = 64;
const PAGE = 65_536;
const LEAST_GROWTH = 2 ** 20;

interface Block {
  readonly start: number;
  readonly end: number;
}

export class Heap {
  /** Given out, by address. */
  private blocks: Block[] = [];

  constructor(private readonly module: KernelMemory) {}

  /** @returns the address of `bytes` bytes, whatever they hold */
  allocate(bytes: number): number {
    let start = aligned(this.module.heapBase.value);
    let index = 0;
    for (; index < this.blocks.length; index++) {
      const block = this.blocks[index]!;
      if (start + bytes <= block.start) break;
      start = aligned(block.end);
    }
    this.reserve(start + bytes);
    this.blocks.splice(index, 0, { start, end: start + bytes });
    return start;
  }

  free(start: number): void {
    this.blocks = this.blocks.filter((block) => block.start !== start);
  }

  /** A new block of these values. */
  place(values: Float32Array | Uint8Array | Int16Array): number {
    const start = this.allocate(values.byteLength);
    this.put(start, values);
    return start;
  }

  /** Writes values into a block. */
  put(start: number, values: Float32Array | Uint8Array | Int16Array): void {
    new Uint8Array(this.module.memory.buffer).set(
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      start,
    );
  }

  /** A new block of zeros. */
  zeros(floats: number): number {
    const start = this.allocate(4 * floats);
    this.floats(start, floats).fill(0);
    return start;
  }

  /** A view that holds until the next allocation. */
  floats(start: number, length: number): Float32Array {
    return new Float32Array(this.module.memory.buffer, start, length);
  }

  /** A view that holds until the next allocation. */
  integers(start: number, length: number): Int32Array {
    return new Int32Array(this.module.memory.buffer, start, length);
  }

  /** Bytes of the module's memory, which never shrinks. */
  get size(): number {
    return this.module.memory.buffer.byteLength;
  }

  private reserve(end: number): void {
    const missing = end - this.size;
    if (missing <= 0) return;
    // Few large steps: each one makes all views anew and has the garbage collector look at the memory.
    this.module.memory.grow(Math.ceil((missing + Math.max(LEAST_GROWTH, this.size / 4)) / PAGE));
  }
}

function aligned(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}
