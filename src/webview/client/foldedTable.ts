/** A table behind a line that unfolds it, filled once it is open: what a chart draws, for those who would rather read it. */
import { t } from '@vscode/l10n';
import { el } from './dom';

export class FoldedTable {
  private readonly head = el('tr');
  private readonly body = el('tbody');
  private readonly scroller = el(
    'div',
    { class: 'table-scroller', tabindex: '0', role: 'region' },
    el('table', {}, el('thead', {}, this.head), this.body),
  );
  readonly element: HTMLDetailsElement;

  /** @param onToggle it was unfolded, or folded up */
  constructor(name: string, summary: string, onToggle: () => void) {
    this.element = el('details', { class: name }, el('summary', {}, summary), this.scroller);
    this.element.addEventListener('toggle', onToggle);
  }

  get open(): boolean {
    return this.element.open;
  }

  /** Says what it holds to those who do not see it. */
  label(what: string): void {
    this.scroller.setAttribute('aria-label', t('{0}, as a table', what));
  }

  fill(heads: readonly string[], rows: readonly HTMLElement[]): void {
    this.head.replaceChildren(...heads.map((head) => el('th', { scope: 'col' }, head)));
    this.body.replaceChildren(...rows);
  }
}
