/**
 * A model folder: `model.json` (schema below), `vocab.txt`, the weights (TensorFlow.js's weight format and manifest
 * form) and, where training kept them, checkpoints. The vocabulary and groups of weights may be files of a sibling
 * folder. Everything is checked before anything is computed: a folder is data from outside.
 */
import * as v from 'valibot';
import { complete, parameterShapes } from './architecture';
import type { NetworkData } from './engines/engine';
import { checksumOf, modelFile } from './folder';
import { LIMITS } from './limits';
import {
  classLabels,
  commonFields,
  MODEL_FILES,
  readManifest,
  readVocabulary,
  size,
  temperature,
} from './manifest';
import { messageShort } from './quote';
import { parseWith, real, whole } from './schema';
import { InputError, type ReadFile } from './types';
import type { Vocab } from './vocab';
import { readWeights } from './weightFiles';

export { MODEL_FILES, MODEL_FORMAT } from './manifest';

const DEFAULT_LABELS: readonly string[] = ['negative', 'positive'];

const loss = v.pipe(v.number(), v.finite(), v.minValue(0));

const checkpoint = v.object({
  /** Passes over the training reviews before it; 0 is untrained. */
  epoch: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** All weights but the frozen ones, in half precision, in the order of the manifest. */
  file: modelFile,
  checksum: checksumOf,
  /** Mean cross entropy in nats over the epoch; null or not given before the first. */
  trainLoss: v.optional(v.nullable(loss), null),
  validationLoss: loss,
  /** In [0, 1]. */
  validationAccuracy: real(0, 1),
  temperature,
});

const manifestSchema = v.object({
  ...commonFields,
  /** What computes it; `network` where not given. */
  kind: v.exactOptional(v.picklist(['network', 'bag-of-words', 'alignment'])),
  /** Names of the classes; negative and positive where not given. */
  labels: v.exactOptional(classLabels),
  architecture: v.pipe(
    v.object({
      vocabulary: size(2_000_000),
      embedding: size(1024),
      hidden: size(4096),
      attention: size(4096),
      scoreActivation: v.picklist(['linear', 'tanh', 'dot']),
      layers: v.exactOptional(size(16)),
      bidirectional: v.exactOptional(v.boolean()),
      attentionKind: v.exactOptional(v.picklist(['soft', 'attention-gru', 'none'])),
      attentionGate: v.exactOptional(v.picklist(['scalar', 'vector'])),
      classes: v.exactOptional(whole(2, 1000)),
      positions: v.exactOptional(size(100_000)),
      restartAfter: v.exactOptional(
        v.pipe(v.array(whole(0, 1_999_999)), v.minLength(1), v.maxLength(1000), v.readonly()),
      ),
    }),
    v.forward(
      v.check(
        ({ attentionKind, attentionGate }) =>
          attentionGate === undefined || attentionKind === 'attention-gru',
        'only an attention GRU has a gate',
      ),
      ['attentionGate'],
    ),
    v.forward(
      v.check(
        ({ restartAfter = [], vocabulary }) => restartAfter.every((id) => id < vocabulary),
        'expected ids of words of the vocabulary',
      ),
      ['restartAfter'],
    ),
  ),
  /** Words the network reads in one run. */
  maxTokens: size(100_000),
  temperature,
  /** Weights that training left as they were, so that checkpoints go without them. */
  frozen: v.exactOptional(v.array(v.literal('embedding/table'))),
  checkpoints: v.exactOptional(
    v.pipe(
      v.array(checkpoint),
      v.maxLength(LIMITS.checkpoints),
      v.check(
        (all) => all.every(({ epoch }, i) => i === 0 || epoch > all[i - 1]!.epoch),
        'expected rising epochs',
      ),
    ),
  ),
});

export type Manifest = v.InferOutput<typeof manifestSchema>;
export type Checkpoint = v.InferOutput<typeof checkpoint>;

export interface LoadedModel extends NetworkData {
  readonly manifest: Manifest;
  readonly vocab: Vocab;
}

/** Reads `model.json`; throws InputError naming the file and the field that is wrong. */
export function parseManifest(text: string): Manifest {
  const manifest = parseWith(manifestSchema, text, MODEL_FILES.manifest);
  const { classes } = complete(manifest.architecture);
  const labels = labelsOf(manifest);
  if (labels.length !== classes) {
    throw new InputError(
      messageShort(`${MODEL_FILES.manifest}: labels: expected ${classes} names, found ${labels.join(', ')}`),
    );
  }
  return manifest;
}

/** Names of a model's classes, in the order of its decoder. */
export function labelsOf({ labels }: Pick<Manifest, 'labels'>): readonly string[] {
  return labels ?? DEFAULT_LABELS;
}

/** Loads and checks a model folder. Rejects with InputError. */
export async function loadModel(read: ReadFile): Promise<LoadedModel> {
  const manifest = parseManifest(await readManifest(read));
  const { architecture, temperature } = manifest;
  const [weights, vocab] = await Promise.all([
    readWeights(manifest, parameterShapes(architecture), read),
    readVocabulary(read, manifest),
  ]);
  return { manifest, architecture, temperature, vocab, weights };
}
