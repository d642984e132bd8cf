/** What the installer asks of the machine; tests hand in another. */
import { statfs } from 'node:fs/promises';
import type { Environment } from './npm';
import { isAlive, run, type Run } from './processes';
import type { Pace } from './watched';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** The environment as it stands now. */
  env(): Environment;
  readonly pid: number;
  /** This Node: what a process of its own is started from. */
  readonly execPath: string;
  readonly run: Run;
  isAlive(pid: number): boolean;
  /** Bytes that may still be written there; Infinity where that is not known. */
  room(folder: string): Promise<number>;
  readonly pace: Pace;
}

const MINUTE = 60_000;

export const thisMachine: Machine = {
  platform: process.platform,
  arch: process.arch,
  env: () => process.env,
  pid: process.pid,
  execPath: process.execPath,
  run,
  isAlive,
  room: (folder) =>
    statfs(folder).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => Infinity,
    ),
  pace: { poll: 1_000, stall: 5 * MINUTE },
};
