/** The words whose weight an edit changed most, before and after, as a table. */
import { t } from '@vscode/l10n';
import { decimal, labelText, percent, shortened, signed } from '../../wording';
import type { EditedWord, EditsView } from '../protocol';
import { el, setText } from './dom';

const NONE = '–';

export class EditWords {
  private readonly caption = el('caption');
  private readonly head = el('tr');
  private readonly body = el('tbody');
  readonly element = el(
    'div',
    { class: 'table-scroller edit-words', tabindex: '0', role: 'region' },
    el('table', {}, this.caption, el('thead', {}, this.head), this.body),
  );

  update({ values, words, before }: EditsView): void {
    const heading =
      values === 'weight'
        ? t('Words whose weight changed most')
        : t('Words whose effect for {0} changed most', labelText(before.label));
    setText(this.caption, heading);
    this.element.setAttribute('aria-label', heading);
    const names = [t('Word'), t('Before'), t('After'), values === 'weight' ? t('Points') : t('Change')];
    this.head.replaceChildren(...names.map((name) => el('th', { scope: 'col' }, name)));
    this.body.replaceChildren(...words.map((word) => row(word, values)));
  }
}

function row({ text, before, after }: EditedWord, values: EditsView['values']): HTMLElement {
  const said = (value: number) => (values === 'weight' ? percent(value) : signed(value));
  const change = (after ?? 0) - (before ?? 0);
  const cells = [
    before === null ? NONE : said(before),
    after === null ? NONE : said(after),
    before === null
      ? t('put in')
      : after === null
        ? t('taken out')
        : values === 'effect'
          ? signed(change)
          : points(change),
  ];
  return el(
    'tr',
    {},
    el('th', { scope: 'row', dir: 'auto' }, shortened(text, 40)),
    ...cells.map((cell) => el('td', {}, cell)),
  );
}

/** A difference of two shares in percentage points with its sign, e.g. "+4.2", "−0.31". */
export function points(change: number): string {
  const value = Math.abs(change) * 100;
  if (value < 0.005) return '0';
  return `${change < 0 ? '−' : '+'}${decimal(value, value < 10 ? 2 : 1)}`;
}
