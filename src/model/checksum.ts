/** CRC-32 as in ISO 3309, zip and PNG: tells a damaged or exchanged file, not a forged one. */

const POLYNOMIAL = 0xedb88320; // bits reversed

let table: Uint32Array | null = null;

function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
    return value;
  });
}

/** Eight hexadecimal digits. */
export function checksum(bytes: Uint8Array): string {
  table ??= makeTable();
  let value = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) value = (value >>> 8) ^ table[(value ^ bytes[i]!) & 0xff]!;
  return (~value >>> 0).toString(16).padStart(8, '0');
}
