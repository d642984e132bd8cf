/** Where native TensorFlow for TensorFlow.js is looked for; `npm run native` puts it there. */
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
  const build = `tfjs-node-${NATIVE_VERSION}-${process.platform}-${process.arch}`;
  return path.join(caches, 'attention-inspector', build);
}

/** Package folders to try, best first: the one the environment names, else beside the bundle, else the machine's cache. */
export function nativeFolders(bundleFolder: string, environment: Environment = process.env): string[] {
  const named = environment[NATIVE_VARIABLE];
  if (named) return [path.resolve(named)];
  const found = [bundleFolder, nativeCacheFolder(environment)].flatMap(installedUnder);
  return [...new Set(found)];
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
