/** Fetches the package: npm's part without running any script, then the script of the one package that needs it. */
import { copyFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { NATIVE_PACKAGE, NATIVE_VERSION } from '../../model/node/nativeFolder';
import { prune, sizeOf } from './files';
import type { Machine } from './machine';
import { npmEnvironment, type Npm } from './npm';
import { runWatched, type Watched } from './watched';

export type Progress =
  | { readonly step: 'packages'; readonly count: number }
  | { readonly step: 'library'; readonly bytes: number }
  | { readonly step: 'check' };

export interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export interface InstallerOptions {
  /** The bundle of model/node/nativeProof.ts. */
  readonly proofPath: string;
  /** Proxy of VS Code's settings. */
  readonly proxy: () => string | undefined;
  readonly log: (line: string) => void;
}

/** Where the package's own script has a library for; for `source`, the binding to it is compiled here. */
export const PLATFORMS: Readonly<Record<string, 'binary' | 'source'>> = {
  'linux-x64': 'binary',
  'darwin-x64': 'binary',
  'win32-x64': 'binary',
  'linux-arm64': 'source',
  'darwin-arm64': 'source',
};

const QUIET = ['--no-audit', '--no-fund', '--no-update-notifier', '--no-package-lock'];

/** Fills `work`/node_modules. @throws NativeFailure, or Cancelled */
export async function fetchPackage(
  npm: Npm,
  work: string,
  watch: Watch,
  machine: Machine,
  options: InstallerOptions,
): Promise<void> {
  const { platform, arch } = machine;
  const env = npmEnvironment(machine.env(), npm, options.proxy());
  // The ready-made bindings are for Intel's processors, whatever their name says.
  if (PLATFORMS[`${platform}-${arch}`] === 'source') env['npm_config_build_from_source'] = 'true';
  const command = npm.shell ? `"${npm.file}"` : npm.file;
  const setting: Setting = { command, work, env, shell: npm.shell, watch, log: options.log };
  watch.onProgress({ step: 'packages', count: 0 });
  await runWatched(machine.run, packagesStep(setting), machine.pace, watch.signal);
  await prune(path.join(work, 'node_modules'), '.map');
  watch.onProgress({ step: 'library', bytes: 0 });
  await runWatched(machine.run, libraryStep(setting), machine.pace, watch.signal);
  if (platform === 'win32') await stageLibrary(path.join(work, 'node_modules', NATIVE_PACKAGE));
}

interface Setting {
  readonly command: string;
  readonly work: string;
  readonly env: NodeJS.ProcessEnv;
  readonly shell: boolean;
  readonly watch: Watch;
  readonly log: (line: string) => void;
}

function packagesStep({ command, work, env, shell, watch, log }: Setting): Watched {
  let count = 0;
  const onLine = (line: string) => {
    if (!/^npm http /u.test(line)) log(`npm: ${line}`);
    else if (/\.tgz\b/u.test(line)) watch.onProgress({ step: 'packages', count: ++count });
  };
  return {
    ...{ step: 'packages', command },
    args: ['install', '--ignore-scripts', ...QUIET, '--loglevel=http', `${NATIVE_PACKAGE}@${NATIVE_VERSION}`],
    options: { cwd: work, env, shell, onLine },
  };
}

function libraryStep({ command, work, env, shell, watch, log }: Setting): Watched {
  const installed = path.join(work, 'node_modules', NATIVE_PACKAGE);
  return {
    ...{ step: 'library', command },
    args: ['rebuild', '--ignore-scripts=false', '--foreground-scripts', ...QUIET, NATIVE_PACKAGE],
    options: { cwd: work, env, shell, onLine: (line) => log(`npm: ${line}`) },
    measure: async () => {
      const sizes = ['deps', 'lib', 'build'].map((name) => sizeOf(path.join(installed, name)));
      return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    },
    onBytes: (bytes) => watch.onProgress({ step: 'library', bytes }),
  };
}

/**
 * On Windows the library is loaded from beside the binding. The package's script puts it into a folder named after the
 * N-API version of the Node that it runs in, and newer Nodes' is above that of the newest binding.
 */
async function stageLibrary(installed: string): Promise<void> {
  const library = path.join(installed, 'deps', 'lib', 'tensorflow.dll');
  for (const name of await readdir(path.join(installed, 'lib'))) {
    const target = path.join(installed, 'lib', name);
    const files = await readdir(target);
    if (files.includes('tfjs_binding.node') && !files.includes('tensorflow.dll'))
      await copyFile(library, path.join(target, 'tensorflow.dll'));
  }
}
