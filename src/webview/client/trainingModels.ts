/** Which model's training is looked at: a choice between those that keep their epochs. */
import { t } from '@vscode/l10n';
import type { ModelOffer } from '../protocol';
import { el } from './dom';

export class ModelChoice {
  readonly element = el('div', { class: 'epoch-models' });
  private drawn = '';

  constructor(private readonly choose: (model: string) => void) {}

  /** @param chosen null where none of them is looked at */
  update(offers: readonly ModelOffer[], chosen: string | null): void {
    const drawn = JSON.stringify(offers);
    if (drawn !== this.drawn) {
      this.drawn = drawn;
      this.draw(offers);
    }
    for (const radio of this.element.querySelectorAll('input')) radio.checked = radio.value === chosen;
  }

  private draw(offers: readonly ModelOffer[]): void {
    const choices = offers.map(({ model, name }) => {
      const radio = el('input', { type: 'radio', name: 'training-model', value: model });
      radio.addEventListener('change', () => this.choose(model));
      return el('label', { class: 'choice' }, radio, name);
    });
    const group = el(
      'div',
      { class: 'segmented', role: 'radiogroup', 'aria-label': t('Model whose training is shown') },
      ...choices,
    );
    this.element.replaceChildren(...(offers.length > 0 ? [group] : []));
  }
}
