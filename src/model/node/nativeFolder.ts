/** Where native TensorFlow for TensorFlow.js is looked for: the extension's command or `npm run native` puts it there. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';

export const NATIVE_PACKAGE = '@tensorflow/tfjs-node';
export const NATIVE_VERSION = '4.22.0';

/** Environment variable: `off` forbids native TensorFlow, a path names the package folder to load. */
export const NATIVE_VARIABLE = 'ATTENTION_INSPECTOR_TFJS_NODE';

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder outside every checkout where one build serves the whole machine; it has a node_modules of its own. */
export function nativeCacheFolder(environment: Environment = process.env): string {
  const caches = environment['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
  return path.join(caches, 'attention-inspector', BUILD);
}

const BUILD = `tfjs-node-${NATIVE_VERSION}-${process.platform}-${process.arch}`;

/** Where the extension keeps native TensorFlow in its global storage. */
export interface NativePlaces {
  /** Everything of it is in here, also what is being installed. */
  readonly root: string;
  /** What was installed whole, with a node_modules of its own. */
  readonly folder: string;
  readonly package: string;
  /** Without this file, what is in the folder does not count. */
  readonly record: string;
}

export function nativePlaces(storage: string): NativePlaces {
  const root = path.join(storage, 'native');
  const folder = path.join(root, BUILD);
  return {
    root,
    folder,
    package: path.join(folder, 'node_modules', NATIVE_PACKAGE),
    record: path.join(folder, 'installed.json'),
  };
}

/** What is known of an installation in the global storage. */
export interface NativeRecord {
  /** The build of Node in which it was seen to compute, as `nodeBuild` names it; empty once it no longer did. */
  readonly provenIn: string;
}

/** A native library may bring its whole process down: it is only loaded where it was tried in a process of its own. */
export function nodeBuild({ electron, node, modules }: NodeJS.ProcessVersions = process.versions): string {
  return [`Node ${node} (ABI ${modules})`, ...(electron ? [`Electron ${electron}`] : [])].join(', ');
}

/** Null: nothing is installed there, or not whole. */
export function readNativeRecord({ record }: NativePlaces): NativeRecord | null {
  try {
    const { provenIn } = JSON.parse(readFileSync(record, 'utf8')) as Partial<NativeRecord>;
    return typeof provenIn === 'string' ? { provenIn } : null;
  } catch {
    return null;
  }
}

/**
 * Package folders to try, best first: the one the environment names, else what was installed in the global storage and
 * tried in this Node, else beside the bundle, else the machine's cache.
 * @param storage the extension's global storage; not given outside an editor
 */
export function nativeFolders(
  bundleFolder: string,
  environment: Environment = process.env,
  storage?: string,
): string[] {
  const named = environment[NATIVE_VARIABLE];
  if (named) return [path.resolve(named)];
  const places = storage === undefined ? null : nativePlaces(storage);
  const stored = places && readNativeRecord(places)?.provenIn === nodeBuild() ? [places.package] : [];
  const found = [bundleFolder, nativeCacheFolder(environment)].flatMap(installedUnder);
  return [...new Set([...stored, ...found])];
}

/** Why there is nothing to try. */
export function nativeMissing(storage?: string): string {
  if (storage === undefined) return `${NATIVE_PACKAGE} is not installed.`;
  const record = readNativeRecord(nativePlaces(storage));
  const command = 'the command "Enable Native TensorFlow Backend"';
  if (record === null) return `${NATIVE_PACKAGE} is not installed; ${command} installs it.`;
  if (record.provenIn === '')
    return `${NATIVE_PACKAGE} does not load in this Node; ${command} tries it again.`;
  return `${NATIVE_PACKAGE} was tried in ${record.provenIn}, and this is ${nodeBuild()}; ${command} tries it again.`;
}

/** The package's folder as Node resolves it for a file in this folder; empty when it is not installed. */
function installedUnder(folder: string): string[] {
  try {
    const resolver = createRequire(path.resolve(folder, 'index.js'));
    return [path.dirname(resolver.resolve(`${NATIVE_PACKAGE}/package.json`))];
  } catch {
    return [];
  }
}
