/** Writing files so that each is there whole, as it was, or not at all: aside, through to the disk, then renamed. */
import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../types';

type Piece = string | Uint8Array;

/** Names of files that are being written, or that a process left which was killed meanwhile. */
export const ASIDE = /^\..+\.[0-9a-f]{8}\.part$/u;

/**
 * A link stays one, an old file's permissions are kept, and a device is written to as it is.
 * @param pieces of the file in their order
 * @throws what the system throws, see `whyNotWritten`; an old file is as it was then, and nothing stands beside it
 */
export async function writeWhole(to: string, pieces: Piece | Iterable<Piece>): Promise<void> {
  await fillWhole(to, async (add) => {
    const all = typeof pieces === 'string' || pieces instanceof Uint8Array ? [pieces] : pieces;
    for (const piece of all) await add(piece);
    return true;
  });
}

/**
 * The same for a file that comes about bit by bit.
 * @param fill hands over its pieces and says in the end whether the file is to be kept
 * @returns what `fill` said
 */
export async function fillWhole(
  to: string,
  fill: (add: (piece: Piece) => Promise<void>) => Promise<boolean>,
): Promise<boolean> {
  const written = await fillAside(to, fill);
  await written?.keep();
  return written !== null;
}

/**
 * Several files that belong together: no old one is replaced before every new one is whole.
 * @param files contents by path
 */
export async function writeAllWhole(files: Readonly<Record<string, Piece>>): Promise<void> {
  const written: Aside[] = [];
  try {
    for (const [to, content] of Object.entries(files)) {
      const one = await fillAside(to, async (add) => (await add(content), true));
      written.push(one!);
    }
    for (const one of written) await one.keep();
  } finally {
    for (const one of written) await one.discard();
  }
}

/** Why something was not written, without the name of the file aside, which means nothing to people. */
export function whyNotWritten(error: unknown, to: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' ? `there is no folder ${path.dirname(to)}` : message.split(',')[0]!;
}

/** Whether it is the system that refused: a full disk, a folder that may not be written to. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).errno === 'number';
}

/** What the system threw while `what` was written, as an error for the person; anything else as it is. */
export function notWritten(error: unknown, what: string, to: string): unknown {
  if (!isSystemError(error)) return error;
  return new InputError(`${what}: cannot be written (${whyNotWritten(error, to)})`, { cause: error });
}

interface Aside {
  /** Puts the file where it belongs. */
  keep(): Promise<void>;
  /** Takes it away unless it was kept. */
  discard(): Promise<void>;
}

async function fillAside(
  to: string,
  fill: (add: (piece: Piece) => Promise<void>) => Promise<boolean>,
): Promise<Aside | null> {
  const target = await realpath(to).catch(() => path.resolve(to));
  const stats = await stat(target).catch(() => null);
  const device = stats !== null && !stats.isFile() && !stats.isDirectory();
  const aside = device ? target : asideOf(target);
  const discard = () => (device ? Promise.resolve() : rm(aside, { force: true }));
  let file: FileHandle | undefined;
  try {
    const handle = (file = await open(
      aside,
      device ? 'w' : 'wx',
      stats?.isFile() ? stats.mode & 0o777 : 0o666,
    ));
    // Not `write`, which may take a part and say nothing where the disk ends.
    if (!(await fill((piece) => handle.appendFile(piece)))) {
      await file.close();
      await discard();
      return null;
    }
    if (!device) await file.sync();
    await file.close();
  } catch (error) {
    await file?.close().catch(() => undefined);
    await discard().catch(() => undefined);
    throw error;
  }
  const keep = async () => {
    if (device) return;
    await rename(aside, target).catch(async (error: unknown) => {
      await discard().catch(() => undefined);
      throw error;
    });
  };
  return { keep, discard };
}

function asideOf(target: string): string {
  return path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID().slice(0, 8)}.part`);
}
