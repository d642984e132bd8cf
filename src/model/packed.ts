/**
 * Checkpoints as the package carries them: what changed since the one before, which zips to two thirds. Nothing is lost.
 *
 * Stored numbers are in half precision. The packed form is: magic, the length of the base's name (one byte), that name,
 * then the high bytes and after them the low bytes of one 16-bit number for each of the file's: the distance between the
 * two halves' places in the order of all halves, the sign in its lowest bit. Neighbours of training lie near each other
 * in that order, so that most high bytes are alike.
 */
import { isModelFile } from './folder';
import { quoteShort } from './quote';
import { InputError, type ReadFile } from './types';

const MAGIC = 'AIDELTA1';
/** Bytes before the numbers at most. */
const MOST_HEADER = MAGIC.length + 1 + 255;
const CHECKPOINT = /^(checkpoints\/[\w.-]+)\.bin$/;

/** The name of a checkpoint's packed form; null for files that have none. */
export function packedName(name: string): string | null {
  const stem = CHECKPOINT.exec(name)?.[1];
  return stem === undefined ? null : `${stem}.delta`;
}

/** The place of a half, given by its bits, among all halves from least to largest; and back. */
const placeOf = (bits: number): number => (bits & 0x8000 ? ~bits & 0xffff : bits | 0x8000);
const bitsAt = (place: number): number => (place & 0x8000 ? place & 0x7fff : ~place & 0xffff);

/**
 * The packed form of a file of halves.
 * @param base the file that it is told by, as long as this one and of an even number of bytes
 * @param baseName its name in the model folder, before the packed one's in the order of names
 * @throws InputError where the two do not fit
 */
export function pack(bytes: Uint8Array, base: Uint8Array, baseName: string): Uint8Array {
  if (bytes.length !== base.length || bytes.length % 2 !== 0) {
    throw new InputError(`${baseName}: ${base.length} bytes cannot tell of ${bytes.length}`);
  }
  const header = new TextEncoder().encode(`${MAGIC} ${baseName}`);
  header[MAGIC.length] = baseName.length;
  const packed = new Uint8Array(header.length + bytes.length);
  packed.set(header);
  const halves = bytes.length / 2;
  for (let i = 0; i < halves; i++) {
    const [now, then] = [bytes, base].map((file) => placeOf(file[2 * i]! | (file[2 * i + 1]! << 8)));
    const distance = ((now! - then!) << 16) >> 16;
    const folded = (distance << 1) ^ (distance >> 15);
    packed[header.length + i] = (folded >> 8) & 0xff;
    packed[header.length + halves + i] = folded & 0xff;
  }
  return packed;
}

/** The name of the base and the two planes of a packed file. */
function parse(packed: Uint8Array, name: string): { base: string; planes: Uint8Array } {
  const start = MAGIC.length + 1;
  const end = start + (packed[MAGIC.length] ?? 0);
  const text = (from: number, to: number) => String.fromCharCode(...packed.subarray(from, to));
  const base = text(start, end);
  if (text(0, MAGIC.length) !== MAGIC || packed.length < end) {
    throw new InputError(`${name}: this is no packed checkpoint`);
  }
  // Each is told by an earlier one, so that no chain of them runs in a circle.
  if (!isModelFile(base) || packedName(base) === null || !(base < name.replace(/\.delta$/, '.bin'))) {
    throw new InputError(`${name}: ${quoteShort(base)} is no checkpoint before it`);
  }
  return { base, planes: packed.subarray(end) };
}

function unpack(planes: Uint8Array, base: Uint8Array, name: string): Uint8Array {
  if (planes.length !== base.length || planes.length % 2 !== 0) {
    throw new InputError(`${name}: ${planes.length} bytes do not fit the ${base.length} of its base`);
  }
  const halves = planes.length / 2;
  const bytes = new Uint8Array(planes.length);
  for (let i = 0; i < halves; i++) {
    const folded = (planes[i]! << 8) | planes[halves + i]!;
    const distance = (folded >> 1) ^ -(folded & 1);
    const bits = bitsAt((placeOf(base[2 * i]! | (base[2 * i + 1]! << 8)) + distance) & 0xffff);
    bytes[2 * i] = bits & 0xff;
    bytes[2 * i + 1] = bits >> 8;
  }
  return bytes;
}

/** A reader that gives checkpoints as they were before they were packed; every other file as it stands. */
export function unpacking(read: ReadFile): ReadFile {
  const whole: ReadFile = async (name, most = Infinity) => {
    const packed = packedName(name);
    if (packed === null) return read(name, most);
    let missing: unknown;
    try {
      return await read(name, most);
    } catch (error) {
      missing = error;
    }
    const bytes = await read(packed, most + MOST_HEADER).catch(() => Promise.reject(missing));
    const { base, planes } = parse(bytes, packed);
    return unpack(planes, await whole(base, most), packed);
  };
  return whole;
}
