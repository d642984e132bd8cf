/** What the package is made from: the checkout's files, and when they were committed. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { checkout, runQuietly } from '../host/processes';

/** Stands for the time of a commit where there is no repository: 1980, the first that a zip file can hold. */
const NO_COMMIT = String(Date.UTC(1980, 0, 2) / 1000);

/** Seconds since 1970 that the package's entries carry: SOURCE_DATE_EPOCH, else the last commit's. */
export async function commitTime(): Promise<string> {
  const given = process.env['SOURCE_DATE_EPOCH'];
  if (given) return given;
  const said = await git('log', '-1', '--format=%ct').catch(() => '');
  return said.trim() || NO_COMMIT;
}

/** Files of the checkout, relative to it and with slashes, but for what git ignores. */
export async function filesOf(): Promise<readonly string[]> {
  const listed = await git('ls-files', '-z', '--cached', '--others', '--exclude-standard').catch(() => null);
  const files = listed === null ? await walk('') : listed.split('\0').filter(Boolean);
  const there = new Set(await walk(''));
  return [...new Set(files)].filter((file) => there.has(file)).sort();
}

const BUILT = /^(node_modules|\.git|dist|dist-.*|artifacts)$/;

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(checkout, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const name = folder ? `${folder}/${entry.name}` : entry.name;
      if (BUILT.test(name)) return [];
      return entry.isDirectory() ? walk(name) : [name];
    }),
  );
  return found.flat();
}

export function git(...args: readonly string[]): Promise<string> {
  return runQuietly('git', args, { cwd: checkout });
}
