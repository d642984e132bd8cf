/** How models and their weights are named in a comparison. */
import { t } from '@vscode/l10n';
import { decimal, significant } from '../../../language';
import { percent, shortened, TERMS } from '../../../wording';
import type { Analysis, ComparedReading } from '../../protocol';

/** A model by its name, or by the last part of its folder's path. */
export function modelName(model: string): string {
  return shortened(model.split(/[\\/]/).findLast((part) => part !== '') ?? model, 40);
}

/** What the weights are, e.g. "attention". */
export function kindName(kind: Analysis['kind']): string {
  if (kind === 'attention') return t('attention');
  return kind === 'deletion' ? t('effect of leaving out') : t('contribution');
}

/** E.g. "31 % of the attention". */
export function shareText({ kind }: Pick<ComparedReading, 'kind'>, share: number | null): string {
  return share === null ? t('not read') : `${percent(share)} ${TERMS[kind].share}`;
}

/** A number of parameters, short: "62", "62 k", "2.6 M". */
export function shortCount(n: number): string {
  if (n < 1000) return String(n);
  const [value, unit] = n < 999_500 ? [n / 1000, 'k'] : [n / 1e6, 'M'];
  return `${decimal(value, value < 9.95 ? 1 : 0)} ${unit}`;
}

/** Of a share, in hundredths: "19 points". */
export function points(share: number): string {
  const value = Math.abs(share) * 100;
  return t('{0} points', value >= 9.95 ? decimal(value, 0) : significant(value, 2));
}

/** Keeps the direction of a right-to-left word from turning the sentence around it. */
export function isolated(word: string): string {
  return `\u2068${shortened(word, 40)}\u2069`;
}
