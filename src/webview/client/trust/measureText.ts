/** The measures of faithfulness in figures beside their controls, each with what it means. Pure. */
import { t } from '@vscode/l10n';
import { decimal, labelText, whole } from '../../../wording';
import type { Examination, Faithfulness, Ordered } from '../../protocol';
import { bare, pointsText, spreadOfPoints, spreadOfTau } from './trustText';

const NONE = '–';

export interface Measure {
  /** The values stand under `measureHeads`, behind the name. */
  readonly rows: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly meaning: string;
}

export function measureHeads(): string[] {
  return [t('Measure'), t('by attention'), t('by effect'), t('at random')];
}

/** All that is measured of how faithful the weights are. */
export function measuresOf({ label, faithfulness }: Examination): Measure[] {
  const { comprehensiveness, sufficiency } = faithfulness;
  const name = labelText(label);
  return [
    orderMeasure(faithfulness),
    ...(faithfulness.overlap.length > 0 ? [overlapMeasure(faithfulness)] : []),
    {
      rows: [{ name: t('Fall without the first words'), values: pointsOf(comprehensiveness) }],
      meaning: t(
        'Comprehensiveness: how far P({0}) falls when the first 1, 5, 10, 20 and 50 % of the words are left out, on average. The more, the better the order.',
        name,
      ),
    },
    {
      rows: [{ name: t('Fall with only those'), values: pointsOf(sufficiency) }],
      meaning: t(
        'Sufficiency: how far P({0}) falls when nothing but those words is left. The less, the better the order.',
        name,
      ),
    },
  ];
}

function orderMeasure({ tau, tauRandom }: Faithfulness): Measure {
  const meaning =
    tau === null
      ? t('All words have the same weight, or the same effect: there is no order to compare.')
      : t(
          'Whether words with more attention have more effect: 1 is the same order, 0 no relation, −1 the opposite.',
        );
  const values = [tau === null ? NONE : bare(tau, 2), NONE, tau === null ? NONE : spreadOfTau(tauRandom)];
  return { rows: [{ name: t('Same order (Kendall’s τ)'), values }], meaning };
}

function overlapMeasure({ overlap }: Faithfulness): Measure {
  const of = (part: string, k: number) => t('{0} of {1}', part, whole(k));
  const rows = overlap.map(({ k, share, chance }) => {
    const values = [of(whole(Math.round(share * k)), k), NONE, of(decimal(chance * k, 1), k)];
    return { name: t('Top {0}', whole(k)), values };
  });
  return {
    rows,
    meaning: t(
      'How many of the most attended words are among as many with the largest effect; at random: by chance.',
    ),
  };
}

function pointsOf({ attention, effect, random }: Ordered): string[] {
  return [pointsText(attention), pointsText(effect), spreadOfPoints(random)];
}
