/** Folders of the installation: how large they are, and how they are put away. */
import { readdir, lstat, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Bytes of all files below; 0 where there is nothing. */
export async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) bytes += await sizeOf(place);
    // What goes away meanwhile is not there.
    else
      bytes += await lstat(place).then(
        ({ size }) => size,
        () => 0,
      );
  }
  return bytes;
}

/** Deletes all files below whose names end so; they are two thirds of what npm unpacks. */
export async function prune(folder: string, ending: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) await prune(place, ending);
    else if (entry.name.endsWith(ending)) await rm(place, { force: true });
  }
}

const RETRIES = { maxRetries: 3, retryDelay: 100 } as const;

/** Deletes as much of it as can be deleted: files in use on Windows stay. Never rejects. */
export async function putAway(place: string): Promise<void> {
  try {
    await rm(place, { recursive: true, force: true, ...RETRIES });
    return;
  } catch {
    // One file that is in use keeps the others from being deleted.
  }
  for (const entry of await readdir(place).catch(() => [])) await putAway(path.join(place, entry));
  await rm(place, { recursive: true, force: true }).catch(() => undefined);
}

/** On Windows a scanner may hold files for a moment that were just written. */
export async function move(from: string, to: string): Promise<void> {
  for (let left = 5; ; left--) {
    try {
      return await rename(from, to);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (left === 0 || !['EPERM', 'EBUSY', 'EACCES'].includes(code ?? '')) throw error;
      await sleep(200);
    }
  }
}
