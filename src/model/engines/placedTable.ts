/** The embedding table in a kernel module's memory, and how its vectors become inputs of the first layer. */
import type { Heap } from '../kernels/heap';
import { roundUp } from '../kernels/pack';
import { CODE_MOST, INTEGER_STEP, type InputScale } from '../kernels/quantise';
import type { Codes } from '../weights';
import type { NetworkData } from './engine';
import type { Precision } from './placed';

export interface PlacedTable {
  readonly address: number;
  /** What the table's 8-bit codes stand for; 0 where it holds single precision, or where codes are read as integers. */
  readonly values: number;
  readonly isCodes: boolean;
  /** Numbers that the first layer reads of each word, padded. */
  readonly inputs: number;
  /** As integers an input is unit·integer + shift. */
  readonly scale: InputScale;
  readonly shift: number;
}

/** Single-precision vectors are rounded to this many units at most. */
const FLOAT_MOST = 8191;

/** The code that stands for a number nearest to 0: within half a step of it, where the codes reach so far. */
function blankCode({ scale, min }: Codes): number {
  return Math.min(255, Math.max(0, Math.round(-min / scale)));
}

/** A table in memory, and after its last row one of blanks. */
function withBlank(heap: Heap, table: Uint8Array | Float32Array, width: number, blank: number): number {
  const size = table.BYTES_PER_ELEMENT;
  const start = heap.allocate(table.byteLength + size * width);
  heap.put(start, table);
  heap.put(start + table.byteLength, table.slice(0, width).fill(blank));
  return start;
}

export function placeTable(data: NetworkData, heap: Heap, precision: Precision): PlacedTable {
  const { codes, floats } = data.weights['embedding/table'];
  const { embedding } = data.architecture;
  const inputs = precision === 'single' ? embedding : roundUp(embedding, INTEGER_STEP);
  const isCodes = codes !== null;
  if (codes) {
    return {
      address: withBlank(heap, codes.bytes, embedding, blankCode(codes)),
      values: precision === 'single' ? heap.place(codes.values) : 0,
      isCodes,
      inputs,
      scale: { unit: codes.scale, most: CODE_MOST },
      shift: precision === 'single' ? 0 : codes.min + CODE_MOST * codes.scale,
    };
  }
  const values = floats();
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
  const scale = { unit: largest / FLOAT_MOST || 1, most: FLOAT_MOST };
  const address = withBlank(heap, values, embedding, 0);
  return { address, values: 0, isCodes, inputs, scale, shift: 0 };
}
