/** The text to analyse: from arguments, a file or standard input. */
import { stat } from 'node:fs/promises';
import { decodeUtf8, MAX_TEXT_BYTES, readBytes } from '../model/node/lines';
import { InputError } from '../model/types';

export const STDIN_NAME = 'standard input';

/** A byte stream and how errors call it. */
export interface Source {
  readonly name: string;
  readonly stream: AsyncIterable<Uint8Array>;
}

/**
 * @param from a path, or "-" for standard input.
 * @throws InputError when it cannot be read.
 */
export async function openSource(from: string, stdin: AsyncIterable<Uint8Array>): Promise<Source> {
  if (from === '-') return { name: STDIN_NAME, stream: stdin };
  const stats = await stat(from).catch((error: Error) => {
    throw new InputError(`${from}: cannot be read (${error.message}); expected a text file`);
  });
  if (stats.isDirectory()) throw new InputError(`${from}: expected a text file, found a folder`);
  return { name: from, stream: readBytes(from) };
}

/**
 * The whole source as text, without a byte order mark.
 * @throws InputError when it is not UTF-8 text or longer than MAX_TEXT_BYTES.
 */
export async function readText({ name, stream }: Source): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_TEXT_BYTES) throw new InputError(`${name}: expected at most ${MAX_TEXT_BYTES} bytes`);
  }
  return decodeUtf8(Buffer.concat(chunks), name);
}
