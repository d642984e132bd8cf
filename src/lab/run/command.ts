/** Commands as people type them. */
import { flagOf } from '../config/load';
import { shortPath } from '../report/wording';
import type { RunRequest } from './request';

const PROGRAM = 'attention-inspector';

/** Options that name files and folders. */
const PATHS: ReadonlySet<string> = new Set([
  'data',
  'validationData',
  'testData',
  'exclude',
  'softLabels',
  'vectors',
  'init',
  'unlabelled',
  'models',
  'embeddingFrom',
  'work',
  'out',
]);

type Command = 'train' | 'pretrain' | 'label';

/** The command that began a run. */
export function commandLine(
  command: Command,
  { flags, configFile }: Pick<RunRequest, 'flags' | 'configFile'>,
): string {
  const parts = Object.entries(flags).map(([key, value]) => {
    if (typeof value === 'boolean') return value ? flagOf(key) : flagOf(key).replace('--', '--no-');
    const items = Array.isArray(value) ? value.map(String) : [String(value)];
    return `${flagOf(key)} ${quoted(items.map((item) => (PATHS.has(key) ? shortPath(item) : item)).join(','))}`;
  });
  const config = configFile ? [`--config ${quoted(shortPath(configFile))}`] : [];
  return [PROGRAM, command, ...config, ...parts].join(' ');
}

/** The command that goes on with it. */
export function resumeCommand(
  command: Command,
  { out, work }: { readonly out: string; readonly work?: string | undefined },
): string {
  const parts = [`--out ${quoted(out)}`, ...(work === undefined ? [] : [`--work ${quoted(work)}`])];
  return [PROGRAM, command, '--resume', ...parts].join(' ');
}

/** As a shell takes it for one word. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
