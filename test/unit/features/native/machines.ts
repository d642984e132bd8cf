/** A machine to install on whose programs are functions; its files are real, in a folder of its own. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NativeInstaller } from '../../../../src/features/native/installer';
import type { Progress, Watch } from '../../../../src/features/native/fetch';
import type { Machine } from '../../../../src/features/native/machine';
import type { Ended, RunOptions } from '../../../../src/features/native/processes';
import { NATIVE_PACKAGE, nativePlaces, type NativePlaces } from '../../../../src/model/node/nativeFolder';

export interface Call {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: RunOptions;
}

export type Program = (call: Call) => Promise<Ended> | Ended;

export const ended = (code: number, output = ''): Ended => ({ code, signal: null, output });

/** npm's packages: what is unpacked, source maps included. */
export const npmInstall: Program = async ({ options }) => {
  const folder = path.join(options.cwd!, 'node_modules', NATIVE_PACKAGE);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{}');
  await writeFile(path.join(folder, 'index.js.map'), '{}');
  options.onLine?.('npm http fetch GET 200 https://registry.npmjs.org/a/-/a-1.0.0.tgz 3ms (cache miss)');
  options.onLine?.('added 2 packages');
  return ended(0);
};

/** The library that the package's script fetches. */
export const npmRebuild: Program = async ({ options }) => {
  const folder = path.join(options.cwd!, 'node_modules', NATIVE_PACKAGE, 'deps');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'libtensorflow.so'), 'x'.repeat(1000));
  return ended(0);
};

/** A program that goes on until it is ended. */
export const hanging: Program = ({ options: { signal } }) =>
  new Promise((resolve) => {
    const end = () => resolve({ code: null, signal: 'SIGTERM', output: '' });
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });

export interface Programs {
  readonly install?: Program;
  readonly rebuild?: Program;
  readonly trial?: Program;
}

export class Laboratory {
  readonly places: NativePlaces;
  readonly calls: Call[] = [];
  readonly lines: string[] = [];

  private constructor(readonly folder: string) {
    this.places = nativePlaces(path.join(folder, 'storage'));
  }

  static async open(): Promise<Laboratory> {
    const laboratory = new Laboratory(await mkdtemp(path.join(tmpdir(), 'native-')));
    const npm = path.join(laboratory.folder, 'bin', 'npm');
    await mkdir(path.dirname(npm));
    await writeFile(npm, '');
    await chmod(npm, 0o755);
    return laboratory;
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  installer(programs: Programs = {}, machine: Partial<Machine> = {}): NativeInstaller {
    const { install = npmInstall, rebuild = npmRebuild, trial = () => ended(0) } = programs;
    const whole: Machine = {
      ...{ platform: 'linux', arch: 'x64', pid: 7, execPath: '/host/node' },
      env: () => ({ PATH: path.join(this.folder, 'bin'), NODE_OPTIONS: '--inspect' }),
      run: async (command, args, options) => {
        const call = { command, args, options };
        this.calls.push(call);
        if (command === '/host/node') return trial(call);
        return args[0] === 'install' ? install(call) : rebuild(call);
      },
      isAlive: () => false,
      room: () => Promise.resolve(Infinity),
      pace: { poll: 5, stall: 60_000 },
      ...machine,
    };
    return new NativeInstaller(this.places, whole, {
      ...{ proofPath: '/dist/nativeProof.js', proxy: () => undefined },
      log: (line) => this.lines.push(line),
    });
  }
}

export function watching(signal = new AbortController().signal): Watch & { readonly told: Progress[] } {
  const told: Progress[] = [];
  return { signal, told, onProgress: (progress) => told.push(progress) };
}
