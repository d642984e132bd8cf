/** What the trainer reads to learn to write dates: their characters, and the characters of their ISO form. */
import { alignmentShapes, BOUNDARY, type AlignmentArchitecture } from '../../alignment/architecture';
import { charactersOf } from '../../alignment/characters';
import type { AlignmentBatch } from '../../alignment/network';
import { padBatch } from '../../network';
import { Random } from '../../random';
import type { Vocab } from '../../vocab';
import type { Values } from '../engine';
import { deal, type AlignTask, type Sharding } from '../tasks';
import { buildVocabulary } from '../prepare';
import type { Epoch } from '../trainer';
import { sampleDates, type CalendarDate, type WrittenDate } from './dates';

/** The characters of ISO dates, in the order of the decoder after the boundary. */
export const ISO_CHARACTERS = '0123456789-';

/** Every character that the written dates hold. */
export function characterVocabulary(dates: readonly WrittenDate[]): Vocab {
  const texts = dates.map(({ text }) => ({ tokens: charactersOf(text).map(({ folded }) => folded) }));
  return buildVocabulary(texts, Infinity);
}

export function alignmentBatch(dates: readonly WrittenDate[], vocab: Vocab): AlignmentBatch {
  const read = dates.map(({ text }) => charactersOf(text).map(({ folded }) => vocab.id(folded)));
  // All ISO dates are of one length, so that no target needs padding.
  const written = dates.flatMap(({ iso }) => [
    ...Array.from(iso, (character) => 1 + ISO_CHARACTERS.indexOf(character)),
    BOUNDARY,
  ]);
  return { ...padBatch(read, vocab.padId), targets: Int32Array.from(written) };
}

export interface DateOptions extends Sharding {
  /** Written dates of an epoch; others in every epoch. */
  readonly samples: number;
  readonly batchSize: number;
}

/** Epochs over dates, each written anew every time it is drawn; texts of a batch are alike in length. */
export function writtenDates(dates: readonly CalendarDate[], vocab: Vocab, options: DateOptions): Epoch {
  const { samples, batchSize, shards, seed } = options;
  return (random) => {
    const drawn = sampleDates(dates, samples, random.integer(2 ** 31));
    drawn.sort((a, b) => a.text.length - b.text.length);
    const batches = Array.from({ length: Math.floor(samples / batchSize) }, (_, i) =>
      drawn.slice(i * batchSize, (i + 1) * batchSize),
    );
    return random.shuffle(batches).map((rows) => (step) => alignTasks(rows, vocab, { shards, seed }, step));
  };
}

/** The tasks of one step. */
function alignTasks(
  dates: readonly WrittenDate[],
  vocab: Vocab,
  sharding: Sharding,
  step: number,
): AlignTask[] {
  return deal(dates, sharding, step).map(({ own, ...part }) => ({
    kind: 'align',
    batch: alignmentBatch(own, vocab),
    ...part,
  }));
}

/**
 * First values as those of a network (../trainer.ts): uniform in ±1/sqrt(fan_in + fan_out), the fan out of a gate being
 * its own units; tables in ±0.5.
 */
export function initialAlignment(architecture: AlignmentArchitecture, seed: number): Values {
  const random = new Random(seed);
  const values: Values = {};
  for (const [name, shape] of Object.entries(alignmentShapes(architecture))) {
    const length = shape.reduce((a, b) => a * b, 1);
    const limit = largestFirstValue(name, shape);
    values[name] = Float32Array.from({ length }, () => limit * (2 * random.uniform() - 1));
    if (name.endsWith('/gamma')) values[name].fill(1);
    if (name.endsWith('/beta')) values[name].fill(updateShift(name), length / 3, (2 * length) / 3);
  }
  return values;
}

/**
 * Of the update gate's sigmoid: the decoder's memory is kept at first, as in ../trainer.ts; the encoder's states are
 * renewed at every character, so that each tells of the characters next to it and attention has somewhere to point.
 */
function updateShift(name: string): number {
  return name.startsWith('decoder/') ? 1 : -1;
}

/** Kernels of recurrences hold those of three gates side by side, and what their gates read of the state that of two. */
function largestFirstValue(name: string, shape: readonly number[]): number {
  if (name.endsWith('/table')) return 0.5;
  if (shape.length < 2) return 0;
  const ofRecurrence = /(?:^|\/)gru\/(?:backward\/)?(\w+)$/u.exec(name)?.[1];
  const fanOut = shape[1]! / (ofRecurrence === 'kernel' ? 3 : ofRecurrence === 'gates' ? 2 : 1);
  return 1 / Math.sqrt(shape[0]! + fanOut);
}
