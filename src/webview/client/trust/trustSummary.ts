/** What stands under the section's title, folded up or not: the verdict in a sentence, and what was measured. */
import { t } from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { TrustVerdict } from '../../protocol';
import { el, setText } from '../dom';
import type { Face } from './trustText';

/** Beside the words, which say it all. */
const SIGNS: Readonly<Record<TrustVerdict, string>> = { agrees: '✓', partly: '≈', differs: '✗', short: '–' };
const NO_SIGN = '·';

export class TrustSummary {
  private readonly sign = el('span', { class: 'trust-sign', 'aria-hidden': 'true' });
  private readonly sentence = el('span', { class: 'trust-sentence' });
  private readonly measured = el('p', { class: 'trust-measured' });
  private readonly button = el('vscode-button', { class: 'trust-examine', secondary: '' });
  readonly element = el(
    'div',
    { class: 'trust-summary' },
    el('p', { class: 'trust-verdict' }, this.sign, this.sentence),
    this.measured,
    this.button,
  );

  constructor(examine: () => void) {
    this.button.addEventListener('click', examine);
  }

  /** @param faded what stands here is of the text as it was a moment ago */
  update({ verdict, sentence, measured, action, settled = false }: Face, faded: boolean): void {
    this.element.dataset['verdict'] = verdict ?? '';
    this.element.classList.toggle('waiting', faded);
    this.element.classList.toggle('settled', settled);
    setText(this.sign, verdict ? SIGNS[verdict] : NO_SIGN);
    setText(this.sentence, sentence);
    setText(this.measured, measured);
    this.button.hidden = action === null;
    setText(this.button, action === 'again' ? t('Try again') : t('Examine it'));
  }
}
