/** How far the verdict and the words' ranks are the same with models of other seeds. */
import { t } from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { certaintyText, labelText } from '../../../wording';
import { modelName } from '../compare/names';
import type { StabilityView } from '../../protocol';
import { el, setText } from '../dom';
import { seedsText, unstableText } from './trustText';

export class Seeds {
  private readonly button = el('vscode-button', { class: 'trust-seeds-button', secondary: '' });
  private readonly hint = el('p', { class: 'legend' });
  private readonly text = el('p', {});
  private readonly body = el('tbody');
  private readonly head = el('tr');
  private readonly table = el('table', { class: 'seeds' }, el('thead', {}, this.head), this.body);
  readonly element = el(
    'section',
    { class: 'trust-seeds', 'aria-labelledby': 'seeds-heading' },
    el('h3', { id: 'seeds-heading' }, t('With other seeds')),
    this.hint,
    this.button,
    this.text,
    this.table,
  );
  /** Asked for, and not yet answered. */
  private asked = false;

  constructor(ask: () => void) {
    setText(this.button, t('Compare with other seeds'));
    this.button.addEventListener('click', () => {
      this.asked = true;
      this.say(null);
      ask();
    });
  }

  /** Another text is charted: what was asked about the last one is answered no more. */
  forget(): void {
    this.asked = false;
  }

  /** @param label of the charted verdict */
  update(stability: StabilityView | null, label: string): void {
    if (stability) this.asked = false;
    this.say(stability);
    if (!stability) return;
    setText(this.text, `${seedsText(stability, label)} ${unstableText(stability)}`);
    const heads = [t('Model'), t('P({0})', labelText(label))];
    this.head.replaceChildren(...heads.map((name) => el('th', { scope: 'col' }, name)));
    this.body.replaceChildren(
      ...stability.models.map((model, i) =>
        el(
          'tr',
          {},
          el('th', { scope: 'row', title: model }, modelName(model)),
          el('td', {}, certaintyText(stability.probabilities[i]!)),
        ),
      ),
    );
  }

  private say(stability: StabilityView | null): void {
    const known = stability !== null;
    this.button.hidden = known;
    this.button.disabled = this.asked;
    this.text.hidden = this.table.hidden = !known;
    setText(
      this.hint,
      this.asked
        ? t('Being read with the models of other seeds, where there are any.')
        : t('Models that learnt from other random numbers may attend to other words.'),
    );
  }
}
