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

/**
 * Those among them that give verdicts, without models of other seeds, which another one names as such: they are there to
 * be compared with that one. A damaged manifest is left to whoever loads the model.
 */
export async function classifierNames(modelsFolder: string): Promise<string[]> {
  const names = await modelNames(modelsFolder);
  const manifests = await Promise.all(names.map((name) => manifestOf(path.join(modelsFolder, name))));
  const sisters = new Set(manifests.flatMap((manifest) => manifest.seeds ?? []));
  // A model that aligns two sequences gives no verdicts.
  return names.filter((name, i) => manifests[i]!.kind !== 'alignment' && !sisters.has(name));
}

/** What a manifest says of itself, unchecked; nothing where it is damaged. */
async function manifestOf(folder: string): Promise<{ kind?: unknown; seeds?: readonly unknown[] }> {
  const text = await readFile(path.join(folder, MANIFEST), 'utf8');
  try {
    const manifest = JSON.parse(text) as { kind?: unknown; seeds?: unknown } | null;
    return { kind: manifest?.kind, ...(Array.isArray(manifest?.seeds) ? { seeds: manifest.seeds } : {}) };
  } catch {
    return {};
  }
}
