/** What a run leaves beside its model folder so that it can go on: its configuration, and its state after every epoch. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { checksum } from '../../model/checksum';
import { notWritten, writeWhole } from '../../model/node/wholeFile';
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

const BEGUN_KEYS: ReadonlySet<string> = new Set<keyof Begun<unknown>>([
  'format',
  'kind',
  'config',
  'command',
  'fingerprint',
]);

/** Before the state: this, and eight digits of its checksum. A state written before there was one begins otherwise. */
const STATE_MARK = Buffer.from('run-state/2 ');

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
    await mkdir(this.folder, { recursive: true }).catch((error: unknown) => {
      throw notWritten(error, this.folder, this.folder);
    });
    // What another run left there is not this one's.
    await rm(this.path(STATE_FILE), { force: true });
    const all = { format: FORMAT, kind: this.kind, ...begun };
    await this.write(RUN_FILE, [
      `${JSON.stringify({ ...all, checksum: checksumOf(JSON.stringify(all)) }, null, 2)}\n`,
    ]);
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
      const found = JSON.parse(bytes.toString('utf8')) as (Begun<C> & { checksum?: string }) | null;
      const { checksum: noted, ...begun } = found ?? ({} as Begun<C> & { checksum?: string });
      const whole = noted === undefined || noted === checksumOf(JSON.stringify(begun));
      const known = Object.keys(begun).every((key) => BEGUN_KEYS.has(key));
      if (
        whole &&
        known &&
        begun.format === FORMAT &&
        begun.kind === this.kind &&
        typeof begun.config === 'object'
      )
        return begun as Begun<C>;
    } catch {
      throw wrong();
    }
    throw wrong();
  }

  async save(state: S): Promise<void> {
    const bytes = serialize(state);
    await this.write(STATE_FILE, [STATE_MARK, checksum(bytes), bytes]);
  }

  /** Throws InputError when there is none, or a damaged one. */
  async state(): Promise<S> {
    const bytes = await this.read(STATE_FILE);
    if (!bytes) throw new InputError(`${this.path(STATE_FILE)}: missing; begin anew with --force`);
    try {
      return deserialize(checkedState(bytes)) as S;
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

  /** So that neither a cut nor a full disk leaves half a file, or loses the one before. */
  private async write(name: string, pieces: readonly (Uint8Array | string)[]): Promise<void> {
    await writeWhole(this.path(name), pieces).catch((error: unknown) => {
      throw notWritten(error, this.path(name), this.path(name));
    });
  }
}

function checksumOf(text: string): string {
  return checksum(new TextEncoder().encode(text));
}

/** What stands behind mark and checksum. Throws when it is not what was written. */
function checkedState(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, STATE_MARK.length).equals(STATE_MARK)) return bytes;
  const start = STATE_MARK.length + 8;
  const state = bytes.subarray(start);
  if (checksum(state) !== bytes.toString('latin1', STATE_MARK.length, start)) throw new Error('damaged');
  return state;
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
