/**
 * A suite of behavioural tests in the manner of CheckList (Ribeiro et al., ACL 2020): capabilities, each tried by three
 * types of test. Files hold texts, or templates that a seed fills from lists of words.
 */
import * as v from 'valibot';
import { Random } from '../random';
import { parseWith } from '../schema';
import { InputError } from '../types';

/**
 * minimum: one text with a verdict that any model must get right.
 * invariance: a text and others that differ in what must not matter.
 * direction: two texts of which the second must be more, or less, positive.
 */
export type BehaviourCase = {
  readonly capability: string;
  /** The name of the test that the case is one of. */
  readonly test: string;
  readonly texts: readonly string[];
} & (
  | { readonly type: 'minimum'; readonly expect: 'positive' | 'negative' }
  | { readonly type: 'invariance'; readonly expect: 'same' }
  | { readonly type: 'direction'; readonly expect: 'up' | 'down' }
);

export type TestType = BehaviourCase['type'];
export const TEST_TYPES: readonly TestType[] = ['minimum', 'invariance', 'direction'];

const text = v.pipe(v.string(), v.regex(/\S/u, 'expected a text, found an empty one'));
const common = {
  name: text,
  /** Fillings drawn from each template; all of them where not given. */
  sample: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
};
const atLeastOne = <T>(cases: v.GenericSchema<T>) => v.pipe(v.array(cases), v.minLength(1));

const suiteSchema = v.strictObject({
  capability: text,
  about: text,
  /** Lists that templates are filled from; an item may be a list itself, whose parts {name.0}, {name.1} stand for. */
  words: v.exactOptional(v.record(v.string(), atLeastOne(v.union([text, v.array(text)])))),
  tests: atLeastOne(
    v.variant('type', [
      v.strictObject({
        ...common,
        type: v.literal('minimum'),
        expect: v.picklist(['positive', 'negative']),
        cases: atLeastOne(text),
      }),
      v.strictObject({
        ...common,
        type: v.literal('invariance'),
        cases: atLeastOne(v.pipe(v.array(text), v.minLength(2))),
      }),
      v.strictObject({
        ...common,
        type: v.literal('direction'),
        expect: v.picklist(['up', 'down']),
        cases: atLeastOne(v.tuple([text, text])),
      }),
    ]),
  ),
});

/** A list's name, a part of its item, and how it is written: {film}, {year.0}, {sentence|upper}. */
const PLACE = /\{(\w+)(?:\.(\d))?(?:\|(upper|lower|title))?\}/gu;

type Words = Readonly<Record<string, readonly (string | readonly string[])[]>>;
/** An index into each list. */
type Filling = Readonly<Record<string, number>>;

/**
 * The cases of one file of a suite, the same for the same file.
 * @param where names the file in errors.
 * @throws InputError when it is no JSON, lacks something or a template names a list that is not there.
 */
export function parseSuite(json: string, where: string): BehaviourCase[] {
  const { capability, words = {}, tests } = parseWith(suiteSchema, json, where);
  return tests.flatMap((test) => {
    const { name, type } = test;
    const expect = type === 'invariance' ? 'same' : test.expect;
    return test.cases.flatMap((templates, index) => {
      const texts = typeof templates === 'string' ? [templates] : templates;
      return fillings(texts, words, test.sample ?? Infinity, index, `${where}, ${name}`).map(
        (filling) =>
          ({
            capability,
            test: name,
            type,
            expect,
            texts: texts.map((t) => fill(t, words, filling)),
          }) as BehaviourCase,
      );
    });
  });
}

/** Every combination of the items that the texts name, or as many of them as asked for, drawn by the seed. */
function fillings(
  texts: readonly string[],
  words: Words,
  sample: number,
  seed: number,
  where: string,
): readonly Filling[] {
  const names = new Set(texts.flatMap((text) => [...text.matchAll(PLACE)].map(([, name]) => name!)));
  let all: Filling[] = [{}];
  for (const name of names) {
    if (!Object.hasOwn(words, name)) throw new InputError(`${where}: expected a list "${name}" in words`);
    all = all.flatMap((filling) => words[name]!.map((_, i) => ({ ...filling, [name]: i })));
  }
  return all.length <= sample ? all : new Random(seed).shuffle(all).slice(0, sample);
}

function fill(template: string, words: Words, filling: Filling): string {
  return template.replace(PLACE, (_, name: string, part: string | undefined, form: string | undefined) => {
    const item = words[name]![filling[name]!]!;
    const value = typeof item === 'string' ? item : item[Number(part ?? 0)];
    if (value === undefined) throw new InputError(`{${name}.${part}}: an item of the list has no such part`);
    if (form === 'upper') return value.toUpperCase();
    if (form === 'lower') return value.toLowerCase();
    if (form === 'title') return value.replace(/(?<![\p{L}'])\p{L}/gu, (letter) => letter.toUpperCase());
    return value;
  });
}
