import { createReadStream, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { Extract } from 'tar-stream';
import { quoteShort } from '../../quote';
import { InputError } from '../../types';
import { decodeUtf8, MAX_TEXT_BYTES } from '../lines';
import { checkText, isReviewName, MissingSplitError, ratingOf, type LabelledText } from './labels';

type Entry = Extract extends AsyncIterable<infer Item> ? Item : never;

/**
 * What an archive may come to. Reviews shrink to a third of their size, hardly any text to less than a fiftieth: what grows
 * more than that was made to fill a memory or a disk. Small archives may, since a few blanks prove nothing.
 */
export const ARCHIVE_LIMITS = {
  /** Bytes out for each byte in, once `freeBytes` are out. */
  ratio: 100,
  freeBytes: 16 * 1024 * 1024,
  /** Bytes that it may unpack to; the Large Movie Review data set comes to 0.3 GB. */
  bytes: 16 * 1024 ** 3,
  /** Entries of any kind; that data set has 100,000. */
  entries: 5_000_000,
} as const;

/** Entries that a data set has. */
const HARMLESS_TYPES: ReadonlySet<string> = new Set(['file', 'contiguous-file', 'directory']);

/** An entry inside the tree, e.g. "aclImdb/test/pos/123_9.txt". */
const REVIEW = /^(?:\.\/)?(?:[^/]+\/)?(train|test)\/(pos|neg)\/([^/]+)$/;

/**
 * The reviews of an aclImdb tree in a tar archive, gzipped or not, in the archive's order.
 * It is streamed: nothing is unpacked to disk, one review is in memory.
 * @throws InputError when the archive is cut short, damaged, lacks the split, holds names that lead out of it, links or
 * devices, or comes to more than ARCHIVE_LIMITS.
 */
export async function* readArchive(file: string, split: 'train' | 'test'): AsyncGenerator<LabelledText> {
  const found = { pos: 0, neg: 0 };
  let entries = 0;
  try {
    for await (const entry of await entriesOf(file)) {
      if (++entries > ARCHIVE_LIMITS.entries) {
        throw new InputError(`${file}: expected at most ${ARCHIVE_LIMITS.entries} entries`);
      }
      const place = placeOf(entry, file);
      if (place?.split !== split) {
        entry.resume();
        continue;
      }
      found[place.folder] += 1;
      const where = `${file}, ${entry.header.name}`;
      const text = checkText(decodeUtf8(await bytesOf(entry, where), where), where);
      const { folder, name } = place;
      const label = folder === 'pos' ? 'positive' : 'negative';
      yield { id: `${split}/${folder}/${name}`, text, label, where, ...ratingOf(name) };
    }
  } catch (error) {
    throw asInputError(error, file);
  }
  if (found.pos === 0 || found.neg === 0) {
    const Missing = found.pos + found.neg === 0 ? MissingSplitError : InputError;
    throw new Missing(
      `${file}: expected reviews under ${split}/pos and ${split}/neg, found ${found.pos} and ${found.neg}`,
    );
  }
}

async function entriesOf(file: string): Promise<AsyncIterable<Entry>> {
  const unpack = extract();
  // pipeline destroys `unpack` with the first error, so that the loop over its entries sees it.
  const done = (): void => {};
  const zipped = await isGzip(file);
  const source = createReadStream(file);
  if (zipped) pipeline(source, createGunzip(), limited(source, file), unpack, done);
  else pipeline(source, unpack, done);
  return unpack;
}

/** Lets pass what comes out of an archive, and ends with an InputError where that is more than limits allow. */
function limited(source: ReadStream, file: string): Transform {
  const { ratio, freeBytes, bytes } = ARCHIVE_LIMITS;
  let out = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      out += chunk.length;
      const grown = out > freeBytes && out > ratio * source.bytesRead;
      if (!grown && out <= bytes) return done(null, chunk);
      done(
        new InputError(
          `${file}: ${source.bytesRead} bytes of it unpack to ${out} and more, as no data set does: not read further`,
        ),
      );
    },
  });
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

/** Which review an entry is; undefined for folders, links and files outside the tree. */
function placeOf(
  entry: Entry,
  file: string,
): { split: string; folder: 'pos' | 'neg'; name: string } | undefined {
  const { name, type } = entry.header;
  // Nothing is written to disk, but ids come from these names: an archive that has such names is not the data set.
  if (/^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)/.test(name)) {
    throw new InputError(`${file}: expected entry names inside the archive, found ${quoteShort(name)}`);
  }
  if (!HARMLESS_TYPES.has(type ?? 'file')) {
    throw new InputError(
      `${file}: expected files and folders, found ${quoteShort(name)}, which is a ${quoteShort(type)}`,
    );
  }
  const match = REVIEW.exec(name);
  if (type === 'directory' || !match || !isReviewName(match[3]!)) return undefined;
  return { split: match[1]!, folder: match[2] as 'pos' | 'neg', name: match[3]! };
}

async function bytesOf(entry: Entry, where: string): Promise<Uint8Array> {
  const size = entry.header.size ?? 0;
  if (size > MAX_TEXT_BYTES) {
    throw new InputError(`${where}: expected at most ${MAX_TEXT_BYTES} bytes, found ${size}`);
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

function asInputError(error: unknown, file: string): unknown {
  if (error instanceof InputError || !(error instanceof Error)) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const cutShort = code === 'Z_BUF_ERROR' || /unexpected end of data/i.test(error.message);
  const what = cutShort ? 'the archive is cut short' : `the archive cannot be read (${error.message})`;
  return new InputError(`${file}: ${what}; expected a complete aclImdb .tar.gz`);
}
