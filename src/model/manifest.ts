/** What the manifests of all kinds of models have in common. */
import * as v from 'valibot';
import { checksumOf, modelFile, readModelFile } from './folder';
import { LIMITS } from './limits';
import { real, whole } from './schema';
import { InputError, type ReadFile } from './types';
import { Vocab } from './vocab';
import { weightsManifest } from './weightFiles';

export const MODEL_FORMAT = 'attention-inspector-model/2';
export const MODEL_FILES = {
  manifest: 'model.json',
  embedding: 'embedding.bin',
  weights: 'weights.bin',
  vocabulary: 'vocab.txt',
} as const;

/** A whole number from 1 to `most`: limits keep a wrong or hostile folder from asking for absurd amounts of memory. */
export const size = (most: number) => whole(1, most);

/** Divides the logits; fitted on validation data. */
export const temperature = real(0.01, 100);

/** Names of classes, no two alike. */
export const classLabels = v.pipe(
  v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(100))),
  v.minLength(2),
  v.maxLength(1000),
  v.check((labels) => new Set(labels).size === labels.length, 'a name stands there a second time'),
);

export const commonFields = {
  format: v.literal(MODEL_FORMAT),
  name: v.pipe(v.string(), v.regex(/^\w[\w.-]{0,63}$/u)),
  description: v.pipe(v.string(), v.maxLength(10_000)),
  vocabulary: v.optional(modelFile, MODEL_FILES.vocabulary),
  weightsManifest,
  /** CRC-32 of files by path; of files in other folders there must be one. */
  checksums: v.exactOptional(v.record(v.string(), checksumOf)),
  /** Models of the same making, trained from other seeds, by the names of their folders beside this one. */
  seeds: v.exactOptional(
    v.pipe(
      v.array(v.pipe(v.string(), v.regex(/^\w[\w.-]{0,63}$/u, 'expected the name of a model'))),
      v.maxLength(32),
      v.check((names) => new Set(names).size === names.length, 'a name stands there a second time'),
      v.readonly(),
    ),
  ),
  /** What the training run wrote about itself; shown, never computed with. */
  training: v.optional(v.record(v.string(), v.unknown())),
};

/** The text of `model.json`. Rejects with InputError. */
export async function readManifest(read: ReadFile): Promise<string> {
  const { manifest } = MODEL_FILES;
  return utf8(await readModelFile(read, manifest, {}, LIMITS.manifestBytes), manifest);
}

/** Reads the vocabulary that a manifest names and gives the size of. Rejects with InputError. */
export async function readVocabulary(
  read: ReadFile,
  manifest: {
    readonly vocabulary: string;
    readonly checksums?: Readonly<Record<string, string>>;
    readonly architecture: { readonly vocabulary: number };
  },
): Promise<Vocab> {
  const { vocabulary, checksums, architecture } = manifest;
  const bytes = await readModelFile(read, vocabulary, checksums, LIMITS.vocabularyBytes);
  const vocab = Vocab.parse(utf8(bytes, vocabulary), vocabulary, architecture.vocabulary);
  if (vocab.size !== architecture.vocabulary) {
    throw new InputError(
      `${vocabulary}: ${vocab.size} tokens, ${MODEL_FILES.manifest} says ${architecture.vocabulary}`,
    );
  }
  return vocab;
}

function utf8(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${where}: not UTF-8 text`);
  }
}
