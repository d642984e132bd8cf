/** Verbs that reviews are full of, so that "I loved it" is negated as a person would. Pure. */

/** Whose past is not their base with "-ed". */
const IRREGULAR: Readonly<Record<string, string>> = {
  ...{ think: 'thought', know: 'knew', find: 'found', feel: 'felt', see: 'saw', get: 'got', make: 'made' },
  ...{
    give: 'gave',
    go: 'went',
    say: 'said',
    tell: 'told',
    understand: 'understood',
    leave: 'left',
    keep: 'kept',
  },
};
const REGULAR = (
  'like love enjoy hate want need recommend expect believe appreciate deserve work look care laugh cry watch ' +
  'disappoint bore annoy amaze surprise entertain fail suffer regret seem agree'
).split(' ');

interface Form {
  readonly base: string;
  readonly auxiliary: 'do' | 'does' | 'did';
}

const FORMS: ReadonlyMap<string, Form> = new Map(
  [...REGULAR, ...Object.keys(IRREGULAR)].flatMap((base): [string, Form][] => [
    [base, { base, auxiliary: 'do' }],
    [thirdPerson(base), { base, auxiliary: 'does' }],
    [IRREGULAR[base] ?? regularPast(base), { base, auxiliary: 'did' }],
  ]),
);

/** "do not love" for "love", "does not love" for "loves", "did not love" for "loved"; null for what is not on the list. */
export function doSupport(word: string): string | null {
  const form = FORMS.get(word);
  return form ? `${form.auxiliary} not ${form.base}` : null;
}

function thirdPerson(base: string): string {
  if (/(?:s|sh|ch|x|o)$/.test(base)) return `${base}es`;
  return /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ies` : `${base}s`;
}

function regularPast(base: string): string {
  if (base.endsWith('e')) return `${base}d`;
  if (base === 'regret') return 'regretted';
  return /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ied` : `${base}ed`;
}
