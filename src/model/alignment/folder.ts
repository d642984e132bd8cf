/**
 * The folder of a model with memory-conditioned attention: `model.json` (schema below, `kind` "alignment"), `vocab.txt`
 * with the characters that are read, and the weights in the same form as a network's (../weightFiles.ts).
 */
import * as v from 'valibot';
import { MODEL_FILES, MODEL_FORMAT } from '../artifacts';
import { checksumOf, modelFile, readModelFile } from '../folder';
import { InputError, type ReadFile } from '../types';
import { Vocab } from '../vocab';
import { checkWeights, readWeights, weightsManifest } from '../weightFiles';
import { alignmentShapes, stateWidth } from './architecture';
import type { AlignmentData } from './forward';

const size = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));

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
  format: v.literal(MODEL_FORMAT),
  kind: v.literal('alignment'),
  name: v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/u)),
  description: v.string(),
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
  vocabulary: v.optional(modelFile, MODEL_FILES.vocabulary),
  weightsManifest,
  checksums: v.exactOptional(v.record(v.string(), checksumOf)),
  /** What the training run wrote about itself; shown, never computed with. */
  training: v.optional(v.record(v.string(), v.unknown())),
});

export type AlignmentManifest = v.InferOutput<typeof manifestSchema>;

export interface AlignmentModel extends AlignmentData {
  readonly manifest: AlignmentManifest;
  readonly vocab: Vocab;
}

/** Reads `model.json`; throws InputError naming the file and the field that is wrong. */
export function parseAlignmentManifest(text: string): AlignmentManifest {
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
  const { outputs, architecture } = parsed.output;
  if ([...outputs].length + 1 !== architecture.outputs) {
    throw new InputError(
      `${where}: outputs: expected ${architecture.outputs - 1} characters, found ${[...outputs].length}`,
    );
  }
  return parsed.output;
}

/** Loads and checks a model folder. Rejects with InputError. */
export async function loadAlignmentModel(read: ReadFile): Promise<AlignmentModel> {
  const manifest = parseAlignmentManifest(utf8(await read(MODEL_FILES.manifest), MODEL_FILES.manifest));
  const { architecture, checksums, vocabulary, weightsManifest: groups } = manifest;
  checkWeights(
    groups.flatMap(({ weights }) => weights),
    alignmentShapes(architecture),
  );
  const [weights, tokens] = await Promise.all([
    readWeights(groups, read, checksums),
    readModelFile(read, vocabulary, checksums),
  ]);
  const vocab = Vocab.parse(utf8(tokens, vocabulary), vocabulary);
  if (vocab.size !== architecture.vocabulary) {
    throw new InputError(
      `${vocabulary}: ${vocab.size} characters, ${MODEL_FILES.manifest} says ${architecture.vocabulary}`,
    );
  }
  const values = Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, weight.floats()]));
  return { manifest, architecture, vocab, values };
}

function utf8(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${where}: not UTF-8 text`);
  }
}
