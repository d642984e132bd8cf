/** The parts of a model card that are measured. */
import { TEST_TYPES } from '../../model/evaluation/behaviourSuite';
import type { BehaviourReport } from '../../model/evaluation/behaviour';
import type { Interval } from '../../model/evaluation/statistics';
import type { Figures } from '../run/figures';
import type { CardFacts } from './card';
import { cell, count, percent } from './wording';

/** Larger tables of confusions say nothing to anybody. */
const MOST_CONFUSED = 8;

/** @param drawn whether there are curves beside the card */
export function figuresSection(
  { validation, test, labels }: Pick<CardFacts, 'validation' | 'test' | 'labels'>,
  drawn = true,
): string {
  const columns = [
    { title: `validation (${count(validation.n)})`, of: validation },
    ...(test ? [{ title: `test (${count(test.n)})`, of: test }] : []),
  ];
  const row = (name: string, value: (figures: Figures) => string) =>
    `| ${name} | ${columns.map(({ of }) => value(of)).join(' | ')} |`;
  const table = [
    `| | ${columns.map(({ title }) => title).join(' | ')} |`,
    `| --- |${columns.map(() => ' --- |').join('')}`,
    row('accuracy', (f) => `${percent(f.accuracy, 2)} ${interval(f.accuracyInterval, (x) => percent(x, 2))}`),
    row('log loss (nats)', (f) => `${f.loss.toFixed(4)} ${interval(f.lossInterval, (x) => x.toFixed(4))}`),
    row('expected calibration error (15 bins)', (f) => percent(f.ece, 2)),
  ].join('\n');
  const remark = test
    ? 'The test texts were looked at once, when all was decided.'
    : 'Test texts were not looked at. What was chosen by validation is a little better there than elsewhere.';
  return [
    '## Figures',
    `Of the model as it is stored, in brackets the 95 % interval. ${remark}`,
    table,
    ...(labels.length <= MOST_CONFUSED
      ? [confusions(labels, test ?? validation, test ? 'test' : 'validation')]
      : []),
    ...(drawn
      ? [
          '![Loss and accuracy of every epoch](curves.svg)',
          'The same numbers are in `curves.json` and `curves.csv`.',
        ]
      : []),
  ].join('\n\n');
}

function interval([low, high]: Interval, format: (value: number) => string): string {
  return `(${format(low)} to ${format(high)})`;
}

function confusions(labels: readonly string[], { confusion }: Figures, part: string): string {
  const header = [`true class, ${part} texts`, ...labels.map((label) => `read as ${label}`)];
  const rows = labels.map((label, i) => [label, ...confusion[i]!.map((n) => count(n))]);
  return [header, header.map(() => '---'), ...rows]
    .map((row) => `| ${row.map(cell).join(' | ')} |`)
    .join('\n');
}

export function behaviourSection(report: BehaviourReport): string {
  const shown = (tally: { readonly passed: number; readonly cases: number } | undefined) =>
    tally ? `${percent(tally.passed / tally.cases, 0)} of ${tally.cases}` : '';
  const rows = [...report.capabilities, { capability: '**all**', ...report }].map(
    ({ capability, types, ...all }) => [
      capability,
      shown(all),
      ...TEST_TYPES.map((type) => shown(types[type])),
    ],
  );
  const header = ['capability', 'passed', ...TEST_TYPES];
  const table = [header, header.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`);
  return [
    '## Behaviour',
    'Cases passed of the behavioural tests (`attention-inspector behave`), in the manner of CheckList (Ribeiro et al. 2020): one plain verdict, a verdict that must stay, a probability that must move in one direction.',
    table.join('\n'),
  ].join('\n\n');
}
