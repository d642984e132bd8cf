/**
 * The folder of a model with memory-conditioned attention: `model.json` (schema below, `kind` "alignment"), `vocab.txt`
 * with the characters that are read, and the weights in the same form as a network's (../weightFiles.ts).
 */
import * as v from 'valibot';
import { commonFields, MODEL_FILES, readManifest, readVocabulary, size } from '../manifest';
import { parseWith } from '../schema';
import { InputError, type ReadFile } from '../types';
import type { Vocab } from '../vocab';
import { readWeights } from '../weightFiles';
import { alignmentShapes, stateWidth } from './architecture';
import type { AlignmentData } from './forward';

const architectureSchema = v.pipe(
  v.object({
    vocabulary: size(100_000),
    embedding: size(1024),
    hidden: size(1024),
    score: v.picklist(['additive', 'dot']),
    attention: size(1024),
    memory: size(2048),
    outputs: size(10_000),
    outputEmbedding: size(1024),
  }),
  v.check(
    (a) => a.score !== 'dot' || a.memory === stateWidth(a),
    'memory: for the dot score expected twice the hidden units',
  ),
);

const manifestSchema = v.object({
  ...commonFields,
  kind: v.literal('alignment'),
  architecture: architectureSchema,
  /** The characters that can be written, in the order of the decoder after the boundary. */
  outputs: v.pipe(
    v.string(),
    v.minLength(1),
    v.check((text) => new Set(text).size === [...text].length, 'repeats'),
  ),
  /** Characters read of a text, and characters written of it, at most. */
  mostRead: size(10_000),
  mostWritten: size(10_000),
});

export type AlignmentManifest = v.InferOutput<typeof manifestSchema>;

export interface AlignmentModel extends AlignmentData {
  readonly manifest: AlignmentManifest;
  readonly vocab: Vocab;
}

/** Reads `model.json`; throws InputError naming the file and the field that is wrong. */
export function parseAlignmentManifest(text: string): AlignmentManifest {
  const manifest = parseWith(manifestSchema, text, MODEL_FILES.manifest);
  const { outputs, architecture } = manifest;
  const found = [...outputs].length;
  if (found + 1 !== architecture.outputs) {
    throw new InputError(
      `${MODEL_FILES.manifest}: outputs: expected ${architecture.outputs - 1} characters, found ${found}`,
    );
  }
  return manifest;
}

/** Loads and checks a model folder. Rejects with InputError. */
export async function loadAlignmentModel(read: ReadFile): Promise<AlignmentModel> {
  const manifest = parseAlignmentManifest(await readManifest(read));
  const { architecture } = manifest;
  const [weights, vocab] = await Promise.all([
    readWeights(manifest, alignmentShapes(architecture), read),
    readVocabulary(read, manifest),
  ]);
  const values = Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, weight.floats()]));
  return { manifest, architecture, vocab, values };
}
