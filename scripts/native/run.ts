/** Runs other programs, with their failures as one readable line. */
import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds after which the program is ended. */
  readonly timeout?: number;
}

/** How much of a program's output is kept for the error message, in characters. */
const KEPT = 40_000;

/** Resolves to the program's output; rejects with its last lines when it fails or cannot be started. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => (output = (output + chunk).slice(-KEPT)));
    }
    child.on('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} failed (${signal ?? `exit code ${code}`}):\n${output.trimEnd()}`));
    });
  });
}

/** Null when the program succeeded, otherwise the line of its output that says why not. */
export async function tryRun(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string | null> {
  try {
    await run(command, args, options);
    return null;
  } catch (error) {
    const lines = (error as Error).message.split('\n').map((line) => line.trim());
    return lines.find((line) => /^\w*Error: /u.test(line)) ?? lines.at(-1)!;
  }
}
