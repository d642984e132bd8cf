/**
 * `npm run audit`: asks the registry for known faults in all that ships, the optional native TensorFlow and what is bundled
 * (which package.json has among what only development needs). Each has to be explained in scripts/audit/explained.json.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import explained from './audit/explained.json';
import { bundledPlaces, findings, type AuditReport, type Finding } from './audit/judge';
import { checkout } from './host/processes';

/** No answer, rather than an answer without findings. */
class NotAsked extends Error {}

function audit(...args: readonly string[]): AuditReport {
  let output: string;
  try {
    output = execFileSync('npm', ['audit', '--json', ...args], {
      cwd: checkout,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 256 * 1024 * 1024,
      shell: process.platform === 'win32',
    });
  } catch (error) {
    // It ends with 1 where it finds something, too.
    output = (error as { stdout?: string }).stdout ?? '';
  }
  let report: AuditReport & { readonly auditReportVersion?: number; readonly message?: string };
  try {
    report = JSON.parse(output) as typeof report;
  } catch {
    throw new NotAsked('npm audit gave no report');
  }
  if (report.auditReportVersion === undefined)
    throw new NotAsked(report.message ?? 'npm audit gave no report');
  return report;
}

/** What esbuild took into the bundles, by their source maps. */
function bundled(): Set<string> {
  const maps = readdirSync(path.join(checkout, 'dist'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.js.map'),
  );
  const sources = maps.flatMap((file) => {
    const map = JSON.parse(readFileSync(path.join(checkout, 'dist', file), 'utf8')) as { sources: string[] };
    return map.sources;
  });
  return new Set(bundledPlaces(sources));
}

function main(): number {
  const inBundles = bundled();
  console.log(`${inBundles.size} packages are in the bundles: ${[...inBundles].map(short).join(', ')}`);
  let found: Finding[];
  try {
    const production = findings(audit('--omit=dev'), explained, () => true);
    const inside = findings(audit(), explained, (place) => inBundles.has(place));
    const all = [...production, ...inside];
    found = all.filter((one, i) => all.findIndex((other) => key(other) === key(one)) === i);
  } catch (error) {
    if (!(error instanceof NotAsked)) throw error;
    console.error(
      `\nThe registry cannot be asked from here (${error.message}): nothing is known about faults.`,
    );
    return 2;
  }
  for (const one of found) {
    console.log(`\n${one.severity}: ${one.package}, ${one.advisory}: ${one.title}`);
    console.log(one.why === null ? '  NOT EXPLAINED' : `  explained: ${one.why}`);
  }
  const open = found.filter(({ why }) => why === null).length;
  console.log(`\n${found.length} findings, ${open} of them not explained`);
  return open > 0 ? 1 : 0;
}

const key = (one: Finding): string => `${one.package} ${one.advisory}`;
const short = (place: string): string => place.slice('node_modules/'.length);

process.exit(main());
