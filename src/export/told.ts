/** The one number that stands for a verdict in JSON and tables. Pure. */
import type { ClassProbability } from '../model/types';
import { isSentiment } from '../wording';

/** Of sentiment always P(positive), so that texts can be sorted by it; otherwise that of the label. */
export function told(classes: readonly ClassProbability[], label: string): number {
  const meant = isSentiment(classes) ? 'positive' : label;
  return classes.find((one) => one.label === meant)!.probability;
}
