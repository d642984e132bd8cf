/** Checks of data from outside that several schemas and their readers share. */
import * as v from 'valibot';
import { messageShort } from './quote';
import { InputError } from './types';

/** A whole number from `least` to `most`. */
export const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** A number from `least` to `most`. */
export const real = (least: number, most: number) => v.pipe(v.number(), v.minValue(least), v.maxValue(most));

/**
 * What the schema makes of a value.
 * @throws InputError naming `where` and the field that is wrong
 */
export function checked<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  where: string,
): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  throw new InputError(messageShort(`${where}: ${v.getDotPath(issue) ?? 'top level'}: ${issue.message}`));
}

/**
 * The same of JSON text.
 * @throws InputError also for text that is no JSON
 */
export function parseWith<S extends v.GenericSchema>(
  schema: S,
  text: string,
  where: string,
): v.InferOutput<S> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError(messageShort(`${where}: not valid JSON (${(error as Error).message})`));
  }
  return checked(schema, json, where);
}
