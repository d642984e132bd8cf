/** A run's configuration: the file's keys, overridden by flags, checked as a whole. */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { quoteShort } from '../../model/quote';
import { InputError } from '../../model/types';

/** What a command may be told, in a config file or by flags. */
export interface Definition<E extends v.ObjectEntries> {
  /** As the help groups them. */
  readonly groups: Readonly<Record<string, Partial<E>>>;
  readonly entries: E;
  readonly required: readonly string[];
  /**
   * Throws InputError for the first combination that cannot be.
   * @param given keys that somebody wrote, not filled in
   * @param place how an error calls a key
   */
  readonly check: (config: ConfigOf<E>, given: ReadonlySet<string>, place: (key: string) => string) => void;
}

export type ConfigOf<E extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<E, undefined>>;

type Given = Readonly<Record<string, unknown>>;

/** "learningRate" as the flag "--learning-rate". */
export function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * Reads a config file: a JSON object, not yet checked further.
 * @throws InputError naming the file.
 */
export async function readConfigFile(file: string): Promise<Given> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new InputError(`${file}: cannot be read (${error.message})`);
  });
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new InputError(`${file}: not valid JSON (${(error as Error).message})`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${file}: expected one object of options, found ${quoteShort(value)}`);
  }
  return value as Given;
}

export interface Sources {
  /** What flags say, by key. */
  readonly flags: Given;
  readonly file?: { readonly name: string; readonly given: Given };
}

/**
 * The whole configuration, defaults filled in; flags win over the file.
 * @throws InputError naming the file and key, or the flag, that is unknown, wrong, missing, or impossible with another.
 */
export function resolveConfig<E extends v.ObjectEntries>(
  definition: Definition<E>,
  { flags, file }: Sources,
): ConfigOf<E> {
  const given = checkGiven(definition, { flags, ...(file ? { file } : {}) });
  for (const key of definition.required) {
    if (!Object.hasOwn(given, key)) {
      throw new InputError(
        `${flagOf(key)}: expected ${file ? `here or as "${key}" in ${file.name}` : 'a value'}, found none`,
      );
    }
  }
  const config = v.parse(v.strictObject(definition.entries), given);
  const place = (key: string) => (key in flags || !file ? flagOf(key) : `${file.name}: ${key}`);
  definition.check(config, new Set(Object.keys(given)), place);
  return config;
}

/**
 * What somebody gave, flags over the file; nothing is filled in.
 * @throws InputError for keys that are unknown and values that are wrong.
 */
export function checkGiven<E extends v.ObjectEntries>(
  { entries }: Definition<E>,
  { flags, file }: Sources,
): Partial<ConfigOf<E>> {
  // Each source is checked by itself, so that a flag does not hide a mistake in the file.
  if (file) check(entries, file.given, (key) => `${file.name}: ${key}`);
  check(entries, flags, (key) => (Object.hasOwn(entries, key) ? flagOf(key) : key));
  const given: Record<string, unknown> = { ...file?.given, ...flags };
  delete given['$schema'];
  return given as Partial<ConfigOf<E>>;
}

/** Throws for keys that are unknown and values that are wrong; those missing are no matter here. */
function check(entries: v.ObjectEntries, given: Given, place: (key: string) => string): void {
  // A config file may name the published schema for editors to check it by.
  const known: v.ObjectEntries = { $schema: v.string(), ...entries };
  const parsed = v.safeParse(v.partial(v.strictObject(known)), given);
  if (parsed.success) return;
  const issue = parsed.issues[0];
  const key = String(issue.path?.[0]?.key ?? '');
  if (!Object.hasOwn(known, key)) {
    throw new InputError(`${place(key)}: there is no such option${similar(key, Object.keys(entries))}`);
  }
  throw new InputError(`${place(key)}: ${issue.message}`);
}

/** ", did you mean …" where only case, hyphens or one letter differ. */
function similar(key: string, names: readonly string[]): string {
  const plain = (name: string) => name.replace(/[-_]/g, '').toLowerCase();
  const near = names.find((name) => plain(name) === plain(key) || oneLetterApart(name, key));
  return near ? `; did you mean ${near}?` : '';
}

function oneLetterApart(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i++;
  return short.slice(long.length > short.length ? i : i + 1) === long.slice(i + 1);
}
