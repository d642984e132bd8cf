/** What a package holds. */
import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';

export interface Entry {
  readonly content: Buffer;
  /** Bytes that it takes in the file. */
  readonly stored: number;
  /** Permissions and kind, as Unix has them. */
  readonly mode: number;
}

/** Every entry of a zip file by its name, in the order in which they stand. Rejects where the file is none. */
export async function entriesOf(file: string): Promise<ReadonlyMap<string, Entry>> {
  const zip = await yauzl.openPromise(file, { lazyEntries: true });
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    const content = await buffer(await zip.openReadStreamPromise(entry));
    const { compressedSize: stored, externalFileAttributes } = entry;
    entries.set(entry.fileName, { content, stored, mode: externalFileAttributes >>> 16 });
  }
  return entries;
}
