/**
 * A model folder: `model.json` (schema below), `weights.bin` (TensorFlow.js weight format, its manifest in
 * model.json) and `vocab.txt`. Everything is checked before anything is computed: a folder is data from outside.
 */
import * as v from 'valibot';
import { complete, parameterNames, parameterShapes, type ParameterName } from './architecture';
import type { NetworkData } from './engines/engine';
import { InputError, type ReadFile } from './types';
import { Vocab } from './vocab';
import { isFiniteWeight, STORED_BYTES, storedWeight, type Weight } from './weights';

export const MODEL_FORMAT = 'attention-inspector-model/1';
export const MODEL_FILES = {
  manifest: 'model.json',
  weights: 'weights.bin',
  vocabulary: 'vocab.txt',
} as const;

const DEFAULT_LABELS: readonly string[] = ['negative', 'positive'];

/** Limits that keep a wrong or hostile folder from asking for absurd amounts of memory. */
const size = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));

const weightSpec = v.object({
  name: v.custom<ParameterName>((name) => typeof name === 'string', 'expected a name'),
  shape: v.array(size(2_000_000)),
  dtype: v.literal('float32'),
  quantization: v.optional(
    v.union([
      v.object({ dtype: v.literal('float16') }),
      v.object({ dtype: v.picklist(['uint8', 'uint16']), scale: v.number(), min: v.number() }),
    ]),
  ),
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
  temperature: v.pipe(v.number(), v.minValue(0.01), v.maxValue(100)),
  weights: v.array(weightSpec),
  /** What the training run wrote about itself; shown, never computed with. */
  training: v.optional(v.record(v.string(), v.unknown())),
});

export type Manifest = v.InferOutput<typeof manifestSchema>;
export type WeightSpec = Manifest['weights'][number];

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

function storedLength({ shape, quantization }: WeightSpec): number {
  return shape.reduce((a, b) => a * b, 1) * STORED_BYTES[quantization?.dtype ?? 'float32'];
}

/** Throws InputError unless the specs are exactly the architecture's parameters and fill `byteLength` bytes. */
function checkWeights(manifest: Manifest, byteLength: number): void {
  const shapes = parameterShapes(manifest.architecture);
  const names = manifest.weights.map((w) => w.name);
  for (const name of parameterNames(manifest.architecture)) {
    const found = names.filter((n) => n === name).length;
    if (found !== 1) {
      throw new InputError(
        `${MODEL_FILES.manifest}: weight "${name}" stands there ${found} times, expected once`,
      );
    }
  }
  let expected = 0;
  for (const spec of manifest.weights) {
    if (!Object.hasOwn(shapes, spec.name)) {
      throw new InputError(
        `${MODEL_FILES.manifest}: weight "${spec.name}" is none of the architecture's parameters`,
      );
    }
    const shape = shapes[spec.name]!;
    if (shape.join() !== spec.shape.join()) {
      throw new InputError(
        `${MODEL_FILES.manifest}: weight "${spec.name}" has shape [${spec.shape}], the architecture says [${shape}]`,
      );
    }
    expected += storedLength(spec);
  }
  if (expected !== byteLength) {
    throw new InputError(
      `${MODEL_FILES.weights}: ${byteLength} bytes, expected ${expected}: the file is cut short or not this model's`,
    );
  }
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
  const [weights, vocabulary] = await Promise.all([read(MODEL_FILES.weights), read(MODEL_FILES.vocabulary)]);
  checkWeights(manifest, weights.byteLength);
  const vocab = Vocab.parse(utf8(vocabulary, MODEL_FILES.vocabulary), MODEL_FILES.vocabulary);
  if (vocab.size !== manifest.architecture.vocabulary) {
    throw new InputError(
      `${MODEL_FILES.vocabulary}: ${vocab.size} tokens, ${MODEL_FILES.manifest} says ${manifest.architecture.vocabulary}`,
    );
  }
  const { architecture, temperature } = manifest;
  return { manifest, architecture, temperature, vocab, weights: decode(manifest, weights) };
}

function decode(manifest: Manifest, bytes: Uint8Array): Record<ParameterName, Weight> {
  let at = 0;
  const entries = manifest.weights.map((spec) => {
    const stored = bytes.subarray(at, at + storedLength(spec));
    at += stored.length;
    const weight = storedWeight(stored, spec.shape, spec.quantization);
    if (!isFiniteWeight(weight)) {
      throw new InputError(`${MODEL_FILES.weights}: weight "${spec.name}" holds values that are not numbers`);
    }
    return [spec.name, weight];
  });
  return Object.fromEntries(entries) as Record<ParameterName, Weight>;
}
