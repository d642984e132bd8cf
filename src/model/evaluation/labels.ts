/** Labels as data sets write them, and the classes of a model that they name. */

const SHORT: Readonly<Record<string, string>> = { neg: 'negative', pos: 'positive' };

/**
 * The place among a model's classes that a label names: by its name in any case, "neg" and "pos" for negative and
 * positive, or, unless the classes are numbers themselves, by a whole number from 0 on. Undefined for any other label.
 */
export function classIndex(label: string, classes: readonly string[]): number | undefined {
  const exact = classes.indexOf(label);
  if (exact >= 0) return exact;
  const name = label.toLowerCase();
  const loose = classes.findIndex((one) => [name, SHORT[name]].includes(one.toLowerCase()));
  if (loose >= 0) return loose;
  const numbers = classes.some((one) => /^\d+$/.test(one));
  return !numbers && /^\d+$/.test(label) && Number(label) < classes.length ? Number(label) : undefined;
}
