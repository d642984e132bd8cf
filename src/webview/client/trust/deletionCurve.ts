/** The deletion curve with what it says in words under the pointer, and the same as a table. */
import { t } from '@vscode/l10n';
import { certaintyText, labelText, percent } from '../../../wording';
import type { DeletionCurve, Examination } from '../../protocol';
import { el, setText } from '../dom';
import { Figure } from '../figure';
import { FoldedTable } from '../foldedTable';
import { measured } from '../labels';
import { drawDeletion, type CurveLine } from './deletionSvg';

/** At most this part of the width is the labels'. */
const LABEL_PART = 0.4;
/** They are bold, and measured as if they were not. */
const BOLD = 1.12;

export class DeletionFigure {
  private readonly figure = new Figure({
    point: (place) => this.point(place),
    choose: () => undefined,
  });
  private readonly name = el('p', { class: 'legend trust-axis' });
  private readonly said = el('p', { class: 'trust-said' });
  private readonly band = el('span');
  private readonly table = new CurveTable();
  readonly element = el(
    'section',
    { class: 'trust-curve', 'aria-labelledby': 'trust-curve-heading' },
    el('h3', { id: 'trust-curve-heading' }, t('What happens as words are left out')),
    this.name,
    this.figure.element,
    el(
      'p',
      { class: 'legend' },
      el('span', { class: 'swatch trust-band', 'aria-hidden': 'true' }),
      this.band,
    ),
    this.said,
    this.table.element,
  );
  private spoken: readonly string[] = [];

  constructor() {
    setText(
      this.band,
      t(
        'Band: where 90 of 100 random orders lie. The deeper a line falls below it, the more those words matter.',
      ),
    );
    this.point(null);
    // Until there is something to draw.
    this.figure.element.hidden = true;
  }

  /** @param hasAttention whether there is an order by attention */
  update({ label, faithfulness }: Examination, hasAttention: boolean): void {
    const { curve } = faithfulness;
    const lines = linesOf(curve, hasAttention);
    const name = t('P({0}), most important words left out first', labelText(label));
    setText(this.name, name);
    this.figure.element.hidden = false;
    this.spoken = curve.shares.map((_, place) => spokenAt(curve, lines, place));
    this.figure.update(JSON.stringify([label, curve, hasAttention]), name, (width) => {
      const widths = measured(
        lines.map((one) => one.label),
        this.figure.element,
      );
      const labelWidth = Math.min(width * LABEL_PART, BOLD * Math.max(...widths));
      return drawDeletion({ curve, lines, labelWidth, width, spoken: this.spoken });
    });
    this.table.update(curve, lines, name);
  }

  private point(place: number | null): void {
    this.figure?.point(place);
    const hint = t('Point at the lines, or move along them with the arrow keys.');
    setText(this.said, place === null ? hint : (this.spoken[place] ?? hint));
    this.said.classList.toggle('hint', place === null);
  }
}

function linesOf(curve: DeletionCurve, hasAttention: boolean): CurveLine[] {
  const random = curve.random.map(({ mean }) => mean);
  return [
    ...(hasAttention
      ? [{ name: 'attention' as const, label: t('by attention'), values: curve.attention }]
      : []),
    { name: 'effect', label: t('by effect'), values: curve.effect },
    { name: 'random', label: t('at random'), values: random },
  ];
}

/** E.g. "20 % of the words left out: by attention 41.0 %, by effect 12.3 %, at random 95.2 % (91.0 % to 97.1 %)". */
function spokenAt(curve: DeletionCurve, lines: readonly CurveLine[], place: number): string {
  const values = lines.map(({ name, label, values }) => {
    const value = certaintyText(values[place]!);
    return name === 'random' ? `${label} ${value} ${bandText(curve, place)}` : `${label} ${value}`;
  });
  return t('{0} of the words left out: {1}', percent(curve.shares[place]!), values.join(', '));
}

function bandText(curve: DeletionCurve, place: number): string {
  const { low, high } = curve.random[place]!;
  return t('({0} to {1})', certaintyText(low), certaintyText(high));
}

class CurveTable {
  private readonly table = new FoldedTable('trust-table', t('The curve as a table'), () => this.fill());
  readonly element = this.table.element;
  private fill: () => void = () => undefined;

  update(curve: DeletionCurve, lines: readonly CurveLine[], name: string): void {
    this.table.label(name);
    this.fill = () => {
      if (!this.table.open) return;
      this.table.fill(
        [t('Words left out'), ...lines.map(({ label }) => label)],
        curve.shares.map((_, place) => tableRow(curve, lines, place)),
      );
    };
    this.fill();
  }
}

function tableRow(curve: DeletionCurve, lines: readonly CurveLine[], place: number): HTMLElement {
  const cells = lines.map(({ name, values }) => {
    const value = certaintyText(values[place]!);
    return el('td', {}, name === 'random' ? `${value} ${bandText(curve, place)}` : value);
  });
  return el('tr', {}, el('th', { scope: 'row' }, percent(curve.shares[place]!)), ...cells);
}
