/** Writes a trained network in the model folder's form; the inverse of artifacts.ts. */
import { MODEL_FILES, MODEL_FORMAT, type Manifest, type WeightSpec } from '../artifacts';
import { parameterNames, parameterShapes, type Architecture, type ParameterName } from '../network';
import type { Vocab } from '../vocab';

export interface ModelDescription {
  readonly name: string;
  readonly description: string;
  readonly maxTokens: number;
  readonly temperature: number;
  readonly training?: Record<string, unknown>;
}

/**
 * The files of a model folder. The embedding table is stored in 8 bits a value (one scale for all), everything
 * else in single precision: the table is nine tenths of the size and least sensitive.
 */
export function exportModel(
  values: Readonly<Record<ParameterName, Float32Array>>,
  architecture: Architecture,
  vocab: Vocab,
  description: ModelDescription,
): Record<(typeof MODEL_FILES)[keyof typeof MODEL_FILES], Uint8Array> {
  const shapes = parameterShapes(architecture);
  const chunks: Uint8Array[] = [];
  const weights: WeightSpec[] = parameterNames(architecture).map((name) => {
    const spec = { name, shape: shapes[name]!, dtype: 'float32' as const };
    if (name !== 'embedding/table') {
      chunks.push(new Uint8Array(values[name]!.slice().buffer));
      return spec;
    }
    const { bytes, scale, min } = quantize(values[name]!);
    chunks.push(bytes);
    return { ...spec, quantization: { dtype: 'uint8', scale, min } };
  });
  const manifest: Manifest = { format: MODEL_FORMAT, ...description, architecture, weights };
  return {
    [MODEL_FILES.manifest]: new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`),
    [MODEL_FILES.weights]: join(chunks),
    [MODEL_FILES.vocabulary]: new TextEncoder().encode(vocab.toString()),
  } as Record<(typeof MODEL_FILES)[keyof typeof MODEL_FILES], Uint8Array>;
}

/** Affine 8-bit codes, value ≈ min + scale·code; values in the outermost 0.001 % are clipped. */
export function quantize(values: Float32Array): { bytes: Uint8Array; scale: number; min: number } {
  const sorted = values.slice().sort();
  const tail = Math.floor(values.length * 1e-5);
  const min = sorted[tail]!;
  const max = sorted[values.length - 1 - tail]!;
  const scale = (max - min) / 255 || 1;
  const bytes = Uint8Array.from(values, (v) => Math.min(255, Math.max(0, Math.round((v - min) / scale))));
  return { bytes, scale, min };
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((sum, c) => sum + c.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
