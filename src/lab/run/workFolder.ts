/** What a run leaves beside its model folder so that it can go on: its configuration, and its state after every epoch. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Codes } from '../../model/weights';
import type { Values } from '../../model/training/engine';
import type { TrainedCheckpoint } from '../../model/training/export';
import type { TrainerState } from '../../model/training/trainer';
import { InputError } from '../../model/types';
import { flagOf } from '../config/load';
import type { TrainConfig } from '../config/schema';
import type { EpochRecord } from '../report/curves';

const RUN_FILE = 'run.json';
const STATE_FILE = 'state.bin';

/** Changes when older folders can no longer be gone on from. */
const FORMAT = 1;

/** What a run was begun with. */
export interface Begun<C> {
  readonly format: typeof FORMAT;
  /** Which command. */
  readonly kind: string;
  readonly config: C;
  /** As it was typed, for the model card. */
  readonly command: string;
  /** Of the training and validation texts. */
  readonly fingerprint: string;
}

/** Everything that cannot be had again from configuration and data. */
export interface RunState {
  readonly trainer: TrainerState;
  readonly epochs: readonly EpochRecord[];
  readonly best: Kept;
  readonly checkpoints: readonly TrainedCheckpoint[];
  /** The text of vocab.txt. */
  readonly vocabulary: string;
  /** What was done before, for the card. */
  readonly stages: readonly string[];
  /** Of frozen word vectors. */
  readonly codes: Pick<Codes, 'bytes' | 'scale' | 'min'> | null;
  /** Share of the training tokens that had a vector; null where none were read. */
  readonly coverage: number | null;
  /** Spent so far, pauses not counted. */
  readonly seconds: number;
}

/** Weights that may become the model. */
export interface Kept {
  readonly epoch: number;
  readonly values: Values;
  readonly temperature: number;
}

/** Options by which data are found and results kept; they may be others when a run goes on. */
const PLACES: ReadonlySet<string> = new Set([
  'data',
  'validationData',
  'testData',
  'exclude',
  'vectors',
  'init',
  'embeddingFrom',
  'softLabels',
  'unlabelled',
  'out',
  'work',
  'description',
  'test',
]);

/** @typeParam C the configuration, S the state */
export class WorkFolder<C = TrainConfig, S = RunState> {
  constructor(
    readonly folder: string,
    readonly kind: 'train' | 'pretrain' = 'train',
  ) {}

  async begin(begun: Omit<Begun<C>, 'format' | 'kind'>): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    // What another run left there is not this one's.
    await rm(this.path(STATE_FILE), { force: true });
    await this.write(RUN_FILE, `${JSON.stringify({ format: FORMAT, kind: this.kind, ...begun }, null, 2)}\n`);
  }

  /** What stands there, or null. Throws InputError for what cannot be read. */
  async begun(): Promise<Begun<C> | null> {
    const bytes = await this.read(RUN_FILE);
    if (!bytes) return null;
    const wrong = () =>
      new InputError(
        `${this.path(RUN_FILE)}: not of a run that this version can go on with; remove its folder`,
      );
    try {
      const begun = JSON.parse(bytes.toString('utf8')) as Begun<C> | null;
      if (begun?.format === FORMAT && begun.kind === this.kind && typeof begun.config === 'object')
        return begun;
    } catch {
      throw wrong();
    }
    throw wrong();
  }

  async save(state: S): Promise<void> {
    await this.write(STATE_FILE, serialize(state));
  }

  /** Throws InputError when there is none, or a damaged one. */
  async state(): Promise<S> {
    const bytes = await this.read(STATE_FILE);
    if (!bytes) throw new InputError(`${this.path(STATE_FILE)}: missing; begin anew with --force`);
    try {
      return deserialize(bytes) as S;
    } catch {
      throw new InputError(`${this.path(STATE_FILE)}: damaged; begin anew with --force`);
    }
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  private path(name: string): string {
    return path.join(this.folder, name);
  }

  private read(name: string): Promise<Buffer | null> {
    return readFile(this.path(name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
      throw new InputError(`${this.path(name)}: cannot be read (${error.message})`);
    });
  }

  /** Written aside and renamed, so that a cut never leaves half a file under the final name. */
  private async write(name: string, bytes: Uint8Array | string): Promise<void> {
    await writeFile(`${this.path(name)}.part`, bytes, { flush: true });
    await rename(`${this.path(name)}.part`, this.path(name));
  }
}

/**
 * Throws InputError for the first option that says something else than the run was begun with.
 * @param given options that somebody wrote now
 */
export function checkUnchanged<C extends object>(given: Partial<C>, begun: Begun<C>, folder: string): void {
  for (const [key, value] of Object.entries(given)) {
    if (PLACES.has(key)) continue;
    const before = (begun.config as Readonly<Record<string, unknown>>)[key];
    if (JSON.stringify(before) === JSON.stringify(value)) continue;
    throw new InputError(
      `${flagOf(key)}: ${JSON.stringify(value)} now, and ${JSON.stringify(before) ?? 'nothing'} when the run in ${folder} was begun; ` +
        'leave it out to go on, or begin anew with --force',
    );
  }
}
