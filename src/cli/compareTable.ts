/** A comparison for people. */
import type { Comparison } from '../model/evaluation/comparison';
import { CALIBRATION_BINS } from '../model/evaluation/metrics';
import { TIMED_WORDS } from '../model/evaluation/timing';
import type { ComparedModel } from './compare';
import { percent } from './render';
import { visibleLine } from './safeText';
import { columns } from './table';

export function comparisonTable(data: string, texts: number, models: readonly ComparedModel[]): string {
  const withPairs = models.some(({ pairs }) => pairs !== undefined);
  const header = ['model', 'accuracy', '95 % interval', 'log loss', `ECE (${CALIBRATION_BINS})`];
  const rows = models.map((one) => {
    const { model, accuracy, interval, loss, ece, pairs, parameters, ms, trainingMinutes, comparison } = one;
    const [low, high] = interval.map((bound) => percent(bound, 2));
    return [
      visibleLine(model),
      percent(accuracy, 2),
      `${low} to ${high}`,
      loss.toFixed(4),
      percent(ece, 2),
      ...(withPairs ? [pairs ? percent(pairs.bothRight) : ''] : []),
      parameters.toLocaleString('en'),
      ms.verdict.toFixed(2),
      ms.words.toFixed(2),
      trainingMinutes === null ? '?' : trainingMinutes.toFixed(1),
      ...compared(comparison),
    ];
  });
  return `${texts.toLocaleString('en')} texts of ${data}\n\n${columns([
    [
      ...header,
      ...(withPairs ? ['both of a pair'] : []),
      'parameters',
      'ms',
      'ms, words',
      'minutes',
      'agrees',
      'only first : only this',
      "McNemar's p",
    ],
    ...rows,
  ])}
ms: for the verdict on ${TIMED_WORDS} words, and with what is shown of each word. minutes: of training. agrees: share of
the texts with the verdict of the first model. only first : only this: texts that only one of the two is right about.
`;
}

function compared(comparison: Comparison | null): string[] {
  if (comparison === null) return ['', '', ''];
  const { agreement, onlyFirst, onlySecond, p } = comparison;
  return [percent(agreement), `${onlyFirst} : ${onlySecond}`, p < 0.0001 ? '< 0.0001' : p.toFixed(4)];
}
