/** The parts of a step that shards compute: plain data, so that it can go to another thread. */
import type { AlignmentBatch } from '../alignment/network';
import { padBatch, type Batch } from '../network';
import type { TrainingBatch } from './batches';

interface Part {
  /** Its texts' share of the whole batch. */
  readonly share: number;
  /** Of the dropout masks. */
  readonly seed: number;
}

export interface ClassifyTask extends Part {
  readonly kind: 'classify';
  readonly batch: TrainingBatch;
}

export interface LanguageTask extends Part {
  readonly kind: 'language';
  readonly batch: Batch;
  /**
   * Ids of the words to be foreseen, time-major, (T, B) for each direction: the next word reading forward, the previous
   * one reading backward; −1 where there is none.
   */
  readonly targets: Int32Array;
  /** Ids of the words drawn to stand against them. */
  readonly drawn: Int32Array;
}

/** Texts, and what is to be written of each. */
export interface AlignTask extends Part {
  readonly kind: 'align';
  readonly batch: AlignmentBatch;
}

export type ShardTask = ClassifyTask | LanguageTask | AlignTask;

/** The masks depend on the seed, the step and the shard only: not on who computes them, nor on when. */
function maskSeed(seed: number, step: number, shard: number): number {
  return Math.imul(Math.imul(seed, 0x9e3779b1) ^ step, 0x85ebca6b) ^ Math.imul(shard + 1, 0xc2b2ae35);
}

/** How a run divides its steps. */
export interface Sharding {
  readonly shards: number;
  readonly seed: number;
}

/** What one shard gets of a step. */
interface Dealt<T> extends Part {
  readonly own: T[];
}

/**
 * Deals a step's texts out to the shards: every `shards`-th each, so that the shards' lengths are alike. Fewer texts
 * than shards make so many parts.
 */
export function deal<T>(texts: readonly T[], { shards, seed }: Sharding, step: number): Dealt<T>[] {
  return Array.from({ length: Math.min(shards, texts.length) }, (_, shard) => {
    const own = texts.filter((_text, i) => i % shards === shard);
    return { own, share: own.length / texts.length, seed: maskSeed(seed, step, shard) };
  });
}

/** The tasks of one step; each shard's texts are padded to the longest of its own. */
export function shardTasks(
  batch: TrainingBatch,
  shards: number,
  padId: number,
  seed: number,
  step: number,
): ClassifyTask[] {
  const classes = batch.targets.length / batch.batch;
  const rows = Array.from({ length: batch.batch }, (_, row) => row);
  return deal(rows, { shards, seed }, step).map(({ own, ...part }) => {
    const texts = own.map((i) => batch.ids.subarray(i * batch.time, i * batch.time + batch.lengths[i]!));
    const targets = own.flatMap((i) => [...batch.targets.subarray(i * classes, (i + 1) * classes)]);
    const effects = own.map((i) => batch.effects?.[i] ?? null);
    const evidence = own.map((i) => batch.evidence?.[i] ?? null);
    return {
      kind: 'classify',
      batch: { ...padBatch(texts, padId), targets: Float32Array.from(targets), effects, evidence },
      ...part,
    };
  });
}
