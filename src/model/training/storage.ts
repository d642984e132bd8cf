/** What model folders hold, as it is written: values in smaller forms (the inverse of ../weights.ts), and manifests. */
import type { Codes } from '../weights';

const LARGEST_BITS = 0x7c00;

/**
 * IEEE 754 half precision, little-endian, rounded to nearest, ties to even.
 * @param where named in the error
 * @throws RangeError for a value that is no number or rounds beyond 65,504
 */
export function halfPrecision(values: Float32Array, where: string): Uint8Array {
  const halves = new Uint16Array(values.length);
  const single = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < values.length; i++) {
    const exponent = Math.max(((single[i]! >>> 23) & 0xff) - 127, -14); // below 2^-14 the steps stay as they are
    const steps = roundHalfToEven(Math.abs(values[i]!) / 2 ** (exponent - 10));
    // The leading bit of `steps`, 1024 but for the smallest values, counts as one more of the exponent.
    const bits = ((exponent + 14) << 10) + steps;
    if (!(bits < LARGEST_BITS)) {
      throw new RangeError(`${where}: ${values[i]} has no place in half precision`);
    }
    halves[i] = bits | ((single[i]! >>> 16) & 0x8000);
  }
  return new Uint8Array(halves.buffer);
}

function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/** The text of a `model.json`. */
export function manifestText(manifest: object): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** 8-bit codes, value ≈ min + scale·code; values in the outermost 0.001 % are clipped. */
export function quantize(values: Float32Array): Pick<Codes, 'bytes' | 'scale' | 'min'> {
  const sorted = values.slice().sort();
  const tail = Math.floor(values.length * 1e-5);
  const min = sorted[tail]!;
  const max = sorted[values.length - 1 - tail]!;
  const scale = (max - min) / 255 || 1;
  const bytes = Uint8Array.from(values, (v) => Math.min(255, Math.max(0, Math.round((v - min) / scale))));
  return { bytes, scale, min };
}
