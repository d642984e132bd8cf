/** The text itself after one epoch, each word shaded by its weight; full shading is the largest weight of any epoch. */
import { t } from '@vscode/l10n';
import { isAgainst } from '../../wording';
import type { EpochsReport } from '../protocol';
import { el, scrollWithin } from './dom';
import { piecesOf } from './heatData';
import { leastLineOf, lineOf, opacityOf } from './scale';
import { largestWeight } from './trainingData';
import type { Shading, Shown, WordEvents } from './words';

export class TrainingText {
  readonly element = el('div', { class: 'epoch-text', role: 'region', tabindex: '0' });
  private words: HTMLElement[] = [];
  private report: EpochsReport | null = null;
  private largest = 0;
  private marked: number | null = null;

  constructor(private readonly events: WordEvents) {
    const { element } = this;
    const wordOf = ({ target }: Event): number | null => {
      const word = target instanceof HTMLElement ? target.closest<HTMLElement>('.epoch-word') : null;
      return word ? Number(word.dataset['word']) : null;
    };
    element.addEventListener('pointermove', (event) => events.mark(wordOf(event)));
    element.addEventListener('pointerleave', () => events.mark(null));
    element.addEventListener('click', (event) => {
      const word = wordOf(event);
      if (word !== null && document.getSelection()?.isCollapsed !== false) events.reveal(word);
    });
  }

  update(report: EpochsReport, shown: Shown, shading: Shading, index: number): void {
    if (report !== this.report) this.lay(report, shown);
    this.element.dataset['emphasis'] = shading.emphasis ?? 'auto';
    const { weights, effects } = report.epochs[index]!;
    this.words.forEach((word, i) => {
      const effect = effects?.[i];
      const against = isAgainst({ effect });
      const opacity = opacityOf(weights[i]!, this.largest, shading);
      word.style.setProperty('--opacity', opacity.toFixed(4));
      word.style.setProperty('--strength', String(lineOf(opacity)));
      if (!effects) return;
      word.style.setProperty('--least', String(leastLineOf(opacity, against)));
      word.classList.toggle('against', against);
    });
  }

  /** Marks a word, or none, and brings it into sight within the text, unless that is where the pointer is. */
  mark(index: number | null): void {
    if (this.marked !== null) this.words[this.marked]?.classList.remove('marked');
    this.marked = index;
    const word = index === null ? undefined : this.words[index];
    word?.classList.add('marked');
    if (word && !this.element.matches(':hover')) scrollWithin(this.element, word);
  }

  private lay(report: EpochsReport, { view }: Shown): void {
    this.report = report;
    this.largest = largestWeight(report);
    this.marked = null;
    this.words = [];
    const pieces = piecesOf(view).map(({ text, token }) => {
      // What the model does not read stands there unshaded.
      if (token === null || token >= report.words) return document.createTextNode(text);
      const word = el('span', { class: 'epoch-word', 'data-word': String(token) }, text);
      this.words[token] = word;
      return word;
    });
    this.element.setAttribute('aria-label', t('The text, shaded as after the epoch'));
    this.element.replaceChildren(...pieces);
    this.element.scrollTop = 0;
  }
}
