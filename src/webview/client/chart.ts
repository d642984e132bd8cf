/** The distribution of attention: bars with their words, in reading order or largest first. */
import { t } from '@vscode/l10n';
import { isAgainst, shortened, TERMS } from '../../wording';
import { Brush } from './brush';
import {
  axisOf,
  defaults,
  layoutOf,
  orderOf,
  positionAt,
  valueOf,
  type Layout,
  type Order,
  type Stretch,
  type Zoom,
} from './chartData';
import { drawAxis, drawBars, HEIGHT, type Bar, type Drawing } from './chartSvg';
import { el, scrollWithin } from './dom';
import { measured, visible } from './labels';
import { rove } from './roving';
import { spokenWord } from './text';
import type { Shown, WordEvents } from './words';

/** The stylesheet's size of `.labels`. */
const LABEL_FONT_SIZE = '11px';
const FLAT_LABELS = 30;
/** Pixels of the longest upright label that the layout gives room to. */
const UPRIGHT_LABELS = 104;

export interface ChartEvents extends WordEvents {
  /** Another stretch of words is brushed, or none; `settled`: the person is done with it for now. */
  brush(stretch: Stretch | null, settled: boolean): void;
}

export class Chart {
  readonly element = el('div', { class: 'chart' });
  private readonly axis = el('div', { class: 'chart-axis', 'aria-hidden': 'true' });
  private readonly scroller = el('div', { class: 'chart-scroller', role: 'listbox' });
  private readonly cursor = box('cursor');
  private readonly stretch = box('stretch');
  private readonly brush = this.brushing();
  private shown: Shown | null = null;
  private order: Order = 'reading';
  private zoom: Zoom = 'words';
  /** Token by position, and back. */
  private tokens: number[] = [];
  private positions: number[] = [];
  private labels: readonly string[] = [];
  private labelWidths: readonly number[] = [];
  private layout: Layout | null = null;
  private drawn = '';
  /** The words are new: not yet scrolled to where there is something to see. */
  private arrived = false;
  private marked: number | null = null;
  private focused: number | null = null;

  constructor(
    private readonly events: ChartEvents,
    /** Called when the words do or no longer fit the width. */
    private readonly overflows: (yes: boolean) => void,
  ) {
    this.scroller.setAttribute('aria-orientation', 'horizontal');
    this.scroller.setAttribute('aria-describedby', 'range-hint summary');
    this.element.append(this.axis, this.scroller);
    this.listen();
    new ResizeObserver(() => this.draw()).observe(this.scroller);
  }

  update(shown: Shown, order: Order, zoom: Zoom): void {
    const moved = this.shown?.key !== shown.key || this.order !== order;
    Object.assign(this, { shown, order, zoom });
    if (moved) {
      this.marked = this.focused = null;
      this.brush.clear();
      this.tokens = orderOf(shown.tokens, order);
      this.positions = [];
      this.tokens.forEach((token, position) => (this.positions[token] = position));
      this.labels = this.tokens.map((token) =>
        shortened(visible(shown.tokens[token]!.text), defaults.labelCharacters),
      );
      this.labelWidths = measured(this.labels, this.scroller, LABEL_FONT_SIZE);
      this.arrived = true;
    }
    const name = order === 'reading' ? t('in reading order') : t('largest first');
    this.scroller.setAttribute('aria-label', `${TERMS[shown.analysis.kind].perWord}, ${name}`);
    this.draw();
  }

  /** Marks the bar of a token, or none. */
  mark(token: number | null, scroll: boolean): void {
    this.barOf(this.marked)?.removeAttribute('aria-selected');
    this.marked = token;
    const position = token === null ? undefined : this.positions[token];
    if (token === null || position === undefined || !this.layout) {
      this.cursor.setAttribute('width', '0');
      this.scroller.removeAttribute('aria-activedescendant');
      return;
    }
    this.cursor.setAttribute('x', String(position * this.layout.pitch));
    this.cursor.setAttribute('width', String(this.layout.pitch));
    this.scroller.setAttribute('aria-activedescendant', `bar-${token}`);
    this.barOf(token)?.setAttribute('aria-selected', 'true');
    if (scroll) scrollWithin(this.scroller, this.cursor);
  }

  /** Takes a brushed stretch away. */
  clearBrush(): void {
    this.brush.clear();
  }

