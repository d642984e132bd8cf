/** The probabilities of all classes, a bar for each, in the model's order. */
import { t } from '@vscode/l10n';
import { certainties, labelName, labelText } from '../../wording';
import type { Analysis } from '../protocol';
import { el, scrollWithin } from './dom';

/** More rows than this scroll, and then have to be reached by keyboard. */
const ROWS = 10;

export class ClassBars {
  readonly element = el('ul', { class: 'classes', 'aria-label': t('All classes') });
  private drawn = '';

  update({ label, classes }: Pick<Analysis, 'label' | 'classes'>): void {
    const drawn = JSON.stringify(classes);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const said = certainties(classes);
    const rows = classes.map((one, index) => {
      const fill = el('span', { class: 'class-fill' });
      fill.style.setProperty('--share', one.probability.toFixed(4));
      return el(
        'li',
        { class: one.label === label ? 'chosen' : '' },
        el('span', { class: 'class-name', dir: 'auto', title: labelText(one.label) }, labelName(one.label)),
        el('span', { class: 'class-bar', 'aria-hidden': 'true' }, fill),
        el('span', { class: 'class-share' }, said[index]!),
      );
    });
    this.element.replaceChildren(...rows);
    const chosen = this.element.querySelector('.chosen');
    if (chosen) scrollWithin(this.element, chosen);
    if (classes.length > ROWS) this.element.tabIndex = 0;
    else this.element.removeAttribute('tabindex');
  }
}
