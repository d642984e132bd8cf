/** Which models stand in a folder of models. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { classifiersAmong } from '../modelNames';

const MANIFEST = 'model.json';

/** Folders with a manifest, by name; one with a dot in front was left by a run that ended while it wrote. */
export async function modelNames(modelsFolder: string): Promise<string[]> {
  const entries = await readdir(modelsFolder, { withFileTypes: true }).catch(() => []);
  const names = entries.map(({ name }) => name).filter((name) => !name.startsWith('.'));
  const checked = await Promise.all(
    names.map(async (name) =>
      stat(path.join(modelsFolder, name, MANIFEST)).then(
        () => [name],
        () => [],
      ),
    ),
  );
  return checked.flat().sort();
}

/** Those among them that give verdicts of their own: see ../modelNames.ts. */
export async function classifierNames(modelsFolder: string): Promise<string[]> {
  const names = await modelNames(modelsFolder);
  return classifiersAmong(names, (name) => readFile(path.join(modelsFolder, name, MANIFEST)));
}
