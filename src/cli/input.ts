/** The text to analyse: from arguments, a file or standard input. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { decodeUtf8, MAX_TEXT_BYTES } from '../model/node/lines';
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
  return { name: from, stream: naming(from, createReadStream(from)) };
}

/** Turns what the system says on opening and reading into an InputError. */
async function* naming(name: string, stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } catch (error) {
    throw new InputError(`${name}: cannot be read (${(error as Error).message}); expected a text file`);
  }
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