  private listen(): void {
    const tokenAt = (event: MouseEvent): number | null => {
      if (!this.layout) return null;
      const x = event.clientX - this.scroller.getBoundingClientRect().left + this.scroller.scrollLeft;
      const position = positionAt(x, this.layout, this.tokens.length);
      return position === null ? null : this.tokens[position]!;
    };
    this.scroller.addEventListener('pointermove', (event) => {
      const { dragged } = this.brush;
      this.events.mark(dragged === null ? tokenAt(event) : this.tokens[dragged]!);
    });
    this.scroller.addEventListener('pointerleave', () => this.events.mark(this.focused));
    this.scroller.addEventListener('click', (event) => {
      const token = tokenAt(event);
      if (this.brush.endsDrag()) return;
      this.focused = null;
      if (token !== null) this.events.reveal(token);
    });
    rove(this.scroller, {
      size: () => this.tokens.length,
      current: () => {
        const token = this.focused ?? this.marked;
        return token === null ? null : this.positions[token]!;
      },
      move: (position) => this.focus(position),
      extend: (from, to) => {
        this.focus(to);
        if (this.order === 'reading') this.brush.extend(from, to);
      },
      escape: () => this.brush.clear(),
      choose: (position) => this.events.reveal(this.tokens[position]!),
      leave: () => {
        this.focused = null;
        this.events.mark(null);
      },
    });
  }

  private focus(position: number): void {
    this.focused = this.tokens[position]!;
    this.events.mark(this.focused);
    this.mark(this.focused, true);
  }

  private brushing(): Brush {
    return new Brush(this.scroller, {
      isOn: () => this.order === 'reading' && this.layout !== null,
      positionAt: (clientX) => {
        const x = clientX - this.scroller.getBoundingClientRect().left + this.scroller.scrollLeft;
        return Math.min(this.tokens.length - 1, Math.max(0, Math.floor(x / this.layout!.pitch)));
      },
      changed: (stretch, settled) => {
        this.showStretch();
        // The keys go on from where the pointer left off.
        if (stretch && settled) this.focused = this.marked;
        this.events.brush(stretch, settled);
      },
    });
  }

  private showStretch(): void {
    const { stretch } = this.brush;
    const pitch = this.layout?.pitch ?? 0;
    this.stretch.setAttribute('x', String((stretch?.from ?? 0) * pitch));
    this.stretch.setAttribute('width', String(stretch ? (stretch.to - stretch.from + 1) * pitch : 0));
  }

  private draw(): void {
    const { shown } = this;
    const available = this.scroller.clientWidth;
    if (!shown || available === 0) return;
    const { labels, labelWidths } = this;
    const weights = this.tokens.map((token) => shown.tokens[token]!.weight);
    const input = { labelWidths, weights, available };
    const layout = layoutOf({ ...input, zoom: this.zoom });
    this.overflows(layoutOf({ ...input, zoom: 'words' }).width > available);
    const drawn = JSON.stringify([shown.key, this.order, this.zoom, layout.pitch, layout.flat]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.layout = layout;
    const axis = axisOf(shown.tokens);
    const widest = Math.max(0, ...layout.labelled.map((position) => labelWidths[position]!));
    this.show({
      bars: this.tokens.map((token, position): Bar => {
        const word = shown.tokens[token]!;
        const { weight, known } = word;
        const spoken = spokenWord(shown.analysis, token, shown.ranks[token]!);
        const drawing = { value: valueOf(word), against: isAgainst(word), label: labels[position]! };
        return { token, position, weight, known, spoken, ...drawing };
      }),
      layout,
      axis,
      uniform: axis.signed ? null : 1 / shown.tokens.length,
      labelHeight: layout.flat ? FLAT_LABELS : Math.min(UPRIGHT_LABELS, Math.ceil(widest) + 12),
    });
  }

  private show(drawing: Drawing): void {
    const svg = drawBars(drawing);
    svg.prepend(this.stretch, this.cursor);
    this.showStretch();
    this.scroller.replaceChildren(svg);
    this.axis.replaceChildren(drawAxis(drawing));
    if (this.arrived) this.scrollToPeak(drawing);
    this.mark(this.marked, false);
  }

  /** A long text often peaks late: a chart that starts flat would look as if nothing were there. */
  private scrollToPeak({ bars, layout }: Drawing): void {
    this.arrived = false;
    const peak = bars.reduce((most, bar) => (bar.weight > most.weight ? bar : most));
    const middle = (peak.position + 0.5) * layout.pitch;
    const { clientWidth } = this.scroller;
    this.scroller.scrollLeft = middle > clientWidth - layout.pitch ? middle - clientWidth / 2 : 0;
  }

  private barOf = (token: number | null): Element | null =>
    token === null ? null : this.scroller.querySelector(`#bar-${token}`);
}

/** A rectangle over the whole height that only shows something. */
function box(name: string): SVGRectElement {
  const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const attributes = { class: name, y: '0', height: String(HEIGHT), width: '0', 'aria-hidden': 'true' };
  for (const [key, value] of Object.entries(attributes)) rect.setAttribute(key, value);
  return rect;
}
