/** The terminal's door to the model: `attention-inspector analyze` and `attention-inspector evaluate`. */
import path from 'node:path';
import { CommanderError } from 'commander';
import type { Context } from './cli/context';
import { createProgram, usageExitCode } from './cli/program';
import { visibleLine } from './cli/safeText';
import type { InputError } from './model/types';

const context: Context = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  bundleFolder: __dirname,
  modelsFolder: path.join(__dirname, '..', 'models'),
};

/** By its name: the laboratory is a bundle of its own, with a class of its own. */
function isInputError(error: unknown): error is InputError {
  return error instanceof Error && error.name === 'InputError';
}

async function main(): Promise<number> {
  try {
    await createProgram(context).parseAsync();
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return usageExitCode(error);
    if (isInputError(error)) console.error(`error: ${visibleLine(error.message)}`);
    else console.error(error);
    return 1;
  }
}

/** A reader that has seen enough, such as `head`, ends the work; nobody is left to be told of it. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') console.error(`error: standard output: ${error.message}`);
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});
process.stderr.on('error', () => undefined);

void main().then((code) => {
  process.exitCode = code;
});
