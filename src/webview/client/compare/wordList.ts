/** A list of words with a fact each: pointing at one marks it everywhere, choosing it shows it in the editor. */
import { el } from '../dom';
import { rove } from '../roving';
import type { WordEvents } from '../words';

export interface WordLine {
  /** Of the charted text; null where the line is of no word there. */
  readonly token: number | null;
  readonly word: string;
  /** At the end of the line. */
  readonly value: string;
  /** Under the word. */
  readonly fact: string;
}

export class WordList {
  readonly element: HTMLElement;
  private lines: readonly WordLine[] = [];
  private rows: readonly HTMLElement[] = [];
  private at: number | null = null;
  private focused: number | null = null;

  /** @param id begins the ids of its lines */
  constructor(
    private readonly id: string,
    private readonly events: WordEvents,
  ) {
    this.element = el('div', { class: 'word-list', role: 'listbox' });
    this.listen();
  }

  update(name: string, lines: readonly WordLine[]): void {
    this.element.setAttribute('aria-label', name);
    this.element.hidden = lines.length === 0;
    if (JSON.stringify(lines) === JSON.stringify(this.lines)) return;
    this.lines = lines;
    this.at = this.focused = null;
    this.rows = lines.map(({ word, value, fact }, index) =>
      el(
        'div',
        { class: 'word-line', role: 'option', id: `${this.id}-${index}` },
        el('span', { class: 'word-line-word', dir: 'auto' }, word),
        el('span', { class: 'word-line-value' }, value),
        el('span', { class: 'word-line-fact' }, fact),
      ),
    );
    this.element.replaceChildren(...this.rows);
    this.element.removeAttribute('aria-activedescendant');
  }

  /** A word is marked, wherever it was pointed at. */
  mark(token: number | null): void {
    if (token !== null && this.at !== null && this.lines[this.at]?.token === token) return;
    const found = token === null ? -1 : this.lines.findIndex((line) => line.token === token);
    this.select(found < 0 ? null : found);
  }

  private select(at: number | null): void {
    this.at = at;
    this.rows.forEach((row, index) => {
      if (index === at) row.setAttribute('aria-selected', 'true');
      else row.removeAttribute('aria-selected');
    });
    if (at === null) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', this.rows[at]!.id);
  }

  private point(at: number | null): void {
    this.select(at);
    this.events.mark(at === null ? null : this.lines[at]!.token);
  }

  private reveal(at: number): void {
    const { token } = this.lines[at]!;
    if (token !== null) this.events.reveal(token);
  }

  private listen(): void {
    const lineAt = ({ target }: Event): number | null => {
      const row = target instanceof Element ? target.closest<HTMLElement>('.word-line') : null;
      return row ? this.rows.indexOf(row) : null;
    };
    this.element.addEventListener('pointermove', (event) => {
      const at = lineAt(event);
      if (at !== this.at) this.point(at);
    });
    this.element.addEventListener('pointerleave', () => this.point(this.focused));
    this.element.addEventListener('click', (event) => {
      const at = lineAt(event);
      if (at !== null) this.reveal(at);
    });
    rove(this.element, {
      size: () => this.lines.length,
      current: () => this.at,
      move: (at) => {
        this.focused = at;
        this.point(at);
      },
      choose: (at) => this.reveal(at),
      leave: () => {
        this.focused = null;
        this.point(null);
      },
    });
  }
}
