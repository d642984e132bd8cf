/** The line under the chart: what a brushed stretch or a column holds, else what can be done; always as high. */
import { t } from '@vscode/l10n';
import { el, setText } from './dom';
import type { Deaf } from './distribution';

export class RangeLine {
  private readonly said = el('span', { class: 'range-said', 'aria-live': 'polite' });
  private readonly hint = el('span', { class: 'range-hint', id: 'range-hint' });
  readonly element = el('p', { class: 'range' }, this.said, this.hint);
  private text: string | null = null;
  private isStretch = false;
  private deaf: Deaf = null;

  /** @param hint stands there while nothing else does */
  tell(hint: string, deaf: Deaf): void {
    this.deaf = deaf;
    setText(this.hint, hint);
    this.show();
  }

  /** @param isStretch words of the text in a row, which are selected in the editor where that can be */
  say(text: string | null, isStretch: boolean): void {
    Object.assign(this, { text, isStretch });
    this.show();
  }

  private show(): void {
    const { text, isStretch, deaf } = this;
    const why = text !== null && isStretch ? whyNot(deaf) : null;
    setText(this.said, why === null ? (text ?? '') : `${text}. ${why}`);
    this.hint.hidden = text !== null;
  }
}

function whyNot(deaf: Deaf): string | null {
  switch (deaf) {
    case 'stale':
      return t('Not selected in the editor: the text has been edited since.');
    case 'restored':
      return t('Not selected in the editor: this is from before the window reload.');
    case null:
      return null;
  }
}
