import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** The checkout this script stands in. */
export const checkout = path.resolve(__dirname, '../..');

/** The project's own Node (24): VS Code's server needs it, whatever runs this script. */
export const projectNode = path.join(
  checkout,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** One plain line for a person about what is being set up. */
export function say(line: string): void {
  process.stdout.write(`• ${line}\n`);
}

/** The environment for a VS Code we start: nothing of the shell or runner that started us changes how it runs. */
export function cleanEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|npm_)/.test(name),
  );
  return { ...Object.fromEntries(kept), ...extra };
}

/**
 * The environment for npm, apt and the like: ours, settings for registries and proxies included. Not how quiet npm was told to
 * be: what it says is shown only where it fails, and is the reason then.
 */
export function toolEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_OPTIONS: undefined, npm_config_loglevel: undefined };
}

/** Runs a command to its end, its output shown only if it fails. Rejects with the last of that output. */
export async function runQuietly(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  }
  const code = await ended(child);
  if (code === 0) return output;
  const last = output.trim().split('\n').slice(-15).join('\n');
  throw new Error(`\`${[command, ...args].join(' ')}\` ended with ${code}:\n${last}`);
}

/** A script that runs with our terminal. */
export interface Running {
  readonly exitCode: Promise<number>;
  /** Asks it to end, and makes it end if it does not. */
  stop(): void;
}

/**
 * Runs a script on the project's Node or another, its output shown. Ctrl-C reaches it directly and lets it clean up;
 * then we end too.
 */
export function runShown(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  node = projectNode,
): Running {
  const loader = script.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = spawn(node, [...loader, script, ...args], {
    cwd: checkout,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  const interrupted = (): void => void exitCode.then(() => process.exit(130));
  const stop = (): void => void child.kill('SIGTERM');
  const terminated = (): void => {
    stop();
    void exitCode.then(() => process.exit(143));
  };
  process.on('SIGINT', interrupted).on('SIGTERM', terminated).on('SIGHUP', terminated);
  const exitCode = ended(child).then((code) => {
    process.off('SIGINT', interrupted).off('SIGTERM', terminated).off('SIGHUP', terminated);
    return code;
  });
  return {
    exitCode,
    stop: () => {
      stop();
      setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
    },
  };
}

/** Exit code of a child, 127 if it could not be started, 128 + n if signal n ended it. */
export function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(127);
    });
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/** Full path of a program on PATH, or undefined. */
export function onPath(...names: string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  return names
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .find((file) => existsSync(file));
}

const groups = new Set<ChildProcess>();
const folders = new Set<string>();

/** Starts a process in a group of its own that ends with us, however we end. */
export function spawnGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
  cleanUpAtExit();
  groups.add(child);
  child.once('close', () => groups.delete(child));
  return child;
}

/** Ends a process and all it started, and waits until it has gone. */
export async function endGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    signalGroup(child, 'SIGKILL');
    return;
  }
  const gone = ended(child);
  signalGroup(child, 'SIGTERM');
  const force = setTimeout(() => signalGroup(child, 'SIGKILL'), 5_000);
  await gone;
  clearTimeout(force);
  signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

/** A new empty folder for temporary things, gone with this process if `removeFolder` has not removed it before. */
export async function makeFolder(): Promise<string> {
  cleanUpAtExit();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'attention-inspector-'));
  folders.add(folder);
  return folder;
}

export async function removeFolder(folder: string): Promise<void> {
  folders.delete(folder);
  await rm(folder, REMOVE);
}

/** A process that has just been ended may still write a last file. */
const REMOVE = { recursive: true, force: true, maxRetries: 5 } as const;

let watching = false;
function cleanUpAtExit(): void {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    groups.forEach((child) => signalGroup(child, 'SIGKILL'));
    folders.forEach((folder) => rmSync(folder, REMOVE));
  });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      // Whoever else listens (a start script saying goodbye) ends the process itself.
      if (process.listenerCount(signal) === 1) process.exit(code);
    });
  }
}
