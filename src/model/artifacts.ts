/**
 * A model folder: `model.json` (schema below), `vocab.txt`, the weights (TensorFlow.js's weight format and manifest
 * form) and, where training kept them, checkpoints. The vocabulary and groups of weights may be files of a sibling
 * folder. Everything is checked before anything is computed: a folder is data from outside.
 */
import * as v from 'valibot';
import { complete, parameterShapes } from './architecture';
import type { NetworkData } from './engines/engine';
import { checksumOf, modelFile, readModelFile } from './folder';
import { InputError, type ReadFile } from './types';
import { Vocab } from './vocab';
import { checkWeights, readWeights, weightsManifest } from './weightFiles';

export const MODEL_FORMAT = 'attention-inspector-model/2';
export const MODEL_FILES = {
  manifest: 'model.json',
  embedding: 'embedding.bin',
  weights: 'weights.bin',
  vocabulary: 'vocab.txt',
} as const;

const DEFAULT_LABELS: readonly string[] = ['negative', 'positive'];

/** Limits that keep a wrong or hostile folder from asking for absurd amounts of memory. */
const size = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));

const loss = v.pipe(v.number(), v.minValue(0));
const temperature = v.pipe(v.number(), v.minValue(0.01), v.maxValue(100));

const checkpoint = v.object({
  /** Passes over the training reviews before it; 0 is untrained. */
  epoch: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** All weights but the frozen ones, in half precision, in the order of the manifest. */
  file: modelFile,
  checksum: checksumOf,
  /** Mean cross entropy in nats over the epoch; null or not given before the first. */
  trainLoss: v.optional(v.nullable(loss), null),
  validationLoss: loss,
  /** In [0, 1]. */
  validationAccuracy: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  temperature,
});

const manifestSchema = v.object({
  format: v.literal(MODEL_FORMAT),
  name: v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/u)),
  description: v.string(),
  /** What computes it; `network` where not given. */
  kind: v.exactOptional(v.picklist(['network', 'bag-of-words', 'alignment'])),
  /** Names of the classes; negative and positive where not given. */
  labels: v.exactOptional(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(100)))),
  architecture: v.object({
    vocabulary: size(2_000_000),
    embedding: size(1024),
    hidden: size(4096),
    attention: size(4096),
    scoreActivation: v.picklist(['linear', 'tanh', 'dot']),
    layers: v.exactOptional(size(16)),
    bidirectional: v.exactOptional(v.boolean()),
    attentionKind: v.exactOptional(v.picklist(['soft', 'attention-gru', 'none'])),
    classes: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(1000))),
    positions: v.exactOptional(size(100_000)),
  }),
  /** Words the network reads in one run. */
  maxTokens: size(100_000),
  /** Divides the logits; fitted on validation data. */
  temperature,
  vocabulary: v.optional(modelFile, MODEL_FILES.vocabulary),
  weightsManifest,
  /** CRC-32 of files by path; of files in other folders there must be one. */
  checksums: v.exactOptional(v.record(v.string(), checksumOf)),
  /** Weights that training left as they were, so that checkpoints go without them. */
  frozen: v.exactOptional(v.array(v.literal('embedding/table'))),
  checkpoints: v.exactOptional(
    v.pipe(
      v.array(checkpoint),
      v.check(
        (all) => all.every(({ epoch }, i) => i === 0 || epoch > all[i - 1]!.epoch),
        'expected rising epochs',
      ),
    ),
  ),
  /** What the training run wrote about itself; shown, never computed with. */
  training: v.optional(v.record(v.string(), v.unknown())),
});

export type Manifest = v.InferOutput<typeof manifestSchema>;
export type Checkpoint = v.InferOutput<typeof checkpoint>;

export interface LoadedModel extends NetworkData {
  readonly manifest: Manifest;
  readonly vocab: Vocab;
}

/** Reads `model.json`; throws InputError naming the file and the field that is wrong. */
export function parseManifest(text: string): Manifest {
  const where = MODEL_FILES.manifest;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${where}: not valid JSON (${(error as Error).message})`);
  }
  const parsed = v.safeParse(manifestSchema, json);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new InputError(`${where}: ${v.getDotPath(issue) ?? 'top level'}: ${issue.message}`);
  }
  const { labels, architecture } = parsed.output;
  const { classes } = complete(architecture);
  const found = labels ?? DEFAULT_LABELS;
  if (found.length !== classes || new Set(found).size !== classes) {
    throw new InputError(`${where}: labels: expected ${classes} different names, found ${found.join(', ')}`);
  }
  return parsed.output;
}

/** Names of a model's classes, in the order of its decoder. */
export function labelsOf({ labels }: Pick<Manifest, 'labels'>): readonly string[] {
  return labels ?? DEFAULT_LABELS;
}

function utf8(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${where}: not UTF-8 text`);
  }
}

/** Loads and checks a model folder. Rejects with InputError. */
export async function loadModel(read: ReadFile): Promise<LoadedModel> {
  const manifest = parseManifest(utf8(await read(MODEL_FILES.manifest), MODEL_FILES.manifest));
  const { architecture, checksums, temperature, vocabulary, weightsManifest: groups } = manifest;
  checkWeights(
    groups.flatMap(({ weights }) => weights),
    parameterShapes(architecture),
  );
  const [weights, tokens] = await Promise.all([
    readWeights(groups, read, checksums),
    readModelFile(read, vocabulary, checksums),
  ]);
  const vocab = Vocab.parse(utf8(tokens, vocabulary), vocabulary);
  if (vocab.size !== architecture.vocabulary) {
    throw new InputError(
      `${vocabulary}: ${vocab.size} tokens, ${MODEL_FILES.manifest} says ${architecture.vocabulary}`,
    );
  }
  return { manifest, architecture, temperature, vocab, weights };
}
