/** Other spellings under which the vocabulary may know a word that it does not know as it stands. */

/** British and American endings and middles, each for the other. */
const PAIRS: readonly (readonly [RegExp, string])[] = [
  [/our/, 'or'],
  [/or(?=s?$|ed|ing|ful|ite|able|less)/, 'our'],
  [/is(?=e[ds]?$|ing|ation)/, 'iz'],
  [/iz(?=e[ds]?$|ing|ation)/, 'is'],
  [/ys(?=e[ds]?$|ing)/, 'yz'],
  [/yz(?=e[ds]?$|ing)/, 'ys'],
  [/(?<=[bct])re(?=s?$)/, 'er'],
  [/(?<=[bct])er(?=s?$)/, 're'],
  [/ogue/, 'og'],
  [/og(?=s?$)/, 'ogue'],
  [/ll(?=ed$|ing$|er$)/, 'l'],
  [/(?<=[aeiou])l(?=ed$|ing$|er$)/, 'll'],
  [/ence$/, 'ense'],
  [/ense$/, 'ence'],
  [/ae|oe/, 'e'],
];
const SHORTEST = 5;

/** "soooo" as "soo" and "so", "goooood" as "good" and "god". */
function shortened(word: string): string[] {
  if (!/(\p{L})\1\1/u.test(word)) return [];
  return [word.replace(/(\p{L})\1{2,}/gu, '$1$1'), word.replace(/(\p{L})\1{2,}/gu, '$1')];
}

/**
 * Spellings to try for a normalised word, the likeliest first: letters drawn out for emphasis, British for American and
 * the other way round.
 */
export function otherSpellings(word: string): string[] {
  const short = shortened(word);
  const forms = short.length > 0 ? short : [word];
  const exchanged = forms
    .filter((form) => form.length >= SHORTEST)
    .flatMap((form) => PAIRS.filter(([from]) => from.test(form)).map(([from, to]) => form.replace(from, to)));
  return [...short, ...exchanged];
}
