/** Under the text: what training measured after each epoch, and the check on PADs. */
import { t } from '@vscode/l10n';
import { decimal, percent, percentText } from '../../wording';
import type { EpochsReport } from '../protocol';
import { el, setText } from './dom';
import { Curves, type CurveChart } from './trainingCurves';
import { figuresText, measuredText } from './trainingData';
import { hasPadShares, padReferences, padShareText, padText } from './trainingPads';
import { Stack } from './trainingPlayer';

export class TrainingFigures {
  private readonly loss = new Curves();
  private readonly accuracy = new Curves();
  private readonly figures = new Stack('epoch-figures');
  private readonly measured = el('p', { class: 'legend' });
  private readonly pads = new Curves();
  private readonly padFacts = el('p');
  private readonly padShares = new Stack('epoch-pads');
  private readonly least = meaning('swatch least', t('least that the bounded score allows'));
  private readonly padLegend = el(
    'p',
    { class: 'legend' },
    meaning('swatch line share', t('share on PADs')),
    meaning('swatch', t('uniform attention')),
    this.least,
  );
  private readonly trainedSwatch = meaning('swatch line training', t('training'));
  readonly elements: readonly HTMLElement[];

  constructor() {
    this.elements = [
      el(
        'section',
        { class: 'epoch-curves', 'aria-labelledby': 'epoch-curves-heading' },
        el('h3', { id: 'epoch-curves-heading' }, t('Loss and accuracy')),
        el(
          'div',
          { class: 'curve-row' },
          el('figure', {}, el('figcaption', {}, t('Loss (nats)')), this.loss.element),
          el('figure', {}, el('figcaption', {}, t('Accuracy')), this.accuracy.element),
        ),
        el('p', { class: 'legend' }, this.trainedSwatch, meaning('swatch line validation', t('validation'))),
        this.figures.element,
        this.measured,
      ),
      el(
        'section',
        { class: 'epoch-padding', 'aria-labelledby': 'epoch-padding-heading' },
        el('h3', { id: 'epoch-padding-heading' }, t('PAD check')),
        this.padFacts,
        this.padShares.element,
        this.pads.element,
        this.padLegend,
      ),
    ];
  }

  update(report: EpochsReport, index: number): void {
    const { epochs } = report;
    this.loss.update(lossChart(report), index);
    this.accuracy.update(accuracyChart(report), index);
    this.figures.update(epochs.map(figuresText), index);
    setText(this.measured, measuredText(report));
    setText(this.padFacts, padText(report));
    this.padShares.update(
      epochs.map((reading) => padShareText(report, reading)),
      index,
    );
    const has = hasPadShares(report);
    this.pads.element.hidden = this.padLegend.hidden = this.padShares.element.hidden = !has;
    if (!has) return;
    this.least.hidden = padReferences(report)?.least == null;
    this.pads.update(padChart(report), index);
  }
}

function meaning(swatch: string, text: string): HTMLElement {
  return el('span', { class: 'meaning' }, el('span', { class: swatch, 'aria-hidden': 'true' }), text);
}

function lossChart({ epochs }: EpochsReport): CurveChart {
  return {
    epochs: epochs.map(({ epoch }) => epoch),
    curves: [
      { name: 'training', values: epochs.map(({ trainLoss }) => trainLoss) },
      { name: 'validation', values: epochs.map(({ validationLoss }) => validationLoss) },
    ],
    references: [],
    domain: null,
    format: (value) => decimal(value, 2),
    spoken: t(
      'Loss over {0} epochs: validation from {1} to {2}',
      epochs.length,
      decimal(epochs[0]!.validationLoss, 3),
      decimal(epochs.at(-1)!.validationLoss, 3),
    ),
  };
}

function accuracyChart({ epochs }: EpochsReport): CurveChart {
  return {
    epochs: epochs.map(({ epoch }) => epoch),
    curves: [
      { name: 'training', values: epochs.map(({ trainAccuracy }) => trainAccuracy) },
      { name: 'validation', values: epochs.map(({ validationAccuracy }) => validationAccuracy) },
    ],
    references: [],
    domain: null,
    format: (share) => percentText(decimal(100 * share, 0)),
    spoken: t(
      'Accuracy over {0} epochs: validation from {1} to {2}',
      epochs.length,
      percent(epochs[0]!.validationAccuracy),
      percent(epochs.at(-1)!.validationAccuracy),
    ),
  };
}

function padChart(report: EpochsReport): CurveChart {
  const { epochs } = report;
  const { uniform, least } = padReferences(report)!;
  const values = epochs.map(({ padding = 0 }) => padding);
  return {
    epochs: epochs.map(({ epoch }) => epoch),
    curves: [{ name: 'share', values }],
    references: [
      { name: 'uniform', value: uniform },
      ...(least === null ? [] : [{ name: 'least' as const, value: least }]),
    ],
    domain: [0, Math.max(uniform, ...values) * 1.05],
    format: (share) => percent(share),
    spoken: t(
      'Share of the attention on PADs over {0} epochs: from {1} to {2}; uniform attention gives {3}',
      epochs.length,
      percent(values[0]!),
      percent(values.at(-1)!),
      percent(uniform),
    ),
  };
}
