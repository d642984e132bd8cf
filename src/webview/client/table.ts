/** The distribution as a table: what the chart draws, for those who would rather read it. Built when opened. */
import { t } from '@vscode/l10n';
import { isAgainst, percent, shortened, signed, TERMS, times } from '../../wording';
import { orderOf, type Order } from './chartData';
import { el } from './dom';
import type { Shown } from './words';

const attentionHead = () => [t('Word'), t('Weight'), t('× uniform'), t('Rank'), t('Known')];
const effectHead = () => [t('Word'), t('Effect'), t('Speaks'), t('Share'), t('Rank'), t('Known')];

export class WordTable {
  private readonly head = el('tr');
  private readonly body = el('tbody');
  private readonly scroller = el(
    'div',
    { class: 'table-scroller', tabindex: '0', role: 'region' },
    el('table', {}, el('thead', {}, this.head), this.body),
  );
  readonly element = el(
    'details',
    { class: 'table' },
    el('summary', {}, t('The same as a table')),
    this.scroller,
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
    const { kind } = shown.analysis;
    this.scroller.setAttribute('aria-label', t('{0}, as a table', TERMS[kind].perWord));
    this.head.replaceChildren(...(kind === 'attention' ? attentionHead() : effectHead()).map(headCell));
    this.body.replaceChildren(...orderOf(shown.tokens, order).map((token) => row(shown, token)));
  }
}

function headCell(name: string): HTMLElement {
  return el('th', { scope: 'col' }, name);
}

function row({ tokens, ranks }: Shown, token: number): HTMLElement {
  const { text, weight, effect, known } = tokens[token]!;
  const value =
    effect === undefined
      ? [percent(weight), times(weight * tokens.length)]
      : [signed(effect), side(effect), percent(weight)];
  const cells = [...value, String(ranks[token]), known ? t('yes') : t('no')];
  return el(
    'tr',
    {},
    el('th', { scope: 'row', dir: 'auto' }, shortened(text, 80)),
    ...cells.map((cell) => el('td', {}, cell)),
  );
}

function side(effect: number): string {
  return isAgainst({ effect }) ? t('against') : signed(effect).startsWith('+') ? t('for') : '–';
}
