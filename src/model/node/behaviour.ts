/** Suites of behavioural tests on disk: a folder of .json files, or one of them. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseSuite, type BehaviourCase } from '../evaluation/behaviourSuite';
import { InputError } from '../types';

/**
 * All cases, files in the order of their names.
 * @throws InputError naming the file and what is wrong there.
 */
export async function readSuite(where: string): Promise<BehaviourCase[]> {
  const stats = await stat(where).catch((error: Error) => {
    throw new InputError(
      `${where}: cannot be read (${error.message}); expected a folder of behavioural tests`,
    );
  });
  const files = stats.isDirectory()
    ? (await jsonFilesIn(where)).map((name) => path.join(where, name))
    : [where];
  const suites = await Promise.all(files.map(async (file) => parseSuite(await readFile(file, 'utf8'), file)));
  return suites.flat();
}

async function jsonFilesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  if (names.length === 0)
    throw new InputError(`${folder}: expected .json files of behavioural tests, found none`);
  return names;
}
