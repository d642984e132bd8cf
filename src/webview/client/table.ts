/** The distribution as a table: what the chart draws, for those who would rather read it. Built when opened. */
import { t } from '@vscode/l10n';
import { isAgainst, percent, shortened, signed, TERMS, times, whole } from '../../wording';
import { orderOf, type Arrangement } from './chartData';
import type { Cumulative } from './cumulative';
import { el } from './dom';
import type { Bin, Histogram } from './histogramData';
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
  private order: Arrangement = 'reading';
  private cumulative: Cumulative | null = null;
  private histogram: Histogram | null = null;
  private drawn = '';

  constructor() {
    this.element.addEventListener('toggle', () => this.draw());
  }

  update(shown: Shown, order: Arrangement, cumulative: Cumulative, histogram: Histogram): void {
    Object.assign(this, { shown, order, cumulative, histogram });
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
    const head = kind === 'attention' ? attentionHead() : effectHead();
    if (order === 'histogram') {
      this.head.replaceChildren(...[t('Share up to'), t('Words')].map(headCell));
      this.body.replaceChildren(...binRows(this.histogram!));
    } else if (order === 'cumulative') {
      const { tokens, sums } = this.cumulative!;
      this.head.replaceChildren(...[...head, t('Together')].map(headCell));
      this.body.replaceChildren(
        ...tokens.map((token, place) => {
          const words = row(shown, token);
          words.append(el('td', {}, percent(sums[place]!)));
          return words;
        }),
      );
    } else {
      this.head.replaceChildren(...head.map(headCell));
      this.body.replaceChildren(...orderOf(shown.tokens, order).map((token) => row(shown, token)));
    }
  }
}

function headCell(name: string): HTMLElement {
  return el('th', { scope: 'col' }, name);
}

/** From the largest weights down, as the other tables; those of 0 last. */
function binRows({ bins, zeros }: Histogram): HTMLElement[] {
  const line = (share: number, tokens: Bin['tokens']) =>
    el('tr', {}, el('th', { scope: 'row' }, percent(share)), el('td', {}, whole(tokens.length)));
  const rows = [...bins].reverse().map(({ high, tokens }) => line(high, tokens));
  return zeros.length > 0 ? [...rows, line(0, zeros)] : rows;
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
