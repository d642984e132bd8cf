/** Writes a trained network in the model folder's form; the inverse of artifacts.ts. */
import { parameterNames, parameterShapes, type Architecture, type ParameterName } from '../architecture';
import { MODEL_FILES, MODEL_FORMAT, parseManifest, type Checkpoint, type Manifest } from '../artifacts';
import { checksum } from '../checksum';
import type { Vocab } from '../vocab';
import { joinedBytes, type WeightGroups, type WeightSpec } from '../weightFiles';
import type { Codes } from '../weights';
import { halfPrecision, manifestText, quantize } from './storage';

type Values = Readonly<Record<ParameterName, Float32Array>>;

/** What the manifest says beside what follows from the weights. */
export type ModelDescription = Omit<
  Manifest,
  'format' | 'architecture' | 'vocabulary' | 'weightsManifest' | 'checksums' | 'frozen' | 'checkpoints'
>;

/** The network after an epoch. The embedding need not be among the values: it is that of the model. */
export interface TrainedCheckpoint extends Omit<Checkpoint, 'file' | 'checksum'> {
  readonly values: Readonly<Partial<Record<ParameterName, Float32Array>>>;
}

export interface ExportOptions {
  /** The 8-bit codes that the embedding's values come from; written as they are. */
  readonly codes?: Pick<Codes, 'bytes' | 'scale' | 'min'>;
  /** Sibling folders that hold the very same embedding and vocabulary: named instead of written. */
  readonly shared?: { readonly embedding?: string; readonly vocabulary?: string };
  /** By rising epoch, all with the model's embedding, which training froze; the last is the model itself. */
  readonly checkpoints?: readonly TrainedCheckpoint[];
}

const TABLE = 'embedding/table';

/**
 * The files of a model folder by their paths in it. The embedding table is stored in 8 bits a value (one scale for
 * all), everything else in half precision.
 * @throws RangeError for a value that has no place in half precision, or where codes or checkpoints are not the model's
 * @throws InputError for a description that no reader would take
 */
export function exportModel(
  values: Values,
  architecture: Architecture,
  vocab: Vocab,
  description: ModelDescription,
  { codes, shared = {}, checkpoints = [] }: ExportOptions = {},
): Record<string, Uint8Array> {
  const shapes = parameterShapes(architecture);
  const names = parameterNames(architecture).filter((name) => name !== TABLE);
  const { bytes, scale, min } = codes ?? quantize(values[TABLE]);
  if (codes) checkCodes(codes, values[TABLE]);
  const weights = concatenateHalves(values, names);
  const table = { path: pathIn(shared.embedding, MODEL_FILES.embedding), bytes };
  const words = {
    path: pathIn(shared.vocabulary, MODEL_FILES.vocabulary),
    bytes: new TextEncoder().encode(vocab.toString()),
  };
  const elsewhere = [table, words].filter(({ path }) => path.startsWith('../'));
  const kept = storeCheckpoints(checkpoints, names, values[TABLE], weights, description.temperature);
  const spec = (name: ParameterName, quantization: NonNullable<WeightSpec['quantization']>): WeightSpec => ({
    ...{ name, shape: shapes[name]!, dtype: 'float32', quantization },
  });
  const groups: WeightGroups = [
    { paths: [table.path], weights: [spec(TABLE, { dtype: 'uint8', scale, min })] },
    { paths: [MODEL_FILES.weights], weights: names.map((name) => spec(name, { dtype: 'float16' })) },
  ];
  const manifest: Manifest = {
    ...{
      format: MODEL_FORMAT,
      ...description,
      architecture,
      vocabulary: words.path,
      weightsManifest: groups,
    },
    ...(elsewhere.length > 0 && {
      checksums: Object.fromEntries(elsewhere.map(({ path, bytes }) => [path, checksum(bytes)])),
    }),
    ...(checkpoints.length > 0 && { frozen: [TABLE], checkpoints: kept.entries }),
  };
  const json = manifestText(manifest);
  parseManifest(json);
  return {
    ...Object.fromEntries(
      [table, words].filter((file) => !elsewhere.includes(file)).map(({ path, bytes }) => [path, bytes]),
    ),
    ...kept.files,
    [MODEL_FILES.weights]: weights,
    [MODEL_FILES.manifest]: new TextEncoder().encode(json),
  };
}

function pathIn(folder: string | undefined, file: string): string {
  return folder === undefined ? file : `../${folder}/${file}`;
}

function checkCodes(
  { bytes, scale, min }: Pick<Codes, 'bytes' | 'scale' | 'min'>,
  values: Float32Array,
): void {
  const meant = Float32Array.from({ length: 256 }, (_, code) => code * scale + min);
  if (bytes.length !== values.length || !values.every((value, i) => value === meant[bytes[i]!])) {
    throw new RangeError('The codes are not those of the embedding: it was trained, or is another one');
  }
}

function concatenateHalves(values: TrainedCheckpoint['values'], names: readonly ParameterName[]): Uint8Array {
  const parts = names.map((name) => {
    const weight = values[name];
    if (!weight) throw new RangeError(`${name}: no values`);
    return halfPrecision(weight, name);
  });
  return joinedBytes(parts);
}

/** Entries of the manifest and files; the last checkpoint's file is that of the model's weights. */
function storeCheckpoints(
  checkpoints: readonly TrainedCheckpoint[],
  names: readonly ParameterName[],
  table: Float32Array,
  weights: Uint8Array,
  temperature: number,
): { entries: Checkpoint[]; files: Record<string, Uint8Array> } {
  const files: Record<string, Uint8Array> = {};
  const entries = checkpoints.map(({ values, ...entry }, i): Checkpoint => {
    const where = `checkpoint of epoch ${entry.epoch}`;
    if (i > 0 && entry.epoch <= checkpoints[i - 1]!.epoch) throw new RangeError(`${where}: out of order`);
    const own = values[TABLE];
    if (own && own !== table && !sameNumbers(own, table)) {
      throw new RangeError(`${where}: the embedding was not frozen`);
    }
    const bytes = concatenateHalves(values, names);
    const isLast = i === checkpoints.length - 1;
    if (isLast && !(sameNumbers(bytes, weights) && entry.temperature === temperature)) {
      throw new RangeError(`${where}: the last one is not the model itself`);
    }
    const file = isLast
      ? MODEL_FILES.weights
      : `checkpoints/epoch-${String(entry.epoch).padStart(2, '0')}.bin`;
    if (!isLast) files[file] = bytes;
    return { ...entry, file, checksum: checksum(bytes) };
  });
  return { entries, files };
}

function sameNumbers(a: Float32Array | Uint8Array, b: Float32Array | Uint8Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
