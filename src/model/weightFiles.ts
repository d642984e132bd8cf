/**
 * The weights of a model folder: TensorFlow.js's manifest form (`tf.io`'s WeightsManifestConfig), in which each group
 * names its files, read one after the other, and the weights that stand in them.
 */
import * as v from 'valibot';
import { modelFile, readModelFile } from './folder';
import { LIMITS } from './limits';
import { messageShort } from './quote';
import { whole } from './schema';
import { InputError, type ReadFile } from './types';
import { isFiniteWeight, STORED_BYTES, storedWeight, type Weight } from './weights';

const MANIFEST = 'model.json';

const finite = v.pipe(v.number(), v.finite());

const weightSpec = v.object({
  name: v.pipe(v.string(), v.maxLength(100)),
  shape: v.pipe(v.array(whole(1, 2_000_000)), v.maxLength(4)),
  dtype: v.literal('float32'),
  quantization: v.exactOptional(
    v.union([
      v.object({ dtype: v.literal('float16') }),
      v.object({ dtype: v.picklist(['uint8', 'uint16']), scale: finite, min: finite }),
    ]),
  ),
});

/** No file stands there twice: a small one, named often, would otherwise become a large one in memory. */
export const weightsManifest = v.pipe(
  v.array(v.object({ paths: v.pipe(v.array(modelFile), v.minLength(1)), weights: v.array(weightSpec) })),
  v.check(
    (groups) => groups.reduce((sum, { paths }) => sum + paths.length, 0) <= LIMITS.weightFiles,
    `expected at most ${LIMITS.weightFiles} files`,
  ),
  v.check((groups) => {
    const paths = groups.flatMap((group) => group.paths);
    return new Set(paths).size === paths.length;
  }, 'a file stands there a second time'),
);

export type WeightSpec = v.InferOutput<typeof weightSpec>;
export type WeightGroups = v.InferOutput<typeof weightsManifest>;
/** By name. */
export type Weights<Name extends string = string> = Record<Name, Weight>;

/** Throws InputError unless the weights are exactly those of `shapes`. */
function checkWeights(
  specs: readonly WeightSpec[],
  shapes: Readonly<Record<string, readonly number[]>>,
): void {
  for (const name of Object.keys(shapes)) {
    const found = specs.filter((spec) => spec.name === name).length;
    if (found !== 1) {
      throw new InputError(`${MANIFEST}: weight "${name}" stands there ${found} times, expected once`);
    }
  }
  for (const { name, shape } of specs) {
    if (!Object.hasOwn(shapes, name)) {
      throw new InputError(
        messageShort(`${MANIFEST}: weight "${name}" is none of the architecture's parameters`),
      );
    }
    const expected = shapes[name]!;
    if (expected.join() !== shape.join()) {
      throw new InputError(
        `${MANIFEST}: weight "${name}" has shape [${shape}], the architecture says [${expected}]`,
      );
    }
  }
  checkTotal('parameters', LIMITS.parameters, Object.values(shapes).map(lengthOf));
  checkTotal('bytes of weights', LIMITS.weightBytes, specs.map(storedLength));
}

function checkTotal(what: string, most: number, parts: readonly number[]): void {
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (total > most) {
    throw new InputError(`${MANIFEST}: ${total} ${what}, expected at most ${most}`);
  }
}

function lengthOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/**
 * Checks that a manifest's weights are those of `shapes`, reads and decodes them. Rejects with InputError.
 * @param manifest groups of weights, and checksums of files by path
 */
export async function readWeights<Name extends string>(
  {
    weightsManifest: groups,
    checksums,
  }: { weightsManifest: WeightGroups; checksums?: Record<string, string> },
  shapes: Readonly<Record<Name, readonly number[]>>,
  read: ReadFile,
): Promise<Weights<Name>> {
  checkWeights(
    groups.flatMap(({ weights }) => weights),
    shapes,
  );
  const decoded = await Promise.all(
    groups.map(async ({ paths, weights }) => {
      const most = storedLengthOf(weights);
      const files = await Promise.all(paths.map((path) => readModelFile(read, path, checksums, most)));
      return decodeWeights(joinedBytes(files), weights, paths.join(' + '));
    }),
  );
  return Object.assign({}, ...decoded) as Weights<Name>;
}

/**
 * The weights that stand in `bytes` one after the other, as `tf.io.decodeWeights` reads them.
 * @throws InputError naming `where` when there are too many bytes or too few, or values that are no numbers
 */
export function decodeWeights(bytes: Uint8Array, specs: readonly WeightSpec[], where: string): Weights {
  const expected = storedLengthOf(specs);
  if (expected !== bytes.length) {
    throw new InputError(
      `${where}: ${bytes.length} bytes, expected ${expected}: the file is cut short or not this model's`,
    );
  }
  let at = 0;
  const entries = specs.map((spec) => {
    const stored = bytes.subarray(at, at + storedLength(spec));
    at += stored.length;
    const weight = storedWeight(stored, spec.shape, spec.quantization);
    if (!isFiniteWeight(weight)) {
      throw new InputError(`${where}: weight "${spec.name}" holds values that are not numbers`);
    }
    return [spec.name, weight];
  });
  return Object.fromEntries(entries) as Weights;
}

/** Bytes that the weights take, stored one after the other. */
export function storedLengthOf(specs: readonly WeightSpec[]): number {
  return specs.reduce((sum, spec) => sum + storedLength(spec), 0);
}

function storedLength({ shape, quantization }: WeightSpec): number {
  return lengthOf(shape) * STORED_BYTES[quantization?.dtype ?? 'float32'];
}

/** One after the other; a single one is given back as it is. */
export function joinedBytes(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
