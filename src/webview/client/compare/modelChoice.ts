/** Which models are compared. */
import { t } from '@vscode/l10n';
import type { ModelsCompared } from '../../protocol';
import { el, setText } from '../dom';
import { modelName } from './names';

const LEAST = 2;

export class ModelChoice {
  private readonly boxes = el('div', { class: 'model-boxes' });
  private readonly hint = el('p', { class: 'legend', role: 'status' });
  readonly element = el(
    'fieldset',
    { class: 'model-choice' },
    el('legend', {}, t('Models to compare')),
    this.boxes,
    this.hint,
  );
  private offered: readonly string[] = [];
  private inputs: readonly HTMLInputElement[] = [];

  constructor(private readonly choose: (models: readonly string[]) => void) {}

  update({ offered, chosen }: Pick<ModelsCompared, 'offered' | 'chosen'>): void {
    if (JSON.stringify(offered) !== JSON.stringify(this.offered)) {
      this.offered = offered;
      this.inputs = offered.map(() => el('input', { type: 'checkbox' }));
      this.boxes.replaceChildren(
        ...this.inputs.map((input, index) => {
          input.addEventListener('change', () => this.changed());
          const name = offered[index]!;
          return el('label', { class: 'choice', title: name }, input, modelName(name));
        }),
      );
    }
    this.inputs.forEach((input, index) => (input.checked = chosen.includes(offered[index]!)));
    this.tell(chosen.length);
  }

  private changed(): void {
    const models = this.offered.filter((_, index) => this.inputs[index]!.checked);
    this.tell(models.length);
    this.choose(models);
  }

  private tell(count: number): void {
    const few = count < LEAST && this.offered.length > 0;
    this.hint.hidden = !few;
    setText(this.hint, few ? t('Choose at least two models.') : '');
  }
}
