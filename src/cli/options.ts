/** Options that several commands have, and how their values are read. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { DEFAULT_MODEL } from './models';

export const EXIT_CODES = `
Exit codes: 0 done, 1 bad input, 2 wrong usage.`;

export function withModelOptions(command: Command): Command {
  return command
    .option('--model <name>', 'a shipped model, or the path of a model folder', DEFAULT_MODEL)
    .addOption(backendOption());
}

export function backendOption(): Option {
  return new Option('--backend <backend>', 'what computes')
    .choices(['auto', 'kernels', 'plain', 'tfjs-node', 'wasm', 'cpu'])
    .default('auto');
}

export function splitOption(split: 'train' | 'test'): Option {
  return new Option('--split <split>', 'which part of aclImdb').choices(['train', 'test']).default(split);
}

export function parseCount(value: string): number {
  const count = Number(value);
  if (!/^\d+$/.test(value) || count < 1) throw new InvalidArgumentError('Expected a whole number from 1 on.');
  return count;
}

/** Names between commas. */
export function parseNames(value: string): string[] {
  const names = value.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('Expected names with commas between them.');
  return names;
}

/** What shades start from. */
export function themeOption(): Option {
  return new Option(
    '--theme <theme>',
    'what the shades start from (default: from COLORFGBG, else dark)',
  ).choices(['dark', 'light']);
}
