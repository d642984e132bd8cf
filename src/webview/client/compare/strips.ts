/** The text once, and under it a strip of every model's weights, word by word. Only what is in sight is drawn. */
import { t } from '@vscode/l10n';
import { isAgainst, shortened } from '../../../wording';
import type { ComparedModel, ComparedReading } from '../../protocol';
import { el, setText } from '../dom';
import { measured, visible } from '../labels';
import { rove } from '../roving';
import { opacityOf } from '../scale';
import type { Shading, Shown, WordEvents } from '../words';
import { modelName, shareText } from './names';
import { columnAt, edgesOf, inSight } from './stripLayout';
import { drawStrips, stripHeight, type Cell, type StripColumn } from './stripSvg';

/** The stylesheet's size of `.strips .labels`. */
const FONT_SIZE = '12px';
const LABEL_CHARACTERS = 24;

interface Row {
  readonly model: string;
  readonly number: number;
  readonly reading: ComparedReading;
  readonly largest: number;
}

export class Strips {
  private readonly names = el('div', { class: 'strip-names', 'aria-hidden': 'true' });
  private readonly space = el('div', { class: 'strip-space', role: 'presentation' });
  private readonly cursor = el('div', { class: 'strip-cursor', 'aria-hidden': 'true' });
  private readonly scroller = el(
    'div',
    { class: 'strip-scroller', role: 'listbox', 'aria-orientation': 'horizontal' },
    this.space,
  );
  private readonly scale = el('span', { class: 'meaning' });
  private readonly against = meaning('swatch against', t('speaks against the model’s own verdict'));
  private readonly unread = meaning('swatch unread', t('not read'));
  readonly element = el(
    'div',
    {},
    el('div', { class: 'strips' }, this.names, this.scroller),
    el('p', { class: 'legend strips-legend' }, this.scale, this.against, this.unread),
  );
  private shown: Shown | null = null;
  private shading: Shading = { gamma: 1, scale: 'relative' };
  private rows: readonly Row[] = [];
  private labels: readonly string[] = [];
  private edges = edgesOf([]);
  private measuredFor = '';
  /** What stands there now. */
  private drawn = '';
  private marked: number | null = null;
  private focused: number | null = null;

  constructor(private readonly events: WordEvents) {
    this.scroller.setAttribute('aria-label', t('The words, with what each model gives them'));
    this.listen();
    new ResizeObserver(() => this.draw()).observe(this.scroller);
  }

  update(shown: Shown, columns: readonly ComparedModel[], shading: Shading): void {
    if (shown.key !== this.shown?.key) this.marked = this.focused = null;
    Object.assign(this, { shown, shading });
    this.rows = columns.flatMap(({ model, reading }, index) => {
      if (!reading) return [];
      const largest = reading.weights.reduce<number>((most, weight) => Math.max(most, weight ?? 0), 0);
      return [{ model, number: index + 1, reading, largest }];
    });
    this.element.hidden = this.rows.length === 0;
    this.names.replaceChildren(...this.rows.map(nameOf));
    this.explain();
    this.space.style.setProperty('height', `${stripHeight(this.rows.length)}px`);
    this.drawn = '';
    this.draw();
  }

  /** Outlines the column of a token, or none. */
  mark(token: number | null, scroll = false): void {
    const isNew = token !== this.marked;
    this.optionOf(this.marked)?.removeAttribute('aria-selected');
    this.marked = token;
    const [left, right] = token === null ? [0, 0] : [this.edges[token], this.edges[token + 1]];
    if (left === undefined || right === undefined || token === null) {
      this.cursor.hidden = true;
      return this.scroller.removeAttribute('aria-activedescendant');
    }
    // What the pointer is over must not move away under it.
    if (scroll || (isNew && !this.scroller.matches(':hover'))) this.reach(left, right);
    this.cursor.hidden = false;
    this.cursor.style.setProperty('left', `${left}px`);
    this.cursor.style.setProperty('width', `${right - left}px`);
    const option = this.optionOf(token);
    option?.setAttribute('aria-selected', 'true');
    if (option) this.scroller.setAttribute('aria-activedescendant', option.id);
  }

  private explain(): void {
    const own = t('Higher and stronger: a larger share, each row against its own largest.');
    const same = t('Higher and stronger: a larger share, all rows on one scale.');
    setText(this.scale, this.shading.scale === 'relative' ? own : same);
    this.against.hidden = !this.rows.some(({ reading }) => reading.effects !== null);
    this.unread.hidden = !this.rows.some(({ reading }) => reading.weights.includes(null));
  }

