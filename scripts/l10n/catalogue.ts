/** What the files of a language hold, and what they lack: of the code's sentences and of the manifest's texts. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { checkout } from '../host/processes';

export type Texts = Readonly<Record<string, string>>;

/** The files with the texts of one language against the English ones. */
export interface Gaps {
  readonly file: string;
  /** English texts, by key, that it does not have. */
  readonly missing: Texts;
  /** Keys that nothing asks for (any longer). */
  readonly leftOver: readonly string[];
  /** Keys whose translation has other placeholders, or is empty. */
  readonly wrong: readonly string[];
}

export const BUNDLES = 'l10n';
export const ENGLISH_BUNDLE = path.join(BUNDLES, 'bundle.l10n.json');
export const ENGLISH_MANIFEST = 'package.nls.json';

export async function readTexts(file: string): Promise<Texts> {
  return JSON.parse(await readFile(path.join(checkout, file), 'utf8')) as Texts;
}

/** Files of every language but English, e.g. "l10n/bundle.l10n.de.json", "package.nls.de.json". */
export async function translations(): Promise<{ bundles: string[]; manifests: string[] }> {
  const bundle = /^bundle\.l10n\.[\w-]+\.json$/;
  const manifest = /^package\.nls\.[\w-]+\.json$/;
  const bundles = (await readdir(path.join(checkout, BUNDLES))).filter((name) => bundle.test(name));
  const manifests = (await readdir(checkout)).filter((name) => manifest.test(name));
  return { bundles: bundles.map((name) => path.join(BUNDLES, name)), manifests };
}

/** @param english what there is to translate, by key */
export function gapsOf(file: string, english: Texts, translated: Texts): Gaps {
  const has = (texts: Texts, key: string) => Object.hasOwn(texts, key);
  const keys = Object.keys(english);
  return {
    file,
    missing: Object.fromEntries(
      keys.filter((key) => !has(translated, key)).map((key) => [key, english[key]!]),
    ),
    leftOver: Object.keys(translated).filter((key) => !has(english, key)),
    wrong: keys.filter((key) => has(translated, key) && !alike(english[key]!, translated[key]!)),
  };
}

/** Placeholders of a text, each once, sorted. */
export function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\d+)\}/g)].map(([, index]) => index!))].sort();
}

function alike(english: string, translated: string): boolean {
  return translated.trim() !== '' && String(placeholders(english)) === String(placeholders(translated));
}

/** Properties of the manifest that a person reads; what the language model alone reads is none of them. */
const VISIBLE = new Set([
  ...['title', 'shortTitle', 'category', 'displayName', 'label', 'description', 'contents'],
  ...['markdownDescription', 'deprecationMessage', 'markdownDeprecationMessage', 'altText'],
  ...[
    'enumDescriptions',
    'markdownEnumDescriptions',
    'enumItemLabels',
    'userDescription',
    'patternErrorMessage',
  ],
]);
/** Parts of it that nobody reads in the editor, or that only a language model does. */
const UNSEEN = new Set(['inputSchema', 'author', 'repository', 'devDependencies', 'dependencies', 'scripts']);

/** Every visible text of the manifest as it stands there: a "%key%", or plain. */
export function visibleTexts(manifest: Readonly<Record<string, unknown>>): { at: string; text: string }[] {
  const found: { at: string; text: string }[] = [];
  const visit = (value: unknown, at: string, visible: boolean): void => {
    if (typeof value === 'string') {
      if (visible) found.push({ at, text: value });
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => visit(item, `${at}[${index}]`, visible && typeof item === 'string'));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (!UNSEEN.has(key)) visit(inner, `${at}.${key}`, VISIBLE.has(key));
      }
    }
  };
  const { contributes, displayName, description, capabilities } = manifest;
  for (const [key, value] of Object.entries({ displayName, description })) visit(value, key, true);
  for (const [key, value] of Object.entries({ contributes, capabilities })) visit(value, key, false);
  return found;
}

/** The key of a text of the manifest; null where it stands there plain. */
export function keyOf(text: string): string | null {
  return /^%([\w.]+)%$/.exec(text)?.[1] ?? null;
}
