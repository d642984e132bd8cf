/** Writes a trained alignment network in the model folder's form; the inverse of ../../alignment/folder.ts. */
import { alignmentShapes, type AlignmentArchitecture } from '../../alignment/architecture';
import type { AlignmentManifest } from '../../alignment/folder';
import { MODEL_FILES, MODEL_FORMAT } from '../../artifacts';
import type { Vocab } from '../../vocab';
import { joinedBytes, type WeightSpec } from '../../weightFiles';
import type { Values } from '../engine';
import { halfPrecision, manifestText } from '../storage';

/** What the manifest says beside what follows from the weights. */
export type AlignmentDescription = Pick<
  AlignmentManifest,
  'name' | 'description' | 'outputs' | 'mostRead' | 'mostWritten' | 'training'
>;

/** The files of the model folder by name; weights in half precision. */
export function exportAlignment(
  values: Values,
  architecture: AlignmentArchitecture,
  vocab: Vocab,
  description: AlignmentDescription,
): Record<string, Uint8Array> {
  const shapes = Object.entries(alignmentShapes(architecture));
  const halves = shapes.map(([name]) => halfPrecision(values[name]!, name));
  const specs = shapes.map(([name, shape]) => ({
    name,
    shape,
    dtype: 'float32',
    quantization: { dtype: 'float16' },
  })) as WeightSpec[];
  const manifest: AlignmentManifest = {
    format: MODEL_FORMAT,
    kind: 'alignment',
    ...description,
    architecture,
    vocabulary: MODEL_FILES.vocabulary,
    weightsManifest: [{ paths: [MODEL_FILES.weights], weights: specs }],
  };
  const utf8 = new TextEncoder();
  return {
    [MODEL_FILES.manifest]: utf8.encode(manifestText(manifest)),
    [MODEL_FILES.weights]: joinedBytes(halves),
    [MODEL_FILES.vocabulary]: utf8.encode(vocab.toString()),
  };
}
