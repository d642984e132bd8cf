/** Radio buttons in a row: in which order words are listed, and what they are shaded by. */
import { t } from '@vscode/l10n';
import type { ShadingSource } from '../../protocol';
import { el } from '../dom';
import { TRUST_ORDERS, type TrustOrder } from './trustData';

/** A segmented row of choices of which one holds. */
class Segmented<Value extends string> {
  readonly element: HTMLElement;
  readonly labels: ReadonlyMap<Value, HTMLElement>;
  private readonly radios: ReadonlyMap<Value, HTMLInputElement>;

  constructor(name: string, choices: readonly (readonly [Value, string])[], chosen: (value: Value) => void) {
    const made = choices.map(([value, text]) => {
      const radio = el('input', { type: 'radio', name, value: `${name}-${value}` });
      radio.addEventListener('change', () => chosen(value));
      return { value, radio, label: el('label', { class: 'choice' }, radio, text) };
    });
    this.radios = new Map(made.map(({ value, radio }) => [value, radio]));
    this.labels = new Map(made.map(({ value, label }) => [value, label]));
    this.element = el(
      'div',
      { class: 'segmented trust-choice', role: 'radiogroup' },
      ...this.labels.values(),
    );
  }

  check(value: Value): void {
    const radio = this.radios.get(value);
    if (radio) radio.checked = true;
  }
}

export class OrderChoice {
  readonly element: HTMLElement;
  private readonly choice: Segmented<TrustOrder>;
  private chosen: TrustOrder;
  private hasWeights = true;

  constructor(order: TrustOrder, arranged: (order: TrustOrder) => void) {
    const names: Readonly<Record<TrustOrder, string>> = {
      reading: t('As in the text'),
      weight: t('By weight'),
      effect: t('By effect'),
    };
    const choices = TRUST_ORDERS.map((one) => [one, names[one]] as const);
    this.choice = new Segmented('trust-order', choices, (value) => {
      this.chosen = value;
      arranged(value);
    });
    this.chosen = order;
    this.element = this.choice.element;
    this.element.setAttribute('aria-label', t('In which order the words are listed'));
  }

  /** What was chosen, as far as there is such a thing. */
  get order(): TrustOrder {
    return this.chosen === 'weight' && !this.hasWeights ? 'effect' : this.chosen;
  }

  update(hasWeights: boolean): void {
    this.hasWeights = hasWeights;
    this.choice.labels.get('weight')!.hidden = !hasWeights;
    this.choice.check(this.order);
  }
}

export class ShadeChoice {
  readonly element: HTMLElement;
  private readonly choice: Segmented<ShadingSource>;

  constructor(chosen: (source: ShadingSource) => void) {
    this.choice = new Segmented<ShadingSource>(
      'trust-shade',
      [
        ['attention', t('attention')],
        ['deletion', t('effect of leaving out')],
        ['integrated-gradients', t('integrated gradients')],
      ],
      chosen,
    );
    const name = el('span', { id: 'trust-shade-name' }, t('Shade words by'));
    this.choice.element.setAttribute('aria-labelledby', 'trust-shade-name');
    this.element = el('div', { class: 'trust-shade' }, name, this.choice.element);
  }

  update(source: ShadingSource): void {
    this.choice.check(source);
  }
}
