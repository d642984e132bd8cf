/** The distribution as a table: what the chart draws, for those who would rather read it. Built when opened. */
import { el } from './dom';
import { orderOf, type Order } from './chartData';
import { percent, shortened, times } from './text';
import type { Shown } from './words';

export class WordTable {
  private readonly body = el('tbody');
  readonly element = el(
    'details',
    { class: 'table' },
    el('summary', {}, 'The same as a table'),
    el(
      'div',
      {
        class: 'table-scroller',
        tabindex: '0',
        role: 'region',
        'aria-label': 'Attention per word, as a table',
      },
      el(
        'table',
        {},
        el('thead', {}, el('tr', {}, ...['Word', 'Weight', '× uniform', 'Rank', 'Known'].map(headCell))),
        this.body,
      ),
    ),
  );
  private shown: Shown | null = null;
  private order: Order = 'reading';
  private drawn = '';

  constructor() {
    this.element.addEventListener('toggle', () => this.draw());
  }

  update(shown: Shown, order: Order): void {
    Object.assign(this, { shown, order });
    this.draw();
  }

  private draw(): void {
    const { shown, order } = this;
    if (!shown || !this.element.open) return;
    const drawn = `${order} ${shown.key}`;
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.body.replaceChildren(...orderOf(shown.tokens, order).map((token) => row(shown, token)));
  }
}

function headCell(name: string): HTMLElement {
  return el('th', { scope: 'col' }, name);
}

function row({ tokens, ranks }: Shown, token: number): HTMLElement {
  const { text, weight, known } = tokens[token]!;
  const cells = [percent(weight), times(weight * tokens.length), String(ranks[token]), known ? 'yes' : 'no'];
  return el(
    'tr',
    {},
    el('th', { scope: 'row', dir: 'auto' }, shortened(text, 80)),
    ...cells.map((cell) => el('td', {}, cell)),
  );
}
