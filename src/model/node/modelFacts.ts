/** What a model takes: how many parameters, how much of the disk, how long it was trained. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { MODEL_FILES } from '../artifacts';
import type { AnyModel } from '../load';

export interface ModelFacts {
  /** Numbers that were learnt or, as frozen embeddings, taken over. */
  readonly parameters: number;
  /** Bytes of the files that are read to load it, those shared with other models included. */
  readonly bytes: number;
  /** As its manifest tells; null where it does not. */
  readonly trainingMinutes: number | null;
}

/** Weights of a bag of words that say which pairs of words there are: an index, nothing learnt. */
const INDEX: readonly string[] = ['pairs/counts', 'pairs/seconds'];

/** @param folder where the model was loaded from */
export async function factsOf(folder: string, { manifest }: Pick<AnyModel, 'manifest'>): Promise<ModelFacts> {
  const groups = manifest.weightsManifest;
  const learnt = groups.flatMap(({ weights }) => weights).filter(({ name }) => !INDEX.includes(name));
  const files = new Set([MODEL_FILES.manifest, manifest.vocabulary, ...groups.flatMap(({ paths }) => paths)]);
  const sizes = await Promise.all([...files].map(async (file) => (await stat(path.join(folder, file))).size));
  return {
    parameters: learnt.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
    bytes: sizes.reduce((a, b) => a + b, 0),
    trainingMinutes: minutesOf(manifest.training ?? {}),
  };
}

/** `minutes`, or `seconds`, of the whole training, else the sum over its curve's epochs. */
function minutesOf({ minutes, seconds, curve }: Readonly<Record<string, unknown>>): number | null {
  if (typeof minutes === 'number') return minutes;
  if (typeof seconds === 'number') return seconds / 60;
  if (!Array.isArray(curve)) return null;
  const all = curve.map((epoch: { seconds?: unknown } | null) => epoch?.seconds);
  return all.every((one) => typeof one === 'number') ? all.reduce((sum, one) => sum + one, 0) / 60 : null;
}
