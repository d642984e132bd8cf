/** The text itself, every token shaded by its weight on the editor's scale. */
import { shadedLabel } from '../../trustWording';
import { isAgainst, TERMS } from '../../wording';
import type { WordShading } from '../protocol';
import { el, inWindow, scrollWithin } from './dom';
import { piecesOf } from './heatData';
import { rove } from './roving';
import { leastLineOf, lineOf, opacityOf, sharesOf } from './scale';
import { spokenWord } from './text';
import type { Shading, Shown, WordEvents } from './words';

export class HeatMap {
  readonly element = el('div', { class: 'heat', role: 'listbox' });
  private words: HTMLElement[] = [];
  private drawn = '';
  private id: number | null = null;
  private marked: number | null = null;
  private focused: number | null = null;
  private picked: ReadonlySet<number> = new Set();

  /** @param prefix begins the ids of its words: a page may hold several texts */
  constructor(
    private readonly events: WordEvents,
    private readonly prefix = 'word',
  ) {
    this.listen();
  }

  /** @param signed by what the words are shaded where it is not their weights */
  update(shown: Shown, shading: Shading, signed?: WordShading): void {
    this.element.dataset['emphasis'] = shading.emphasis ?? 'auto';
    const drawn = JSON.stringify([shown.key, shading.scale, shading.gamma, signed]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.element.classList.toggle('signed', signed !== undefined);
    const label = signed ? shadedLabel(signed.source) : TERMS[shown.analysis.kind].shaded;
    this.element.setAttribute('aria-label', label);
    const shares = signed && sharesOf(signed.values);
    const largest = shares ? Math.max(0, ...shares) : shown.largest;
    this.marked = this.focused = null;
    this.words = [];
    this.picked = new Set();
    const pieces = piecesOf(shown.view).map(({ text, token }) => {
      if (token === null) return document.createTextNode(text);
      const { weight, effect, known } = shown.tokens[token]!;
      const value = signed?.values[token];
      const against = value === undefined ? isAgainst({ effect }) : value < 0;
      const word = el('span', { class: 'word', id: `${this.prefix}-${token}`, role: 'option' }, text);
      word.classList.toggle('unknown', !known);
      word.classList.toggle('against', against);
      word.setAttribute('aria-label', spokenWord(shown.analysis, token, shown.ranks[token]!, value));
      const opacity = opacityOf(shares?.[token] ?? weight, largest, shading);
      word.style.setProperty('--opacity', opacity.toFixed(4));
      word.style.setProperty('--strength', String(lineOf(opacity)));
      word.style.setProperty('--least', String(leastLineOf(opacity, against)));
      this.words[token] = word;
      return word;
    });
    this.element.replaceChildren(...pieces);
    this.element.removeAttribute('aria-activedescendant');
    // A text that is being written stays where the person has it.
    if (this.id !== shown.view.id) this.element.scrollTop = 0;
    this.id = shown.view.id;
  }

  /** Marks a token, or none. `scroll` brings it into sight within the text, not the page. */
  mark(token: number | null, scroll: boolean): void {
    this.wordOf(this.marked)?.removeAttribute('aria-selected');
    this.marked = token;
    const word = this.wordOf(token);
    if (!word) {
      this.element.removeAttribute('aria-activedescendant');
      return;
    }
    word.setAttribute('aria-selected', 'true');
    this.element.setAttribute('aria-activedescendant', word.id);
    if (scroll) scrollWithin(this.element, word);
  }

  /** Frames the words that a part of the chart means. */
  pick(tokens: readonly number[]): void {
    const picked = new Set(tokens);
    for (const token of this.picked) if (!picked.has(token)) this.words[token]?.classList.remove('picked');
    for (const token of picked) if (!this.picked.has(token)) this.words[token]?.classList.add('picked');
    this.picked = picked;
  }

  /** Moves the page so that the marked word is in sight. */
  reach(): void {
    const word = this.wordOf(this.marked);
    if (word && !inWindow(word)) word.scrollIntoView({ block: 'center' });
  }

  private listen(): void {
    const tokenOf = ({ target }: Event): number | null => {
      const word = target instanceof Element ? target.closest('.word') : null;
      return word ? Number(word.id.slice(this.prefix.length + 1)) : null;
    };
    this.element.addEventListener('pointermove', (event) => this.events.mark(tokenOf(event)));
    this.element.addEventListener('pointerleave', () => this.events.mark(this.focused));
    this.element.addEventListener('click', (event) => {
      const token = tokenOf(event);
      if (token !== null && document.getSelection()?.isCollapsed !== false) this.events.reveal(token);
    });
    rove(this.element, {
      size: () => this.words.length,
      current: () => this.marked,
      move: (token) => {
        this.focused = token;
        this.events.mark(token);
        this.mark(token, true);
      },
      choose: (token) => this.events.reveal(token),
      leave: () => {
        this.focused = null;
        this.events.mark(null);
      },
      key: (key, token) =>
        key === 'ArrowDown' ? this.lineAway(token, 1) : key === 'ArrowUp' ? this.lineAway(token, -1) : null,
    });
  }

  /** The token on the next or previous line that stands nearest below or above; the same one where there is none. */
  private lineAway(from: number, direction: 1 | -1): number {
    const box = (token: number) => this.words[token]!.getBoundingClientRect();
    const start = box(from);
    const middle = (start.left + start.right) / 2;
    let line: number | null = null;
    let best = from;
    let nearest = Infinity;
    for (let token = from + direction; token >= 0 && token < this.words.length; token += direction) {
      const { top, bottom, left, right } = box(token);
      const beyond = direction === 1 ? top >= start.bottom - 1 : bottom <= start.top + 1;
      if (!beyond) continue;
      line ??= top;
      if (Math.abs(top - line) > start.height / 2) break;
      const distance = Math.max(left - middle, middle - right, 0);
      if (distance < nearest) [best, nearest] = [token, distance];
    }
    return best;
  }

  private wordOf(token: number | null): HTMLElement | undefined {
    return token === null ? undefined : this.words[token];
  }
}
