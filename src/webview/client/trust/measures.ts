/** The measures of faithfulness in figures, each with what it means in a sentence. */
import { t } from '@vscode/l10n';
import { decimal, labelText, whole } from '../../../wording';
import type { Examination, Faithfulness, Ordered } from '../../protocol';
import { el, setText } from '../dom';
import { bare, pointsText, spreadOfPoints, spreadOfTau, uniformText } from './trustText';

const NONE = '–';

interface Measure {
  readonly rows: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly meaning: string;
}

export class Measures {
  private readonly bodies = el('table', { class: 'measures', role: 'table' });
  private readonly uniform = el('p', { class: 'trust-uniform' });
  readonly element = el(
    'section',
    { class: 'trust-measures', 'aria-labelledby': 'measures-heading' },
    el('h3', { id: 'measures-heading' }, t('In figures')),
    this.bodies,
    this.uniform,
  );

  update(examination: Examination): void {
    const heads = [t('Measure'), t('by attention'), t('by effect'), t('at random')];
    const cells = heads.map((name) => el('th', { scope: 'col', role: 'columnheader' }, name));
    const head = el('thead', { role: 'rowgroup' }, row({}, ...cells));
    this.bodies.replaceChildren(head, ...measuresOf(examination).map(bodyOf));
    setText(this.uniform, uniformText(examination.faithfulness.uniform, examination));
  }
}

/** Its parts have their roles by name as well: where it is narrow, the stylesheet lays them out as no table is. */
function bodyOf({ rows, meaning }: Measure): HTMLElement {
  const cell = (attributes: Readonly<Record<string, string>>, text: string) =>
    el('td', { role: 'cell', ...attributes }, text);
  return el(
    'tbody',
    { role: 'rowgroup' },
    ...rows.map(({ name, values }) =>
      row({}, el('th', { scope: 'row', role: 'rowheader' }, name), ...values.map((value) => cell({}, value))),
    ),
    row({ class: 'meaning-row' }, cell({ colspan: '4' }, meaning)),
  );
}

function row(attributes: Readonly<Record<string, string>>, ...cells: readonly HTMLElement[]): HTMLElement {
  return el('tr', { role: 'row', ...attributes }, ...cells);
}

function measuresOf({ label, faithfulness }: Examination): Measure[] {
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
