/** What one epoch reads: augmentation and batches of similar length. */
import type { Random } from '../random';
import { padBatch, type Batch } from '../network';
import type { Sequence } from './prepare';

export interface BatchOptions {
  readonly batchSize: number;
  /** Longest stretch read of one text, in tokens. */
  readonly maxLength: number;
  /** Share of the texts that a window of one to three sentences stands for. */
  readonly windowShare: number;
  /** Share of the tokens replaced by `<unk>`. */
  readonly wordDropout: number;
  /** Whether a batch has texts of any length, as they come, at the cost of more padding; of similar length where not given. */
  readonly mixedLengths?: boolean;
  /** What is read of a text longer than `maxLength`: `varied` (the default) as `shorten` says, or its `start` alone. */
  readonly longTexts?: 'varied' | 'start';
}

export interface TrainingBatch extends Batch {
  /** The probability that each class should have, (B, C). */
  readonly targets: Float32Array;
  /** Of each text as read: what its words do when left out; null where that is not known, or not of this stretch. */
  readonly effects?: readonly (Float32Array | null)[];
  /** Likewise, (T, C) of each text. */
  readonly evidence?: readonly (Float32Array | null)[];
}

/** A window of one to three neighbouring sentences. */
export function sentenceWindow(sequence: Sequence, maxLength: number, random: Random): Int32Array {
  const { sentences, ids } = sequence;
  const count = Math.min(1 + random.integer(3), sentences.length);
  const first = random.integer(sentences.length - count + 1);
  const start = sentences[first]!;
  const end = sentences[first + count] ?? ids.length;
  return ids.slice(start, Math.min(end, start + maxLength));
}

/**
 * The end of a review says more than its beginning, so a text that is too long keeps its first quarter and the
 * end, or, every other time, a stretch from anywhere.
 */
function shorten(ids: Int32Array, maxLength: number, random: Random): Int32Array {
  if (ids.length <= maxLength) return ids;
  if (random.uniform() < 0.5) {
    const head = Math.floor(maxLength / 4);
    const joined = new Int32Array(maxLength);
    joined.set(ids.subarray(0, head));
    joined.set(ids.subarray(ids.length - (maxLength - head)), head);
    return joined;
  }
  const start = random.integer(ids.length - maxLength + 1);
  return ids.subarray(start, start + maxLength);
}

/** The batches of one epoch, lengths alike within each unless mixed, in random order. Incomplete batches are left out. */
export function epochBatches(
  sequences: readonly Sequence[],
  options: BatchOptions,
  specials: { readonly padId: number; readonly unknownId: number },
  random: Random,
): TrainingBatch[] {
  const texts = sequences.map((sequence) => {
    const ids =
      random.uniform() < options.windowShare && !sequence.whole
        ? sentenceWindow(sequence, options.maxLength, random)
        : options.longTexts === 'start'
          ? sequence.ids.subarray(0, options.maxLength)
          : shorten(sequence.ids, options.maxLength, random);
    const size = options.mixedLengths ? 0 : ids.length * (1 + 0.1 * random.uniform());
    const key = size + random.uniform();
    // Both are those of words in their whole text.
    const whole = ids.length === sequence.ids.length;
    const effects = whole ? (sequence.effects ?? null) : null;
    const evidence = whole ? (sequence.evidence ?? null) : null;
    return { ids, targets: sequence.targets, effects, evidence, key };
  });
  texts.sort((a, b) => a.key - b.key);
  const batches: TrainingBatch[] = [];
  for (let i = 0; i + options.batchSize <= texts.length; i += options.batchSize) {
    const rows = texts.slice(i, i + options.batchSize);
    const dropped = rows.map(({ ids }) =>
      ids.map((id) => (random.uniform() < options.wordDropout ? specials.unknownId : id)),
    );
    batches.push({
      ...padBatch(dropped, specials.padId),
      targets: Float32Array.from(rows.flatMap((row) => row.targets)),
      effects: rows.map((row) => row.effects),
      evidence: rows.map((row) => row.evidence),
    });
  }
  return random.shuffle(batches);
}
