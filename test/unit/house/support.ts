/** What the tests of the house share: its files, and what package.json offers. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { checkout } from '../../../scripts/host/processes';

export const at = (...parts: readonly string[]): string => path.join(checkout, ...parts);
export const textOf = (...parts: readonly string[]): string => readFileSync(at(...parts), 'utf8');
export const exists = (...parts: readonly string[]): boolean => existsSync(at(...parts));

interface Manifest {
  readonly version: string;
  readonly engines: Readonly<Record<'vscode' | 'node', string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

export const manifest = JSON.parse(textOf('package.json')) as Manifest;

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string }>>;
}

/** Version of a package that package-lock.json installs. */
export const locked = (name: string): string | undefined =>
  (JSON.parse(textOf('package-lock.json')) as Lock).packages[`node_modules/${name}`]?.version;

// It brings no types along.
const yaml = createRequire(__filename)('js-yaml') as { load(text: string): unknown };

export const yamlOf = (...parts: readonly string[]): unknown => yaml.load(textOf(...parts));

/** Names of the npm scripts that a text runs: `npm run NAME`, and `npm test` and `npm start` as such. */
export function scriptsIn(text: string): readonly string[] {
  const found = text.matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(test|start)\b)/g);
  return [...found].map(([, name, short]) => (name ?? short)!);
}
