/** The table of a comparison: each model's verdict, what its weights are, and what it costs. */
import { t } from '@vscode/l10n';
import { whole } from '../../../language';
import { certaintyText, labelName } from '../../../wording';
import type { ComparedModel, ComparedReading } from '../../protocol';
import { el, setText } from '../dom';
import { backendName, duration } from '../text';
import { kindName, modelName, shortCount } from './names';

export class ModelTable {
  private readonly body = el('tbody');
  private readonly said = el('p', { class: 'compare-status', role: 'status' });
  readonly element: HTMLElement;

  constructor() {
    const head = [t('Model'), t('Verdict'), t('Cost')];
    const cells = head.map((name) => el('th', { scope: 'col' }, name));
    const table = el('table', { class: 'compare-table' }, el('thead', {}, el('tr', {}, ...cells)), this.body);
    table.setAttribute('aria-label', t('Models compared'));
    this.element = el('div', {}, this.said, table);
  }

  /** @param words tokens of the text */
  update(columns: readonly ComparedModel[], words: number): void {
    this.body.replaceChildren(...columns.map((column, index) => row(column, index, words)));
    const read = columns.filter(({ state }) => state === 'done').length;
    const failed = columns.filter(({ state }) => state === 'failed').length;
    const all = String(columns.length);
    const done = t('Read by {0} of {1} models.', String(read), all);
    setText(this.said, failed === 0 ? done : `${done} ${t('{0} failed.', String(failed))}`);
    this.element.setAttribute('aria-busy', String(read + failed < columns.length));
  }
}

function row({ model, state, reading, error }: ComparedModel, index: number, words: number): HTMLElement {
  const number = el('span', { class: 'model-number', 'aria-hidden': 'true' }, String(index + 1));
  const name = el('span', { class: 'model-name', title: model }, modelName(model));
  const kind = el('span', { class: 'model-kind' }, reading ? kindName(reading.kind) : ' ');
  const head = el('th', { scope: 'row' }, el('div', {}, number, el('div', {}, name, kind)));
  if (reading) return el('tr', {}, head, ...cells(reading, words));
  const waiting = state === 'reading' ? t('Reading …') : t('Waiting');
  const said = state === 'failed' ? t('Could not read it: {0}', error ?? '') : waiting;
  const cell = el('td', { colspan: '2', class: state === 'failed' ? 'failed' : 'waiting' }, said);
  return el('tr', {}, head, cell);
}

function cells(reading: ComparedReading, words: number): HTMLElement[] {
  const { verdict, weights, stretches, ms, parameters, backend } = reading;
  const cell = el('td', { class: `verdict-of ${verdict.label}` });
  cell.append(el('span', {}, `${labelName(verdict.label, 16)} ${certaintyText(verdict.probability)}`));
  const read = weights.filter((weight) => weight !== null).length;
  if (read < words) {
    const said = t('read {0} of {1} words', whole(read), whole(words));
    cell.append(el('span', { class: 'model-kind' }, said));
  }
  if (stretches > 1) {
    cell.append(el('span', { class: 'model-kind' }, t('in {0} stretches', String(stretches))));
  }
  const size = el('span', { class: 'model-kind' }, t('{0} parameters', shortCount(parameters)));
  size.title = whole(parameters);
  return [cell, el('td', { title: backendName(backend) }, duration(ms), size)];
}
