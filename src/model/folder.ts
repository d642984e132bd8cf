/** Names of a model folder's files as its manifest gives them, and reading what they name. */
import * as v from 'valibot';
import { checksum } from './checksum';
import { quoteShort } from './quote';
import { InputError, type ReadFile } from './types';

const NAME = String.raw`[A-Za-z0-9][\w.-]*`;
const FILE = new RegExp(String.raw`^(?:checkpoints/|\.\./${NAME}/)?${NAME}\.\w+$`);
/** Windows takes them for devices, in any folder and whatever stands behind the dot. */
const DEVICE = /(?:^|\/)(?:con|prn|aux|nul|com\d|lpt\d)\.?(?:\.|\/|$)/i;
const LONGEST_PATH = 200;

/**
 * Whether a path names a file that a model folder may have: `NAME.ext` in itself, `checkpoints/NAME.ext`, or
 * `../NAME/NAME.ext` in a sibling. Names begin with a letter or digit, so that none leads anywhere else.
 */
export function isModelFile(path: string): boolean {
  return path.length <= LONGEST_PATH && FILE.test(path) && !DEVICE.test(path);
}

export const modelFile = v.pipe(
  v.string(),
  v.check(isModelFile, ({ input }) => `${quoteShort(input)} is neither NAME.ext nor ../NAME/NAME.ext`),
);

/** CRC-32 of a file, as checksum.ts writes it. */
export const checksumOf = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/u, 'expected eight hexadecimal digits'));

/**
 * Reads a file that a manifest names. What stands in another folder may change without this one, therefore its
 * checksum must be known and match; this folder's own files are checked where a checksum is given. A manifest names
 * files alone: what another folder's manifest says is never read, so that no chain of folders and no circle can be made.
 * @param most bytes that it may have
 * @throws InputError
 */
export async function readModelFile(
  read: ReadFile,
  path: string,
  checksums: Readonly<Record<string, string>> = {},
  most = Infinity,
): Promise<Uint8Array> {
  const expected = Object.hasOwn(checksums, path) ? checksums[path] : undefined;
  if (expected === undefined && path.startsWith('../')) {
    throw new InputError(`model.json: checksums: "${path}" is a file of another model and has none`);
  }
  const bytes = await read(path, most);
  if (bytes.length > most) throw tooLong(path, bytes.length, most);
  if (expected !== undefined) verify(bytes, path, expected);
  return bytes;
}

/** What is said of a file that is longer than it can be. */
export function tooLong(path: string, bytes: number, most: number): InputError {
  return new InputError(`${path}: ${bytes} bytes, expected at most ${most}`);
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
