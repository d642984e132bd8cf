/** From labels as a data set writes them to classes by number. */
import { InputError } from '../../model/types';
import { quoteShort, type LabelledText } from '../../model/node/formats/labels';

/** Model folders hold no more. */
const MOST_CLASSES = 1000;

/** Names that a table of two sentiments may have, as `evaluate` reads them. */
const SENTIMENT: Readonly<Record<string, number>> = {
  '0': 0,
  neg: 0,
  negative: 0,
  '1': 1,
  pos: 1,
  positive: 1,
};
export const SENTIMENT_LABELS = ['negative', 'positive'] as const;

export interface Classes {
  /** In the model's order. */
  readonly labels: readonly string[];
  /** @throws InputError naming file and line of a label that is none of them. */
  readonly indexOf: (text: Pick<LabelledText, 'label' | 'where'>) => number;
}

/**
 * The classes of training texts. Where all labels are names of the two sentiments, they are negative and positive;
 * otherwise every different label is a class, sorted (as numbers where all are).
 * @param asked names in the order wanted; the data write these names, or, where they write whole numbers, places in
 * this list from 0 on.
 * @throws InputError naming `file`, and the line where there is one, when there are fewer than two classes, or labels
 * that are none of those asked for.
 */
export function classesOf(texts: readonly LabelledText[], file: string, asked?: readonly string[]): Classes {
  const found = new Map<string, LabelledText>();
  for (const text of texts) if (!found.has(text.label)) found.set(text.label, text);
  const known = asked ? askedClasses([...found.keys()], asked) : foundClasses([...found.keys()], file);
  const classes: Classes = {
    labels: known.labels,
    indexOf: ({ label, where }) => {
      const index = known.index(label);
      if (index !== undefined) return index;
      throw new InputError(
        `${where}: expected one of the labels ${listed(known.labels)}, found label ${quoteShort(label)}`,
      );
    },
  };
  for (const text of found.values()) classes.indexOf(text);
  return classes;
}

interface Known {
  readonly labels: readonly string[];
  readonly index: (label: string) => number | undefined;
}

function byName(labels: readonly string[]): Known {
  const indices = new Map(labels.map((label, i) => [label, i]));
  return { labels, index: (label) => indices.get(label) };
}

function askedClasses(found: readonly string[], asked: readonly string[]): Known {
  const named = byName(asked);
  const numbered =
    found.every((label) => /^\d+$/.test(label)) && !found.some((label) => asked.includes(label));
  if (!numbered) return named;
  return { labels: asked, index: (label) => (Number(label) < asked.length ? Number(label) : undefined) };
}

function foundClasses(found: readonly string[], file: string): Known {
  const sentiment = (label: string) => {
    const key = label.toLowerCase();
    return Object.hasOwn(SENTIMENT, key) ? SENTIMENT[key] : undefined;
  };
  if (found.every((label) => sentiment(label) !== undefined))
    return { labels: SENTIMENT_LABELS, index: sentiment };
  if (found.length > MOST_CLASSES) {
    throw new InputError(
      `${file}: expected at most ${MOST_CLASSES} different labels, found ${found.length}; is label the right column?`,
    );
  }
  return byName([...found].sort(compareLabels(found)));
}

function compareLabels(found: readonly string[]): (a: string, b: string) => number {
  const numeric = found.every((label) => Number.isFinite(Number(label)));
  return (a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1);
}

/** At most ten, in quotes. */
function listed(labels: readonly string[]): string {
  const shown = labels.slice(0, 10).map((label) => JSON.stringify(label));
  return [...shown, ...(labels.length > 10 ? ['…'] : [])].join(', ');
}

/**
 * @param counts texts of each class
 * @param remark what was left out before, for the error
 * @throws InputError unless every class has at least two texts: one to learn from and one to validate on.
 */
export function checkCounts(
  texts: readonly { readonly label: number; readonly where: string }[],
  labels: readonly string[],
  file: string,
  remark: string,
): void {
  if (texts.length === 0) throw new InputError(`${file}: no training text is left${remark}`);
  const counts = labels.map(() => 0);
  for (const { label } of texts) counts[label]! += 1;
  const present = counts.filter((count) => count > 0).length;
  if (present === 1) {
    const only = labels[texts[0]!.label]!;
    throw new InputError(
      `${file}: expected at least two classes, found only ${JSON.stringify(only)}${remark}`,
    );
  }
  const rare = counts.findIndex((count) => count < 2);
  if (rare < 0) return;
  const where = texts.find(({ label }) => label === rare)?.where ?? file;
  throw new InputError(
    `${where}: expected at least two texts of each class, found ${counts[rare]} of ${JSON.stringify(labels[rare])}${remark}`,
  );
}
