/** The distribution as a table: what the chart draws, for those who would rather read it. Built when opened. */
import { t } from '@vscode/l10n';
import { isAgainst, percent, shortened, signed, TERMS, times, whole } from '../../wording';
import { orderOf, type Arrangement } from './chartData';
import type { Cumulative } from './cumulative';
import { el } from './dom';
import { FoldedTable } from './foldedTable';
import type { Bin, Histogram } from './histogramData';
import type { Shown } from './words';

const attentionHead = () => [t('Word'), t('Weight'), t('× uniform'), t('Rank'), t('Known')];
const effectHead = () => [t('Word'), t('Effect'), t('Speaks'), t('Share'), t('Rank'), t('Known')];

export class WordTable {
  private readonly table = new FoldedTable('table', t('The same as a table'), () => this.draw());
  readonly element = this.table.element;
  private shown: Shown | null = null;
  private order: Arrangement = 'reading';
  private cumulative: Cumulative | null = null;
  private histogram: Histogram | null = null;
  private drawn = '';

  update(shown: Shown, order: Arrangement, cumulative: Cumulative, histogram: Histogram): void {
    Object.assign(this, { shown, order, cumulative, histogram });
    this.draw();
  }

  private draw(): void {
    const { shown, order } = this;
    if (!shown || !this.table.open) return;
    const drawn = `${order} ${shown.key}`;
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const { kind } = shown.analysis;
    this.table.label(TERMS[kind].perWord);
    const head = kind === 'attention' ? attentionHead() : effectHead();
    if (order === 'histogram') {
      this.table.fill([t('Share up to'), t('Words')], binRows(this.histogram!));
    } else if (order === 'cumulative') {
      const { tokens, sums } = this.cumulative!;
      this.table.fill(
        [...head, t('Together')],
        tokens.map((token, place) => {
          const words = row(shown, token);
          words.append(el('td', {}, percent(sums[place]!)));
          return words;
        }),
      );
    } else {
      this.table.fill(
        head,
        orderOf(shown.tokens, order).map((token) => row(shown, token)),
      );
    }
  }
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
