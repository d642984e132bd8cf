/** Two classifiers over the same texts. */
import { mcnemar } from './statistics';

/** What one classifier said, text by text. */
export interface Verdicts {
  /** The class predicted. */
  readonly labels: readonly string[];
  readonly right: readonly boolean[];
}

export interface Comparison {
  /** Share of the texts with the same verdict, in [0, 1]. */
  readonly agreement: number;
  /** Texts that only the first, or only the second, is right about. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** McNemar's exact test: how probable such a difference is between two equally good ones. */
  readonly p: number;
}

/** @throws RangeError unless both have verdicts on as many texts, at least one. */
export function compareVerdicts(first: Verdicts, second: Verdicts): Comparison {
  const n = first.labels.length;
  if (n === 0 || second.labels.length !== n) {
    throw new RangeError(`Expected verdicts on the same texts, found ${n} and ${second.labels.length}`);
  }
  const count = (holds: (i: number) => boolean) => first.labels.filter((_, i) => holds(i)).length;
  const onlyFirst = count((i) => first.right[i]! && !second.right[i]!);
  const onlySecond = count((i) => !first.right[i]! && second.right[i]!);
  return {
    agreement: count((i) => first.labels[i] === second.labels[i]) / n,
    onlyFirst,
    onlySecond,
    p: mcnemar(onlyFirst, onlySecond),
  };
}
