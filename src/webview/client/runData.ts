/** What the run through a document draws and where. Pure; widths are words. */
import { isSentiment } from '../../wording';
import type { ViewAnalysis } from '../protocol';

export interface RunPart {
  readonly view: ViewAnalysis;
  /** Of the class that is drawn, in [0, 1]. */
  readonly probability: number;
  /** Where it begins and ends, in words from the first one on. */
  readonly from: number;
  readonly to: number;
}

/** The class whose probability is drawn at first: of sentiment the good one, of two the second, of more the most frequent verdict. */
export function firstClass(analyses: readonly ViewAnalysis[]): string | null {
  const classes = analyses[0]?.analysis.classes ?? [];
  if (isSentiment(classes)) return 'positive';
  if (classes.length <= 2) return classes.at(-1)?.label ?? null;
  const counts = new Map<string, number>();
  for (const { analysis } of analyses) counts.set(analysis.label, (counts.get(analysis.label) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

/** The texts in reading order, each as wide as it has words. */
export function partsOf(analyses: readonly ViewAnalysis[], label: string): RunPart[] {
  let from = 0;
  return analyses.map((view) => {
    const { classes, tokens } = view.analysis;
    const probability = classes.find((one) => one.label === label)?.probability ?? 0;
    const part = { view, probability, from, to: from + Math.max(1, tokens.length) };
    from = part.to;
    return part;
  });
}

/** Place of the part at this word; null beside them. */
export function partAt(parts: readonly RunPart[], word: number): number | null {
  if (word < 0 || word >= (parts.at(-1)?.to ?? 0)) return null;
  let [low, high] = [0, parts.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (parts[middle]!.to > word) high = middle;
    else low = middle + 1;
  }
  return low;
}

type Stretch = Pick<RunPart, 'from' | 'to' | 'probability'>;

/**
 * At most about so many stretches in place of the parts: of more, neighbours that would share a pixel are drawn as one, as
 * high as they are on the average of their words.
 */
export function columns(parts: readonly RunPart[], most: number): readonly Stretch[] {
  if (parts.length <= most) return parts;
  const least = parts.at(-1)!.to / most;
  const drawn: { from: number; to: number; probability: number }[] = [];
  for (const { from, to, probability } of parts) {
    const last = drawn.at(-1);
    if (!last || last.to - last.from >= least) {
      drawn.push({ from, to, probability });
      continue;
    }
    last.probability += ((probability - last.probability) * (to - from)) / (to - last.from);
    last.to = to;
  }
  return drawn;
}

/** A corner of the outline: it goes along each text at its height, and straight up or down between two. */
export interface Corner {
  readonly word: number;
  readonly probability: number;
}

export function outline(parts: readonly Stretch[]): Corner[] {
  return parts.flatMap(({ from, to, probability }) => [
    { word: from, probability },
    { word: to, probability },
  ]);
}
