/** Which models stand in a folder of models. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

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

/** Those among them that give verdicts. A damaged manifest is left to whoever loads the model. */
export async function classifierNames(modelsFolder: string): Promise<string[]> {
  const names = await modelNames(modelsFolder);
  const gives = await Promise.all(names.map((name) => givesVerdicts(path.join(modelsFolder, name))));
  return names.filter((_, i) => gives[i]);
}

/** A model that aligns two sequences gives none. */
async function givesVerdicts(folder: string): Promise<boolean> {
  const text = await readFile(path.join(folder, MANIFEST), 'utf8');
  try {
    return (JSON.parse(text) as { kind?: string } | null)?.kind !== 'alignment';
  } catch {
    return true;
  }
}