  private reach(left: number, right: number): void {
    const { scrollLeft, clientWidth } = this.scroller;
    const margin = 24;
    if (left - margin < scrollLeft) this.scroller.scrollLeft = Math.max(0, left - margin);
    else if (right + margin > scrollLeft + clientWidth)
      this.scroller.scrollLeft = right + margin - clientWidth;
    else return;
    this.draw();
  }

  private draw(): void {
    const { shown, rows } = this;
    const { scrollLeft, clientWidth } = this.scroller;
    if (!shown || rows.length === 0 || clientWidth === 0) return;
    this.measure(shown);
    const range = inSight(this.edges, scrollLeft, clientWidth);
    const seen = inSight(this.edges, scrollLeft, 0);
    if (!range || !seen) return;
    const key = range.join();
    // While a window of the same columns, or of more, is drawn already, scrolling costs nothing.
    if (this.covers(key, scrollLeft, clientWidth)) return;
    this.drawn = key;
    const tokens = Array.from({ length: range[1] - range[0] + 1 }, (_, i) => range[0] + i);
    const columns = tokens.map((token) => this.column(shown, token));
    const svg = drawStrips({
      columns,
      cells: rows.flatMap((row, index) => tokens.map((token) => this.cell(row, index, token))),
      rows: rows.length,
      words: shown.tokens.length,
    });
    const holder = el('div', { class: 'strip-window', role: 'presentation' }, svg);
    holder.style.setProperty('left', `${columns[0]!.left}px`);
    this.space.replaceChildren(this.cursor, holder);
    this.mark(this.marked);
  }

  private covers(key: string, left: number, width: number): boolean {
    if (this.drawn === '' || key === this.drawn) return this.drawn !== '';
    const [first, last] = this.drawn.split(',').map(Number) as [number, number];
    const [from, to] = [columnAt(this.edges, left), columnAt(this.edges, left + width)];
    return first <= from && to <= last;
  }

  private measure(shown: Shown): void {
    if (this.measuredFor === shown.key) return;
    this.measuredFor = shown.key;
    this.labels = shown.tokens.map(({ text }) => shortened(visible(text), LABEL_CHARACTERS));
    this.edges = edgesOf(measured(this.labels, this.scroller, FONT_SIZE));
    this.space.style.setProperty('width', `${this.edges.at(-1)!}px`);
    this.scroller.scrollLeft = 0;
  }

  private column(shown: Shown, token: number): StripColumn {
    const { text, known } = shown.tokens[token]!;
    const facts = this.rows.map(
      ({ model, reading }) => `${modelName(model)} ${shareText(reading, reading.weights[token] ?? null)}`,
    );
    return {
      token,
      left: this.edges[token]!,
      right: this.edges[token + 1]!,
      label: this.labels[token]!,
      known,
      spoken: `${text}: ${facts.join('; ')}`,
    };
  }

  private cell({ reading, largest }: Row, row: number, token: number): Cell {
    const weight = reading.weights[token] ?? null;
    return {
      row,
      left: this.edges[token]!,
      right: this.edges[token + 1]!,
      opacity: weight === null ? null : opacityOf(weight, largest, this.shading),
      against: isAgainst({ effect: reading.effects?.[token] ?? undefined }),
    };
  }

  private listen(): void {
    const tokenAt = ({ clientX }: MouseEvent): number | null => {
      const x = clientX - this.scroller.getBoundingClientRect().left + this.scroller.scrollLeft;
      const last = this.edges.at(-1)!;
      return x < 0 || x >= last ? null : columnAt(this.edges, x);
    };
    let due = 0;
    this.scroller.addEventListener('scroll', () => {
      cancelAnimationFrame(due);
      due = requestAnimationFrame(() => this.draw());
    });
    this.scroller.addEventListener('pointermove', (event) => this.events.mark(tokenAt(event)));
    this.scroller.addEventListener('pointerleave', () => this.events.mark(this.focused));
    this.scroller.addEventListener('click', (event) => {
      const token = tokenAt(event);
      if (token !== null) this.events.reveal(token);
    });
    rove(this.scroller, {
      size: () => this.edges.length - 1,
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
    });
  }

  private optionOf(token: number | null): Element | null {
    return token === null ? null : this.space.querySelector(`#strip-${token}`);
  }
}

/** A sign of the drawing and what it means. */
function meaning(swatch: string, text: string): HTMLElement {
  return el('span', { class: 'meaning' }, el('span', { class: swatch, 'aria-hidden': 'true' }), text);
}

function nameOf({ model, number }: Row): HTMLElement {
  const name = el('span', { class: 'model-name' }, modelName(model));
  return el('div', { title: model }, el('span', { class: 'model-number' }, String(number)), name);
}
