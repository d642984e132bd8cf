/** A run's configuration: the file's keys, overridden by flags, checked as a whole. */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { quoteShort } from '../../model/node/formats/labels';
import { InputError } from '../../model/types';
import { checkTogether } from './combinations';
import { trainOptions, trainSchema, type TrainConfig, type TrainKey } from './schema';

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
export function resolveConfig({ flags, file }: Sources): TrainConfig {
  const given = checkGiven({ flags, ...(file ? { file } : {}) });
  for (const key of ['data', 'out'] as const) {
    if (given[key] === undefined) {
      throw new InputError(
        `${flagOf(key)}: expected ${file ? `here or as "${key}" in ${file.name}` : 'a value'}, found none`,
      );
    }
  }
  const config = v.parse(v.strictObject(trainOptions), given);
  const place = (key: TrainKey) => (key in flags || !file ? flagOf(key) : `${file.name}: ${key}`);
  checkTogether(config, new Set(Object.keys(given)), place);
  return config;
}

/**
 * What somebody gave, flags over the file; nothing is filled in.
 * @throws InputError for keys that are unknown and values that are wrong.
 */
export function checkGiven({ flags, file }: Sources): Partial<TrainConfig> {
  // Each source is checked by itself, so that a flag does not hide a mistake in the file.
  if (file) check(file.given, (key) => `${file.name}: ${key}`);
  check(flags, (key) => (Object.hasOwn(trainOptions, key) ? flagOf(key) : key));
  const given: Record<string, unknown> = { ...file?.given, ...flags };
  delete given['$schema'];
  return given;
}

/** Throws for keys that are unknown and values that are wrong; those missing are no matter here. */
function check(given: Given, place: (key: string) => string): void {
  const parsed = v.safeParse(v.partial(trainSchema), given);
  if (parsed.success) return;
  const issue = parsed.issues[0];
  const key = String(issue.path?.[0]?.key ?? '');
  if (!Object.hasOwn(trainSchema.entries, key)) {
    throw new InputError(`${place(key)}: there is no such option${similar(key)}`);
  }
  throw new InputError(`${place(key)}: ${issue.message}`);
}

/** ", did you mean …" where only case, hyphens or one letter differ. */
function similar(key: string): string {
  const plain = (name: string) => name.replace(/[-_]/g, '').toLowerCase();
  const near = Object.keys(trainOptions).find(
    (name) => plain(name) === plain(key) || oneLetterApart(name, key),
  );
  return near ? `; did you mean ${near}?` : '';
}

function oneLetterApart(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i++;
  return short.slice(long.length > short.length ? i : i + 1) === long.slice(i + 1);
}
