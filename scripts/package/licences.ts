/** Licences of what the bundles really hold, by what esbuild says of them. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { checkout } from '../host/processes';

/** What esbuild leaves of a build, as far as it is read here. */
export interface Meta {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
}

export interface Library {
  readonly name: string;
  readonly version: string;
  /** SPDX identifier. */
  readonly licence: string;
  readonly text: string;
}

/** Licences that ask for no more than that their text comes along. */
const PERMISSIVE = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD'];

/** Compiled into the kernels, which no metafile tells of. */
const COMPILED_IN = ['assemblyscript'];

/** Copyright lines of packages that name their licence and come without its text. */
const WITHOUT_TEXT: Readonly<Record<string, string>> = {
  '@tensorflow/tfjs-backend-cpu': 'Copyright Google LLC',
  '@tensorflow/tfjs-backend-wasm': 'Copyright Google LLC',
  '@tensorflow/tfjs-core': 'Copyright Google LLC',
  '@vscode/l10n': 'Copyright (c) Microsoft Corporation',
  seedrandom: 'Copyright 2019 David Bau',
  tr46: 'Copyright (c) Sebastian Mayr',
};

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use,
copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom
the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const modules = path.join(checkout, 'node_modules');

/** The Apache License 2.0, as AssemblyScript comes with it. */
const apache = () => readFileSync(path.join(modules, 'assemblyscript', 'LICENSE'), 'utf8').trim();

/** Whether one of the manifest's `files` names this one. */
export function ships(patterns: readonly string[], file: string): boolean {
  return patterns.some((pattern) => {
    const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, (stars) => {
      return stars.length > 1 ? '.*' : '[^/]*';
    });
    return new RegExp(`^${source}(/.*)?$`).test(file);
  });
}

/** Folders of the packages that have a part in bundles, by rising name. @param wanted picks bundles by their path */
export function packagesIn(metas: readonly Meta[], wanted: (bundle: string) => boolean): readonly string[] {
  const folders = metas.flatMap(({ outputs }) =>
    Object.entries(outputs)
      .filter(([bundle]) => wanted(bundle))
      .flatMap(([, { inputs }]) => Object.entries(inputs))
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .flatMap(([input]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  );
  return [...new Set(folders)].sort();
}

/** @throws Error naming a package whose licence asks for more than its text, or is not known */
export function libraryIn(folder: string): Library {
  const { name, version, license } = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  ) as Record<string, string>;
  if (!PERMISSIVE.includes(license!))
    throw new Error(`${name}: its licence is ${license}; may it be bundled?`);
  const texts = readdirSync(folder).filter((file) =>
    /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i.test(file),
  );
  const found = texts.map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  return {
    name: name!,
    version: version!,
    licence: license!,
    text: found.join('\n\n') || standard(name!, license!),
  };
}

function standard(name: string, licence: string): string {
  const copyright = WITHOUT_TEXT[name];
  const terms = licence === 'MIT' ? MIT : licence === 'Apache-2.0' ? apache() : undefined;
  if (!copyright || !terms) throw new Error(`${name}: it comes without the text of its licence, ${licence}`);
  return `${copyright}\n\n${terms}`;
}

/** All that the bundles of a package hold. @param meta as esbuild.mjs writes it */
export function librariesOf(meta: string, patterns: readonly string[]): readonly Library[] {
  const metas = JSON.parse(readFileSync(meta, 'utf8')) as readonly Meta[];
  const wanted = (bundle: string) => ships(patterns, bundle.slice(bundle.lastIndexOf('dist/')));
  const folders = [
    ...packagesIn(metas, wanted).map((folder) => path.resolve(checkout, folder)),
    ...COMPILED_IN.map((name) => path.join(modules, name)),
  ];
  const libraries = folders.filter((folder) => existsSync(path.join(folder, 'package.json'))).map(libraryIn);
  return libraries.sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

/** The page that is shipped: libraries with the same words share them. */
export function page(libraries: readonly Library[]): string {
  const byText = new Map<string, Library[]>();
  for (const library of libraries) {
    const text = library.text.replace(/\r/g, '').replace(/[ \t]+$/gm, '');
    byText.set(text, [...(byText.get(text) ?? []), library]);
  }
  const sections = [...byText].map(([text, sharing]) => {
    const names = sharing.map(({ name, version, licence }) => `- ${name} ${version} (${licence})`);
    return `${names.join('\n')}\n\n${text.replace(/^/gm, '    ').replace(/[ \t]+$/gm, '')}\n`;
  });
  return [
    '# Third-party notices',
    'The bundles of Attention Inspector hold parts of these libraries. `npm run licences` writes this page.',
    ...sections,
  ].join('\n\n');
}
