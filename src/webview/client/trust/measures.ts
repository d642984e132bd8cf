/** The measures of faithfulness in figures, each with what it means in a sentence. */
import { t } from '@vscode/l10n';
import type { Examination } from '../../protocol';
import { el, setText } from '../dom';
import { measureHeads, measuresOf, type Measure } from './measureText';
import { uniformText } from './trustText';

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
    const cells = measureHeads().map((name) => el('th', { scope: 'col', role: 'columnheader' }, name));
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
