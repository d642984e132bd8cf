/** What a run measured after every epoch, as files. */

export interface EpochRecord {
  /** Passes done; 0 is the untrained network. */
  readonly epoch: number;
  /** Means over the epoch while the weights changed, with dropout; null for epoch 0. */
  readonly trainLoss: number | null;
  readonly trainAccuracy: number | null;
  /** Of the averaged weights at the end of the epoch. Losses are cross entropies in nats, of temperature 1. */
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  /** Tokens that were read in it. */
  readonly words: number;
  readonly seconds: number;
}

/** The text of curves.json. */
export function curvesJson(epochs: readonly EpochRecord[], kept: number): string {
  return `${JSON.stringify({ kept, epochs }, null, 2)}\n`;
}

const COLUMNS = [
  'epoch',
  'trainLoss',
  'trainAccuracy',
  'validationLoss',
  'validationAccuracy',
  'words',
  'seconds',
] as const satisfies readonly (keyof EpochRecord)[];

/** The text of curves.csv: a header, then one line an epoch; what was not measured is empty. */
export function curvesCsv(epochs: readonly EpochRecord[]): string {
  const lines = epochs.map((epoch) => COLUMNS.map((column) => epoch[column] ?? '').join(','));
  return `${[COLUMNS.join(','), ...lines].join('\n')}\n`;
}
