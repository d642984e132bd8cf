/** From labels as a data set writes them to classes by number. */
import { classIndex } from '../../model/evaluation/labels';
import { InputError } from '../../model/types';
import type { LabelledText } from '../../model/node/formats/labels';
import { quoteShort } from '../../model/quote';

/** Model folders hold no more. */
const MOST_CLASSES = 1000;

const SENTIMENT: readonly string[] = ['negative', 'positive'];

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
  const labels = asked ?? labelsOf([...new Set(texts.map(({ label }) => label))], file);
  const classes: Classes = {
    labels,
    indexOf: ({ label, where }) => {
      const index = classIndex(label, labels);
      if (index !== undefined) return index;
      throw new InputError(
        `${where}: expected one of the labels ${listed(labels)}, found label ${quoteShort(label)}`,
      );
    },
  };
  for (const text of texts) classes.indexOf(text);
  return classes;
}

function labelsOf(found: readonly string[], file: string): readonly string[] {
  if (found.every((label) => classIndex(label, SENTIMENT) !== undefined)) return SENTIMENT;
  if (found.length > MOST_CLASSES) {
    throw new InputError(
      `${file}: expected at most ${MOST_CLASSES} different labels, found ${found.length}; is label the right column?`,
    );
  }
  return [...found].sort(compareLabels(found));
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
