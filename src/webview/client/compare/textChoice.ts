/** Which other text is laid beside the charted one. */
import { t } from '@vscode/l10n';
import type { OtherText } from '../../protocol';
import { el, setText } from '../dom';

const GROUPS: readonly OtherText['from'][] = ['document', 'pinned', 'elsewhere'];

export class TextChoice {
  private readonly select = el('select', { id: 'other-text' });
  private readonly none = el('p', { class: 'legend' });
  readonly element = el(
    'div',
    { class: 'text-choice' },
    el('label', { for: 'other-text' }, t('Lay beside this text')),
    this.select,
    this.none,
  );
  private drawn = '';

  constructor(choose: (key: string | null) => void) {
    this.select.addEventListener('change', () => choose(this.select.value || null));
  }

  /** @param chosen key of the one that is laid beside it; null: none */
  update(texts: readonly OtherText[], chosen: string | null): void {
    const drawn = JSON.stringify(texts);
    if (drawn !== this.drawn) {
      this.drawn = drawn;
      this.select.replaceChildren(el('option', { value: '' }, t('No other text')), ...groups(texts));
    }
    const known = texts.some(({ key }) => key === chosen);
    this.select.value = known ? chosen! : '';
    this.select.disabled = texts.length === 0;
    this.none.hidden = texts.length > 0;
    setText(
      this.none,
      t('Analyse another text, or pin this one and change it: then both can stand side by side.'),
    );
  }
}

function groups(texts: readonly OtherText[]): HTMLElement[] {
  const names = { document: t('In this document'), pinned: t('Pinned'), elsewhere: t('In other documents') };
  return GROUPS.flatMap((from) => {
    const own = texts.filter((text) => text.from === from);
    if (own.length === 0) return [];
    const options = own.map(({ key, title, snippet }) =>
      el('option', { value: key }, `${title} · ${snippet}`),
    );
    return [el('optgroup', { label: names[from] }, ...options)];
  });
}
