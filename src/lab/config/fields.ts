/** Kinds of options: each is a schema that says in its own words what it expects, and how its flag is written. */
import * as v from 'valibot';
import { quoteShort } from '../../model/quote';

/** What the command line needs to know of an option beside its schema. */
export interface FlagFacts {
  /** Stands for the value in the help, e.g. "<n>"; '' for a switch. */
  readonly value: string;
  /** In the help where there is no fixed default. */
  readonly otherwise?: string;
}

const expected = (what: string) => (issue: v.BaseIssue<unknown>) =>
  `expected ${what}, found ${quoteShort(issue.input)}`;

const facts = <T>(description: string, value: string, otherwise?: string) =>
  [
    v.description<T, string>(description),
    v.metadata<T, FlagFacts & Record<string, unknown>>({ value, ...(otherwise ? { otherwise } : {}) }),
  ] as const;

export function text(description: string, value: string, otherwise?: string) {
  const wrong = expected('text that is not empty');
  return v.pipe(v.string(wrong), v.nonEmpty(wrong), ...facts<string>(description, value, otherwise));
}

export function whole(description: string, least: number, most: number, otherwise?: string) {
  const wrong = expected(`a whole number from ${least} to ${most}`);
  return v.pipe(
    v.number(wrong),
    v.integer(wrong),
    v.minValue(least, wrong),
    v.maxValue(most, wrong),
    ...facts<number>(description, '<n>', otherwise),
  );
}

/** A number from `least` on, at most `most`. */
export function real(description: string, least: number, most: number, otherwise?: string) {
  const wrong = expected(`a number from ${least} to ${most}`);
  return v.pipe(
    v.number(wrong),
    v.minValue(least, wrong),
    v.maxValue(most, wrong),
    ...facts<number>(description, '<x>', otherwise),
  );
}

export function choice<const T extends readonly string[]>(description: string, names: T, otherwise?: string) {
  return v.pipe(
    v.picklist(names, expected(`one of ${names.join(', ')}`)),
    ...facts<T[number]>(description, '<name>', otherwise),
  );
}

export function toggle(description: string) {
  return v.pipe(v.boolean(expected('true or false')), ...facts<boolean>(description, ''));
}

export function names(description: string, least: number, otherwise?: string) {
  const wrong = expected(`a list of different names, at least ${least}`);
  return v.pipe(
    v.array(v.pipe(v.string(wrong), v.nonEmpty(wrong)), wrong),
    v.minLength(least, wrong),
    v.check((list) => new Set(list).size === list.length, wrong),
    ...facts<string[]>(description, '<list>', otherwise),
  );
}

export function wholes(description: string, least: number, most: number) {
  const wrong = expected(`a list of whole numbers from ${least} to ${most}`);
  const one = v.pipe(v.number(wrong), v.integer(wrong), v.minValue(least, wrong), v.maxValue(most, wrong));
  return v.pipe(v.array(one, wrong), v.minLength(1, wrong), ...facts<number[]>(description, '<list>'));
}

export function reals(description: string, least: number, most: number, otherwise: string) {
  const wrong = expected(`a list of numbers from ${least} to ${most}`);
  const one = v.pipe(v.number(wrong), v.minValue(least, wrong), v.maxValue(most, wrong));
  return v.pipe(
    v.array(one, wrong),
    v.minLength(1, wrong),
    ...facts<number[]>(description, '<list>', otherwise),
  );
}
