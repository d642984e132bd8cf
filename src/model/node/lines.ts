/** Lines of a byte stream as checked UTF-8 text, one at a time: what every line-based reader stands on. */
import { createReadStream } from 'node:fs';
import { InputError } from '../types';

/** The longest line, review file or table row that is read; anything longer is refused by name. */
export const MAX_TEXT_BYTES = 16 * 1024 * 1024;

/** One line, without its line feed; a carriage return before it is still there. */
export interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
}

const LINE_FEED = 0x0a;

/**
 * Decodes a whole text strictly; a byte order mark is dropped.
 * @param where names the file (and line) in the error.
 * @throws InputError when the bytes are not UTF-8, or hold a NUL as only binary files do.
 */
export function decodeUtf8(bytes: Uint8Array, where: string): string {
  if (bytes.includes(0)) throw new InputError(`${where}: expected text, found a NUL byte (a binary file?)`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${where}: expected UTF-8 text, found bytes that are not UTF-8`);
  }
}

/** The bytes of a file; what the system says on opening and reading becomes an InputError naming it. */
export async function* readBytes(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new InputError(`${file}: cannot be read (${(error as Error).message})`);
  }
}

/**
 * Splits a byte stream into lines. Holds one line at a time, never the whole stream.
 * @param name how errors call the stream: a path, or "standard input".
 * @throws InputError naming `name` and the line that is longer than `limit` bytes, or not UTF-8 text.
 */
export async function* readLines(
  source: AsyncIterable<Uint8Array>,
  name: string,
  limit = MAX_TEXT_BYTES,
): AsyncGenerator<Line> {
  let number = 1;
  let pieces: Uint8Array[] = [];
  let length = 0;
  const add = (piece: Uint8Array): void => {
    pieces.push(piece);
    length += piece.length;
    if (length > limit) {
      throw new InputError(`${name}, line ${number}: expected at most ${limit} bytes in one line`);
    }
  };
  const take = (): Line => {
    const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    const line = { number, text: decodeUtf8(bytes, `${name}, line ${number}`) };
    number += 1;
    pieces = [];
    length = 0;
    return line;
  };
  for await (const chunk of source) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      add(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    if (start < chunk.length) add(chunk.subarray(start));
  }
  if (length > 0) yield take();
}
