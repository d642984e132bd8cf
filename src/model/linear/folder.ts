/**
 * The folder of a bag of words: `model.json` (schema below, `kind` "bag-of-words"), `vocab.txt` and the weights, in the
 * same form as a network's (../weightFiles.ts). The vocabulary may be a file of a sibling folder.
 *
 * Parameters: `words/weights` (V, K) and `bias` (K); with pairs also `pairs/weights` (N, K), `pairs/counts` (V: pairs
 * that begin with each word) and `pairs/seconds` (N: their second words, ascending for each first). The last two hold
 * whole numbers.
 */
import * as v from 'valibot';
import {
  classLabels,
  commonFields,
  MODEL_FILES,
  readManifest,
  readVocabulary,
  size,
  temperature,
} from '../manifest';
import { parseWith, whole } from '../schema';
import { InputError, type ReadFile } from '../types';
import type { Vocab } from '../vocab';
import { readWeights } from '../weightFiles';
import type { Weight } from '../weights';
import { columnsFor, type BagOfWords } from './bagOfWords';
import { BigramIndex } from './bigrams';

const manifestSchema = v.object({
  ...commonFields,
  kind: v.literal('bag-of-words'),
  labels: classLabels,
  architecture: v.object({
    vocabulary: whole(2, 2_000_000), // V
    pairs: whole(0, 2_000_000), // N
  }),
  /** Words read at once; longer texts are read in stretches. */
  maxTokens: size(100_000),
  temperature,
});

export type LinearManifest = v.InferOutput<typeof manifestSchema>;

export interface LoadedBagOfWords {
  readonly manifest: LinearManifest;
  readonly vocab: Vocab;
  readonly bagOfWords: BagOfWords;
}

/** Names and shapes of the parameters, in the order of the weights file. */
export function linearShapes(
  { vocabulary, pairs }: LinearManifest['architecture'],
  classes: number,
): Record<string, number[]> {
  const columns = columnsFor(classes);
  return {
    bias: [columns],
    'words/weights': [vocabulary, columns],
    ...(pairs > 0 && {
      'pairs/weights': [pairs, columns],
      'pairs/counts': [vocabulary],
      'pairs/seconds': [pairs],
    }),
  };
}

/** Loads and checks the folder of a bag of words. Rejects with InputError. */
export async function loadBagOfWords(read: ReadFile): Promise<LoadedBagOfWords> {
  const manifest = parseWith(manifestSchema, await readManifest(read), MODEL_FILES.manifest);
  const { architecture, labels } = manifest;
  const [weights, vocab] = await Promise.all([
    readWeights(manifest, linearShapes(architecture, labels.length), read),
    readVocabulary(read, manifest),
  ]);
  return { manifest, vocab, bagOfWords: assemble(manifest, weights) };
}

function assemble(
  { architecture: { vocabulary, pairs }, labels }: LinearManifest,
  weights: Readonly<Record<string, Weight>>,
): BagOfWords {
  const values = (name: string) => weights[name]!.floats();
  const words = values('words/weights');
  const ofPairs = pairs > 0 ? values('pairs/weights') : new Float32Array();
  const joined = new Float32Array(words.length + ofPairs.length);
  joined.set(words);
  joined.set(ofPairs, words.length);
  return {
    classes: labels.length,
    vocabulary,
    bigrams:
      pairs > 0
        ? checkedPairs(values('pairs/counts'), values('pairs/seconds'))
        : BigramIndex.fromPairs(new Float64Array(), vocabulary),
    weights: joined,
    bias: values('bias'),
  };
}

/** Throws InputError unless the numbers are whole, in range and in order, so that looking up finds every pair. */
function checkedPairs(counts: Float32Array, seconds: Float32Array): BigramIndex {
  const wrong = (what: string): never => {
    throw new InputError(`weights.bin: ${what}: the file is damaged`);
  };
  let at = 0;
  for (const count of counts) {
    if (!Number.isInteger(count) || count < 0 || at + count > seconds.length) wrong('counts of pairs');
    for (const end = at + count; at < end; at++) {
      const second = seconds[at]!;
      const least = at + count === end ? 0 : seconds[at - 1]! + 1;
      if (!Number.isInteger(second) || second < least || second >= counts.length) wrong('words of pairs');
    }
  }
  if (at !== seconds.length) wrong('counts of pairs');
  return BigramIndex.fromRows(counts, Uint32Array.from(seconds));
}
