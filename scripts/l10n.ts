/** `npm run l10n`: writes the bundle of English sentences; `npm run l10n -- --missing` lists what is not translated. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import manifest from '../package.json';
import { checkout } from './host/processes';
import {
  BUNDLES,
  ENGLISH_BUNDLE,
  ENGLISH_MANIFEST,
  gapsOf,
  keyOf,
  readTexts,
  translations,
  visibleTexts,
  type Gaps,
} from './l10n/catalogue';
import { callsIn, englishBundle, readSources } from './l10n/strings';

const USAGE = `npm run l10n [-- --missing]

Writes ${BUNDLES}/bundle.l10n.json from the code. With --missing, it writes nothing and lists what the languages lack,
in a form that can be pasted into their files; it then ends with 1 if there is anything.`;

/** Everything that is not as it should be, in lines; empty when every language is whole. */
async function report(bundle: Record<string, string>): Promise<string[]> {
  const english = await readTexts(ENGLISH_MANIFEST);
  const texts = visibleTexts(manifest);
  const plain = texts.filter(({ text }) => keyOf(text) === null).map(({ at, text }) => `  ${at}: ${text}`);
  const keys = texts.flatMap(({ text }) => keyOf(text) ?? []);
  const asked = Object.fromEntries(keys.map((key) => [key, english[key] ?? '']));
  const { bundles, manifests } = await translations();
  const gaps = [
    gapsOf(ENGLISH_BUNDLE, bundle, await readTexts(ENGLISH_BUNDLE)),
    gapsOf(ENGLISH_MANIFEST, asked, english),
  ];
  for (const file of bundles) gaps.push(gapsOf(file, bundle, await readTexts(file)));
  for (const file of manifests) gaps.push(gapsOf(file, asked, await readTexts(file)));
  return [...(plain.length > 0 ? ['package.json, plain text:', ...plain] : []), ...gaps.flatMap(linesOf)];
}

function linesOf({ file, missing, leftOver, wrong }: Gaps): string[] {
  const entries = Object.entries(missing).map(
    ([key, text]) => `  ${JSON.stringify(key)}: ${JSON.stringify(text)},`,
  );
  const list = (heading: string, lines: readonly string[]) =>
    lines.length > 0 ? [`${file}, ${heading} (${lines.length}):`, ...lines] : [];
  const quoted = (keys: readonly string[]) => keys.map((key) => `  ${JSON.stringify(key)}`);
  return [
    ...list('missing', entries),
    ...list('nothing asks for', quoted(leftOver)),
    ...list('empty or with other placeholders', quoted(wrong)),
  ];
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { missing: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const sources = await readSources();
  const loose = callsIn(sources).filter(({ sentence }) => sentence === null);
  if (loose.length > 0) {
    throw new Error(`t() needs its sentence as a literal: ${loose.map(({ place }) => place).join(', ')}`);
  }
  const bundle = await englishBundle(sources);
  if (values.missing) {
    const lines = await report(bundle);
    console.log(lines.length > 0 ? lines.join('\n') : 'Every language has everything.');
    return lines.length > 0 ? 1 : 0;
  }
  await writeFile(path.join(checkout, ENGLISH_BUNDLE), `${JSON.stringify(bundle, null, 2)}\n`);
  console.log(`${ENGLISH_BUNDLE}: ${Object.keys(bundle).length} sentences`);
  return 0;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(`npm run l10n: ${(error as Error).message}`);
    process.exitCode = 1;
  },
);
