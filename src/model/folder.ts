/** Names of a model folder's files as its manifest gives them, and reading what they name. */
import * as v from 'valibot';
import { checksum } from './checksum';
import { InputError, type ReadFile } from './types';

const NAME = String.raw`[A-Za-z0-9][\w.-]*`;
const FILE = new RegExp(String.raw`^(?:checkpoints/|\.\./${NAME}/)?${NAME}\.\w+$`);

/**
 * Whether a path names a file that a model folder may have: `NAME.ext` in itself, `checkpoints/NAME.ext`, or
 * `../NAME/NAME.ext` in a sibling. Names begin with a letter or digit, so that none leads anywhere else.
 */
export function isModelFile(path: string): boolean {
  return FILE.test(path);
}

export const modelFile = v.pipe(
  v.string(),
  v.check(isModelFile, ({ input }) => `"${String(input)}" is neither NAME.ext nor ../NAME/NAME.ext`),
);

/** CRC-32 of a file, as checksum.ts writes it. */
export const checksumOf = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/u, 'expected eight hexadecimal digits'));

/**
 * Reads a file that a manifest names. What stands in another folder may change without this one, therefore its
 * checksum must be known and match; this folder's own files are checked where a checksum is given.
 * @throws InputError
 */
export async function readModelFile(
  read: ReadFile,
  path: string,
  checksums: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const expected = Object.hasOwn(checksums, path) ? checksums[path] : undefined;
  if (expected === undefined && path.startsWith('../')) {
    throw new InputError(`model.json: checksums: "${path}" is a file of another model and has none`);
  }
  const bytes = await read(path);
  if (expected !== undefined) verify(bytes, path, expected);
  return bytes;
}

/** Throws InputError unless the bytes are those that the manifest was written for. */
function verify(bytes: Uint8Array, path: string, expected: string): void {
  const found = checksum(bytes);
  if (found !== expected) {
    throw new InputError(
      `${path}: its checksum is ${found}, model.json says ${expected}: it is damaged or another model's`,
    );
  }
}
