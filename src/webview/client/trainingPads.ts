/** The check on PADs: what they get of the attention, beside what they would get at most and at least. Pure. */
import { t } from '@vscode/l10n';
import { percent } from '../../wording';
import type { EpochReading, EpochsReport } from '../protocol';

/** Shares of the attention that PADs together would get. */
export interface PadReferences {
  /** If every position got as much. */
  readonly uniform: number;
  /** The least that scores bounded to [−1, 1] allow: e^−1 for every PAD, e for every word; null of unbounded ones. */
  readonly least: number | null;
}

export function padReferences({ pads, words }: Pick<EpochsReport, 'pads' | 'words'>): PadReferences | null {
  if (!pads || pads.count === 0) return null;
  const { count, positions, bounded } = pads;
  return {
    uniform: count / positions,
    least: bounded ? count / (count + words * Math.E ** 2) : null,
  };
}

/** Whether there is a share to draw for every epoch. */
export function hasPadShares({ pads, epochs }: Pick<EpochsReport, 'pads' | 'epochs'>): boolean {
  return pads !== null && pads.count > 0 && epochs.every(({ padding }) => padding !== undefined);
}

/** What PADs are, and what holds of the text and the model, whichever the epoch. */
export function padText(report: EpochsReport): string {
  return `${t('PADs fill texts up to one length.')} ${factsText(report)}`;
}

function factsText(report: EpochsReport): string {
  const { pads, words } = report;
  if (!pads) return t('This model has no attention, so that PADs get none.');
  const { positions, count, seen } = pads;
  if (count === 0) {
    return seen
      ? t('The text fills all {0} positions of this model: there are no PADs.', positions)
      : t(
          'This model’s softmax masks PADs: they get nothing. Of {0} positions, as in the article, this text would fill all; only its first {0} words would be read.',
          positions,
        );
  }
  const padded = t('{0} words padded to {1} positions are {2} PADs.', words, positions, count);
  if (seen) return `${padded} ${t('This model’s softmax sees them.')}`;
  const masked = t('This model’s softmax masks PADs: they get nothing, by construction.');
  if (!hasPadShares(report)) return masked;
  return `${masked} ${t('What follows is what they would get if it saw them, as in the article.')} ${padded}`;
}

/** Their share after an epoch; empty where there is none to tell. */
export function padShareText(report: EpochsReport, { padding }: EpochReading): string {
  const references = padReferences(report);
  if (!references || padding === undefined) return '';
  const [share, uniform] = [percent(padding), percent(references.uniform)];
  if (references.least === null) {
    return report.pads!.seen
      ? t('PADs get {0} of the attention; uniform attention would give them {1}.', share, uniform)
      : t('PADs would get {0} of the attention; uniform attention would give them {1}.', share, uniform);
  }
  const least = percent(references.least);
  return report.pads!.seen
    ? t(
        'PADs get {0} of the attention; uniform attention would give them {1}, and the bounded score cannot give them less than {2}.',
        share,
        uniform,
        least,
      )
    : t(
        'PADs would get {0} of the attention; uniform attention would give them {1}, and the bounded score cannot give them less than {2}.',
        share,
        uniform,
        least,
      );
}
