/** As much of Protocol Buffers' wire format as an ONNX file needs. */

export type Bytes = Uint8Array;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

/** A non-negative integer. */
export function integer(field: number, value: number): Bytes {
  return Uint8Array.from([...varint(field * 8), ...varint(value)]);
}

/** A string, raw bytes or a message. */
export function bytes(field: number, value: string | Bytes): Bytes {
  const content = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return message(Uint8Array.from([...varint(field * 8 + 2), ...varint(content.length)]), content);
}

export function float(field: number, value: number): Bytes {
  return message(Uint8Array.from(varint(field * 8 + 5)), new Uint8Array(Float32Array.of(value).buffer));
}

export function message(...parts: readonly Bytes[]): Bytes {
  return Buffer.concat(parts);
}
