/**
 * Parameters as they are stored, without TensorFlow.js: the formats of its weight files (single precision; half
 * precision; 8- or 16-bit codes with value = code·scale + min).
 */

/** 8-bit codes, which a kernel may read as they are. */
export interface Codes {
  readonly bytes: Uint8Array;
  /** What each of the 256 codes stands for: code·scale + min. */
  readonly values: Float32Array;
  readonly scale: number;
  readonly min: number;
}

export type Quantization =
  | { readonly dtype: 'float16' }
  | { readonly dtype: 'uint8' | 'uint16'; readonly scale: number; readonly min: number };

export const STORED_BYTES = { float32: 4, float16: 2, uint8: 1, uint16: 2 } as const;

export interface Weight {
  readonly shape: readonly number[];
  /** Null unless stored as 8-bit codes. */
  readonly codes: Codes | null;
  /** All values, in rows; not to be written to. Decoded on every call where they are stored as codes. */
  floats(): Float32Array;
}

export function weightOf(values: Float32Array, shape: readonly number[]): Weight {
  return { shape, codes: null, floats: () => values };
}

/** The bytes as an array of wider numbers: where they stand when the address allows it, otherwise a copy. */
function wide<T>(bytes: Uint8Array, type: NumberArray<T>): T {
  const size = type.BYTES_PER_ELEMENT;
  const { buffer, byteOffset, byteLength } = byteAddressed(bytes, size);
  return new type(buffer, byteOffset, byteLength / size);
}

function byteAddressed(bytes: Uint8Array, size: number): Uint8Array {
  return bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
}

interface NumberArray<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
}

/** @param bytes exactly those of this weight; kept, not copied, where that can be */
export function storedWeight(
  bytes: Uint8Array,
  shape: readonly number[],
  quantization?: Quantization,
): Weight {
  switch (quantization?.dtype) {
    case undefined:
      return weightOf(wide(bytes, Float32Array), shape);
    case 'float16':
      return weightOf(fromHalves(wide(bytes, Uint16Array)), shape);
    case 'uint16': {
      const { scale, min } = quantization;
      return weightOf(Float32Array.from(wide(bytes, Uint16Array), affine(scale, min)), shape);
    }
    case 'uint8': {
      const { scale, min } = quantization;
      const values = Float32Array.from({ length: 256 }, (_, code) => affine(scale, min)(code));
      return {
        shape,
        codes: { bytes, values, scale, min },
        floats: () => decoded(bytes, values),
      };
    }
    default:
      return quantization satisfies never;
  }
}

/** A loop, since a table has millions of codes: `from` with a function takes ten times as long. */
function decoded(codes: Uint8Array, values: Float32Array): Float32Array {
  const out = new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++) out[i] = values[codes[i]!]!;
  return out;
}

function affine(scale: number, min: number): (code: number) => number {
  return (code) => code * scale + min;
}

/** Normal numbers have their exponent's offset changed and their fraction widened; others are rare. */
function fromHalves(halves: Uint16Array): Float32Array {
  const out = new Float32Array(halves.length);
  const bits = new Uint32Array(out.buffer);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i]!;
    const magnitude = half & 0x7fff;
    const isNormal = magnitude >= 0x0400 && magnitude < 0x7c00;
    if (isNormal) bits[i] = ((half & 0x8000) << 16) | ((magnitude << 13) + ((127 - 15) << 23));
    else out[i] = halfPrecision(half);
  }
  return out;
}

/** IEEE 754 half precision: sign, 5 bits of exponent, 10 of fraction. */
function halfPrecision(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Whether every value is a finite number. */
export function isFiniteWeight(weight: Weight): boolean {
  const values = weight.codes?.values ?? weight.floats();
  // A sum in double precision cannot overflow from finite single-precision values.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return Number.isFinite(sum);
}
