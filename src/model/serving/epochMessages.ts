/** How a text through training crosses from the analyzer's worker thread: as flat arrays, which are handed over. */
import type { EpochReading, EpochsReport } from '../types';

/** Numbers per epoch in `figures`: those of an `EpochReading` in this order, NaN where there is none, and the index of its label. */
const FIGURES = [
  'epoch',
  'trainLoss',
  'trainAccuracy',
  'validationLoss',
  'validationAccuracy',
  'entropy',
  'effectiveWords',
  'padding',
] as const;
const ROW = FIGURES.length + 1;

export interface PackedEpochs extends Omit<EpochsReport, 'epochs'> {
  readonly labels: readonly string[];
  /** (epochs, ROW) */
  readonly figures: Float64Array;
  /** (epochs, labels) */
  readonly probabilities: Float64Array;
  /** (epochs, words) */
  readonly weights: Float64Array;
  /** (epochs, words); empty where the kind is attention. */
  readonly effects: Float64Array;
}

export function packEpochs({ epochs, ...rest }: EpochsReport): PackedEpochs {
  const labels = (epochs[0]?.classes ?? []).map(({ label }) => label);
  return {
    ...rest,
    labels,
    figures: rows(epochs, ROW, (reading) => [
      ...FIGURES.map((name) => reading[name] ?? NaN),
      labels.indexOf(reading.label),
    ]),
    probabilities: rows(epochs, labels.length, ({ classes }) =>
      classes.map(({ probability }) => probability),
    ),
    weights: rows(epochs, rest.words, ({ weights }) => weights),
    effects: rows(epochs, epochs[0]?.effects ? rest.words : 0, ({ effects = [] }) => effects),
  };
}

function rows(
  epochs: readonly EpochReading[],
  width: number,
  of: (reading: EpochReading) => readonly number[],
): Float64Array {
  const all = new Float64Array(epochs.length * width);
  epochs.forEach((reading, i) => all.set(of(reading), i * width));
  return all;
}

/** The buffers to hand over with packed epochs. */
export function epochsTransferList(packed: PackedEpochs): ArrayBuffer[] {
  const { figures, probabilities, weights, effects } = packed;
  return [figures, probabilities, weights, effects].map((array) => array.buffer as ArrayBuffer);
}

export function unpackEpochs(packed: PackedEpochs): EpochsReport {
  const { labels, figures, probabilities, weights, effects, ...rest } = packed;
  const row = (array: Float64Array, i: number, width: number) =>
    Array.from(array.subarray(i * width, (i + 1) * width));
  const epochs = Array.from({ length: figures.length / ROW }, (_, i): EpochReading => {
    const values = row(figures, i, ROW);
    const of = (name: (typeof FIGURES)[number]) => values[FIGURES.indexOf(name)]!;
    const orNull = (value: number) => (Number.isNaN(value) ? null : value);
    const classes = row(probabilities, i, labels.length).map((probability, k) => ({
      label: labels[k]!,
      probability,
    }));
    const padding = orNull(of('padding'));
    return {
      epoch: of('epoch'),
      trainLoss: orNull(of('trainLoss')),
      trainAccuracy: orNull(of('trainAccuracy')),
      validationLoss: of('validationLoss'),
      validationAccuracy: of('validationAccuracy'),
      ...classes[values.at(-1)!]!,
      classes,
      weights: row(weights, i, rest.words),
      ...(effects.length > 0 ? { effects: row(effects, i, rest.words) } : {}),
      entropy: of('entropy'),
      effectiveWords: of('effectiveWords'),
      ...(padding === null ? {} : { padding }),
    };
  });
  return { ...rest, epochs };
}
