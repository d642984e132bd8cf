/** The same network at stages of its training, where a model folder keeps them. */
import type { Checkpoint, LoadedModel } from './artifacts';
import { readModelFile } from './folder';
import { InputError, type ReadFile } from './types';
import { decodeWeights, storedLengthOf, type WeightSpec } from './weightFiles';

/** The manifest of a model of any kind. */
interface Trained {
  readonly manifest: { readonly name: string; readonly checkpoints?: readonly Checkpoint[] };
}

/** What a model folder keeps of its training, by rising epoch; empty where it keeps nothing. */
export function listCheckpoints({ manifest }: Trained): readonly Checkpoint[] {
  return manifest.checkpoints ?? [];
}

/**
 * The network as it was after `epoch` passes over the training texts: the model's embedding, which was frozen, and all
 * else from the checkpoint.
 * @param read reads the folder that the model was loaded from
 * @throws InputError when there is no such checkpoint, or its file is missing or not the one the manifest was written for
 */
export async function loadCheckpoint(
  model: LoadedModel,
  epoch: number,
  read: ReadFile,
): Promise<LoadedModel> {
  const { manifest, weights } = model;
  const checkpoints = listCheckpoints(model);
  const checkpoint = checkpoints.find((entry) => entry.epoch === epoch);
  if (!checkpoint) {
    const there = checkpoints.length > 0 ? checkpoints.map((entry) => entry.epoch).join(', ') : 'none';
    throw new InputError(`model.json: checkpoints: there is none of epoch ${epoch} (there: ${there})`);
  }
  if (!manifest.frozen?.includes('embedding/table')) {
    throw new InputError(
      `model.json: frozen: the embedding changed in training, and checkpoints are without it`,
    );
  }
  const { file, checksum, temperature } = checkpoint;
  const specs = manifest.weightsManifest
    .flatMap((group) => group.weights)
    .filter((spec) => spec.name !== 'embedding/table')
    .map((spec): WeightSpec => ({ ...spec, quantization: { dtype: 'float16' } }));
  const bytes = await readModelFile(read, file, { [file]: checksum }, storedLengthOf(specs));
  const name = `${manifest.name}, epoch ${epoch}`;
  return {
    ...model,
    manifest: { ...manifest, name, temperature },
    temperature,
    weights: { ...weights, ...decodeWeights(bytes, specs, file) },
  };
}
