/** Runs other programs so that they can be ended together with everything that they started. */
import { spawn, type ChildProcess } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** By the shell, as Windows needs it for command files; the caller quotes. */
  readonly shell?: boolean;
  /** Ends the program and all that it started. */
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
}

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
  /** The end of what it wrote, both streams as they came. */
  readonly output: string;
}

/** Settles once the program and everything that writes to its streams has ended; rejects when it cannot be started. */
export type Run = (command: string, args: readonly string[], options: RunOptions) => Promise<Ended>;

/** How much output is kept, in characters. */
const KEPT = 40_000;
/** What does not end when it is asked to is ended after so many ms. */
const GRACE_MS = 3_000;

export const run: Run = (command, args, { signal, onLine, ...options }) =>
  new Promise((resolve, reject) => {
    // On POSIX a group of its own, so that one signal reaches the scripts that npm starts.
    const child = spawn(command, args, {
      ...options,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    for (const stream of [child.stdout!, child.stderr!]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output = (output + chunk).slice(-KEPT);
        const lines = (rest + chunk).split(/[\r\n]+/u);
        rest = lines.pop()!.slice(-KEPT);
        if (onLine) lines.filter((line) => line.trim() !== '').forEach(onLine);
      });
    }
    let grace: NodeJS.Timeout | undefined;
    const end = () => {
      endTree(child, 'SIGTERM');
      grace = setTimeout(() => endTree(child, 'SIGKILL'), GRACE_MS);
    };
    const settled = () => {
      clearTimeout(grace);
      signal.removeEventListener('abort', end);
    };
    child.on('error', (error) => {
      settled();
      reject(error);
    });
    child.on('close', (code, endedBy) => {
      settled();
      resolve({ code, signal: endedBy, output });
    });
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

function endTree({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true }).on(
      'error',
      () => undefined,
    );
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // Gone already.
  }
}

/** Whether a process of this number runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
