/** CRC-32 as in ISO 3309, zip and PNG: tells a damaged or exchanged file, not a forged one. */

const POLYNOMIAL = 0xedb88320; // bits reversed

let table: Uint32Array | null = null;

/** At 256·k + b what byte b comes to when k more bytes follow, so that four can be taken at once. */
function makeTable(): Uint32Array {
  const values = new Uint32Array(4 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
    values[byte] = value;
  }
  for (let i = 256; i < values.length; i++) {
    const before = values[i - 256]!;
    values[i] = (before >>> 8) ^ values[before & 0xff]!;
  }
  return values;
}

/** Eight hexadecimal digits. */
export function checksum(bytes: Uint8Array): string {
  const t = (table ??= makeTable());
  let value = -1;
  let i = 0;
  for (; i + 3 < bytes.length; i += 4) {
    value ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    value =
      t[768 + (value & 0xff)]! ^
      t[512 + ((value >>> 8) & 0xff)]! ^
      t[256 + ((value >>> 16) & 0xff)]! ^
      t[value >>> 24]!;
  }
  for (; i < bytes.length; i++) value = (value >>> 8) ^ t[(value ^ bytes[i]!) & 0xff]!;
  return (~value >>> 0).toString(16).padStart(8, '0');
}
