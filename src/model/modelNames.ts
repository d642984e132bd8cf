/** Which of many models give verdicts that are to be compared. */
import type { ReadFile } from './types';

/**
 * Those among them that give verdicts, without models of other seeds, which another one names as such: they are there to
 * be compared with that one. A damaged manifest is left to whoever loads the model; a name without one is no model's.
 * @param readManifest reads the manifest of the model of a name
 */
export async function classifiersAmong(names: readonly string[], readManifest: ReadFile): Promise<string[]> {
  const manifests = await Promise.all(names.map((name) => readManifest(name).then(said, () => null)));
  const sisters = new Set(manifests.flatMap((manifest) => manifest?.seeds ?? []));
  return names.filter((name, i) => {
    const manifest = manifests[i];
    // A model that aligns two sequences gives no verdicts.
    return manifest && manifest.kind !== 'alignment' && !sisters.has(name);
  });
}

interface Said {
  readonly kind?: unknown;
  readonly seeds?: readonly unknown[];
}

/** What a manifest says of itself, unchecked; nothing where it is damaged. */
function said(bytes: Uint8Array): Said {
  try {
    const manifest = JSON.parse(new TextDecoder().decode(bytes)) as {
      kind?: unknown;
      seeds?: unknown;
    } | null;
    return { kind: manifest?.kind, ...(Array.isArray(manifest?.seeds) ? { seeds: manifest.seeds } : {}) };
  } catch {
    return {};
  }
}
