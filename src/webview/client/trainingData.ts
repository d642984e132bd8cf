/** What the section on training draws and says of each epoch. Pure. */
import { t } from '@vscode/l10n';
import {
  classesText,
  count,
  decimal,
  percent,
  percentText,
  signed,
  stance,
  TERMS,
  whole,
} from '../../wording';
import type { EpochReading, EpochsReport } from '../protocol';
import { axisOf, type Axis } from './chartData';
import { evenText } from './spreadText';
import { verdictSentence } from './text';

/** How far training had come, e.g. "after epoch 3 of 5". */
export function epochText({ epochs }: Pick<EpochsReport, 'epochs'>, index: number): string {
  const { epoch } = epochs[index]!;
  return epoch === 0 ? t('untrained') : t('after epoch {0} of {1}', epoch, epochs.at(-1)!.epoch);
}

/** One axis for all epochs, so that a bar can be seen to grow. */
export function commonAxis({ epochs }: Pick<EpochsReport, 'epochs'>): Axis {
  const axes = epochs.map(({ weights, effects }) =>
    axisOf(weights.map((weight, i) => (effects ? { weight, effect: effects[i]! } : { weight }))),
  );
  return {
    bottom: Math.min(...axes.map(({ bottom }) => bottom)),
    top: Math.max(...axes.map(({ top }) => top)),
    signed: axes.some(({ signed }) => signed),
  };
}

/** The largest weight of any epoch, which full shading stands for. */
export function largestWeight({ epochs }: Pick<EpochsReport, 'epochs'>): number {
  return epochs.reduce((most, { weights }) => weights.reduce((a, b) => Math.max(a, b), most), 0);
}

/** The largest weight that each word has after any epoch. */
export function peaks({ epochs }: Pick<EpochsReport, 'epochs'>): number[] {
  return epochs[0]!.weights.map((_, word) =>
    epochs.reduce((most, { weights }) => Math.max(most, weights[word]!), 0),
  );
}

/** Words side by side in a chart that never scrolls. */
export interface Columns {
  readonly count: number;
  /** Neighbours that share a column, of which the one with the largest weight is drawn. */
  readonly words: number;
  /** Pixels of one. */
  readonly pitch: number;
}

/** Narrower columns would smear, wider ones be slabs. */
const NARROWEST = 1.5;
const WIDEST = 96;

export function columnsOf(words: number, available: number): Columns {
  const shared = Math.max(1, Math.ceil((words * NARROWEST) / Math.max(1, available)));
  const count = Math.ceil(words / shared);
  return { count, words: shared, pitch: Math.min(WIDEST, available / count) };
}

/** The word that stands for each column: that with the largest of these weights. */
export function standIns(weights: readonly number[], { count, words }: Columns): number[] {
  return Array.from({ length: count }, (_, column) => {
    let best = column * words;
    const end = Math.min(weights.length, best + words);
    for (let word = best + 1; word < end; word++) if (weights[word]! > weights[best]!) best = word;
    return best;
  });
}

/** The verdict of an epoch and the probability of every class. */
export function verdictText(reading: EpochReading): string {
  return `${verdictSentence(reading)} (${classesText(reading.classes)})`;
}

/** How evenly the weights are spread, in plain language. */
export function spreadText({ kind, words }: EpochsReport, reading: EpochReading): string {
  return words === 1 ? t('There is only one word, and it has all.') : evenText(kind, words, reading);
}

/** One word after an epoch, for screen readers. */
export function spokenAt(report: EpochsReport, index: number, word: number, text: string): string {
  const { weights, effects, label } = report.epochs[index]!;
  const fact = effects
    ? `${signed(effects[word]!)}, ${stance(effects[word]!, label)}`
    : `${percent(weights[word]!)} ${TERMS[report.kind].share}`;
  return `${text}: ${fact}, ${epochText(report, index)}`;
}

/** What training measured after an epoch. */
export function figuresText({
  trainLoss,
  trainAccuracy,
  validationLoss,
  validationAccuracy,
}: EpochReading): string {
  const loss = (value: number | null) => (value === null ? '–' : decimal(value, 3));
  const share = (value: number | null) => (value === null ? '–' : percentText(decimal(100 * value, 1)));
  return t(
    'Loss: training {0}, validation {1}. Accuracy: training {2}, validation {3}.',
    loss(trainLoss),
    loss(validationLoss),
    share(trainAccuracy),
    share(validationAccuracy),
  );
}

/** On what that was measured, as far as training said. */
export function measuredText({ trainedOn }: Pick<EpochsReport, 'trainedOn'>): string {
  const { texts, softlyLabelled, validationTexts } = trainedOn;
  const training =
    texts === undefined
      ? t('Training: the mean over the texts of the epoch, while the network learned from them.')
      : softlyLabelled === undefined
        ? t(
            'Training: the mean over its {0} texts during the epoch, while the network learned from them.',
            whole(texts),
          )
        : t(
            'Training: the mean over its {0} texts, and {1} more labelled by another model, during the epoch, while the network learned from them.',
            whole(texts),
            whole(softlyLabelled),
          );
  const validation =
    validationTexts === undefined
      ? t('Validation: texts that it does not learn from, after the epoch.')
      : t('Validation: {0} texts that it does not learn from, after the epoch.', whole(validationTexts));
  return `${training} ${validation}`;
}

/** What was read of how many words. */
export function readText({ model, words }: Pick<EpochsReport, 'model' | 'words'>, all: number): string {
  if (words === all) return t('{0} read {1} after every epoch.', model, count(words, 'word'));
  return t(
    '{0} read the first {1} of {2} words after every epoch: it reads no more in one run.',
    model,
    whole(words),
    whole(all),
  );
}
