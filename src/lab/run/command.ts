/** Commands as people type them. */
import { flagOf } from '../config/load';
import { shortPath } from '../report/wording';

const PROGRAM = 'attention-inspector train';

/** Options that name files and folders. */
const PATHS: ReadonlySet<string> = new Set([
  'data',
  'validationData',
  'testData',
  'exclude',
  'softLabels',
  'vectors',
  'init',
  'embeddingFrom',
  'work',
  'out',
]);

/**
 * The command that began a run.
 * @param flags what it was given, by key
 */
export function commandLine(flags: Readonly<Record<string, unknown>>, configFile?: string): string {
  const parts = Object.entries(flags).map(([key, value]) => {
    if (typeof value === 'boolean') return value ? flagOf(key) : flagOf(key).replace('--', '--no-');
    const text = Array.isArray(value) ? value.join(',') : String(value);
    return `${flagOf(key)} ${quoted(PATHS.has(key) ? shortPath(text) : text)}`;
  });
  return [PROGRAM, ...(configFile ? [`--config ${quoted(shortPath(configFile))}`] : []), ...parts].join(' ');
}

/** The command that goes on with it. */
export function resumeCommand(out: string, work: string | undefined): string {
  return [PROGRAM, '--resume', `--out ${quoted(out)}`, ...(work ? [`--work ${quoted(work)}`] : [])].join(' ');
}

/** As a shell takes it for one word. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
