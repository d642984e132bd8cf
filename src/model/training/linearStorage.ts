/** Writes a bag of words in the model folder's form; the inverse of ../linear/folder.ts. */
import { MODEL_FILES, MODEL_FORMAT } from '../artifacts';
import { checksum } from '../checksum';
import type { BagOfWords } from '../linear/bagOfWords';
import { linearShapes, type LinearManifest } from '../linear/folder';
import type { Vocab } from '../vocab';
import { joinedBytes, type WeightSpec } from '../weightFiles';
import { manifestText } from './storage';

const LARGEST = 32_767;

/**
 * 16-bit codes with value = (code − 32,768)·scale, so that zero stays zero.
 * @returns the codes, and the values that they stand for
 */
export function roundedTo16Bits(values: Float32Array): {
  codes: Uint16Array;
  scale: number;
  min: number;
  values: Float32Array;
} {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = largest / LARGEST || 1;
  const min = -(LARGEST + 1) * scale;
  const codes = Uint16Array.from(values, (value) => Math.round(value / scale) + LARGEST + 1);
  return { codes, scale, min, values: Float32Array.from(codes, (code) => code * scale + min) };
}

/** What the manifest says beside what follows from the weights. */
export type LinearDescription = Pick<
  LinearManifest,
  'name' | 'description' | 'labels' | 'maxTokens' | 'temperature' | 'training'
>;

/**
 * The files of the model's folder.
 * @param vocabulary `../NAME/vocab.txt` where a sibling folder has the very same one; otherwise it is written
 */
export function exportLinear(
  model: BagOfWords,
  vocab: Vocab,
  description: LinearDescription,
  vocabulary: string = MODEL_FILES.vocabulary,
): Record<string, Uint8Array> {
  const { vocabulary: V, bigrams, bias } = model;
  const architecture = { vocabulary: V, pairs: bigrams.size };
  const shapes = linearShapes(architecture, model.classes);
  const words = V * bias.length;
  const stored: Record<string, Stored> = {
    bias: { bytes: bytesOf(bias) },
    'words/weights': codes(model.weights.subarray(0, words)),
    'pairs/weights': codes(model.weights.subarray(words)),
    'pairs/counts': whole(bigrams.counts()),
    'pairs/seconds': whole(bigrams.seconds),
  };
  const specs = Object.entries(shapes).map(([name, shape]) => {
    const { quantization } = stored[name]!;
    return { name, shape, dtype: 'float32', ...(quantization && { quantization }) } as WeightSpec;
  });
  const utf8 = new TextEncoder();
  const tokens = utf8.encode(vocab.toString());
  const manifest: LinearManifest = {
    ...{ format: MODEL_FORMAT, kind: 'bag-of-words', ...description, architecture, vocabulary },
    weightsManifest: [{ paths: [MODEL_FILES.weights], weights: specs }],
    ...(vocabulary.startsWith('../') && { checksums: { [vocabulary]: checksum(tokens) } }),
  };
  return {
    [MODEL_FILES.manifest]: utf8.encode(manifestText(manifest)),
    [MODEL_FILES.weights]: joinedBytes(specs.map(({ name }) => stored[name]!.bytes)),
    ...(vocabulary.startsWith('../') ? {} : { [vocabulary]: tokens }),
  };
}

interface Stored {
  readonly bytes: Uint8Array;
  readonly quantization?: WeightSpec['quantization'];
}

function codes(values: Float32Array): Stored {
  const { codes: found, scale, min } = roundedTo16Bits(values);
  return { bytes: bytesOf(found), quantization: { dtype: 'uint16', scale, min } };
}

/** In 16 bits where all fit; single precision is exact as far as a vocabulary may go. */
function whole(numbers: Uint16Array | Uint32Array): Stored {
  if (numbers.some((number) => number > 0xffff)) return { bytes: bytesOf(Float32Array.from(numbers)) };
  return { bytes: bytesOf(Uint16Array.from(numbers)), quantization: { dtype: 'uint16', scale: 1, min: 0 } };
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
