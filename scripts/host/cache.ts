import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../src/features/native/processes';

/** Where big things that outlive a checkout are kept, by version. */
export function cacheRoot(): string {
  const base = process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache');
  return path.join(base, 'attention-inspector');
}

const HEARTBEAT_MS = 5_000;
const STALE_MS = 60_000;

export interface InstallOptions {
  /** Folder to keep it in; the cache root unless a test says otherwise. */
  readonly root?: string;
  /** Called once if another process is installing the same thing. */
  readonly onWait?: () => void;
}

/**
 * The folder `name` of the cache, filled by `install` if it is not there yet.
 *
 * `install` works in a folder beside it that is renamed only when it has finished, so an install that
 * was cut short is never taken for a whole one. The lock saves a second process the work; the rename
 * alone already keeps the result whole, so a lock wrongly broken costs time and nothing else.
 */
export async function installOnce(
  name: string,
  install: (folder: string) => Promise<void>,
  options: InstallOptions = {},
): Promise<string> {
  const root = options.root ?? cacheRoot();
  const target = path.join(root, name);
  if (existsSync(target)) return target;
  await mkdir(root, { recursive: true });
  const unlock = await lock(`${target}.lock`, target, options.onWait);
  const partial = `${target}.partial-${process.pid}`;
  try {
    if (existsSync(target)) return target;
    await mkdir(partial, { recursive: true });
    await install(partial);
    await rename(partial, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error;
    });
    return target;
  } finally {
    await rm(partial, { recursive: true, force: true });
    await unlock();
  }
}

/** Waits for the lock file, or until `done` exists; returns what gives the lock back. */
async function lock(file: string, done: string, onWait?: () => void): Promise<() => Promise<void>> {
  const mark = `${os.hostname()} ${process.pid}`;
  let told = false;
  for (;;) {
    try {
      await writeFile(file, mark, { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (existsSync(done)) return () => Promise.resolve();
    if (await isStale(file)) {
      await rm(file, { force: true });
      continue;
    }
    if (!told) onWait?.();
    told = true;
    await sleep(500);
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  beat.unref();
  return async () => {
    clearInterval(beat);
    if ((await readFile(file, 'utf8').catch(() => '')) === mark) await rm(file, { force: true });
  };
}

/** A lock whose holder no longer runs, or has not touched it for a minute. */
async function isStale(file: string): Promise<boolean> {
  try {
    const [host, pid] = (await readFile(file, 'utf8')).split(' ');
    if (host === os.hostname() && Number(pid) > 0 && !isAlive(Number(pid))) return true;
    return Date.now() - (await stat(file)).mtimeMs > STALE_MS;
  } catch {
    return false;
  }
}
