/** What is only measured against, installed into a cache outside the checkout: never a dependency of the extension. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Packages that score a text by lists of words. */
export const LEXICONS = ['vader-sentiment', 'sentiment', 'wink-sentiment'] as const;

const PACKAGES = {
  'onnxruntime-node': '1.30.0',
  '@tensorflow/tfjs-core': '4.22.0',
  '@tensorflow/tfjs-layers': '4.22.0',
  '@tensorflow/tfjs-backend-wasm': '4.22.0',
  '@tensorflow/tfjs-backend-cpu': '4.22.0',
  'vader-sentiment': '1.1.3',
  sentiment: '5.0.2',
  'wink-sentiment': '5.0.2',
};

export function cacheFolder(): string {
  const caches = process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
  return path.join(caches, 'attention-inspector', 'bench');
}

/**
 * @param wanted all of them where not given
 * @returns why something is missing, or null; what is there already is not asked for again
 */
export function install(folder: string, wanted: readonly string[] = Object.keys(PACKAGES)): string | null {
  const packages = Object.entries(PACKAGES).filter(([name]) => wanted.includes(name));
  const missing = packages.filter(
    ([name]) => !existsSync(path.join(folder, 'node_modules', name, 'package.json')),
  );
  if (missing.length === 0) return null;
  mkdirSync(folder, { recursive: true });
  // Without scripts: ONNX Runtime's would download GPU libraries, its CPU binaries are in the package.
  const { status, stderr } = spawnSync(
    'npm',
    [
      ...['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'],
      ...packages.map(([name, version]) => `${name}@${version}`),
    ],
    { encoding: 'utf8' },
  );
  return status === 0 ? null : `npm install failed: ${stderr.trim().split('\n').at(-1)}`;
}
