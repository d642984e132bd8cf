/** A drawing as wide as the room there is, whose options can be pointed at, walked along and chosen. */
import { el } from './dom';
import { rove } from './roving';

export interface Picture {
  readonly svg: Element;
  /** Along the axis, each with an id of its own and the role `option`. */
  readonly options: readonly Element[];
  /** The option at a horizontal pixel of the drawing; null beside all. */
  at(x: number): number | null;
  /** Pixels that the cursor covers over an option. */
  span(place: number): { readonly x: number; readonly width: number };
  /** Pixels from the top between which the cursor stands. */
  readonly top: number;
  readonly bottom: number;
}

export interface FigureEvents {
  /** Pointed at or focused; null: no longer. */
  point(place: number | null): void;
  /** Clicked, or Enter pressed. */
  choose(place: number): void;
}

export class Figure {
  readonly element = el('div', { class: 'figure', role: 'listbox', 'aria-orientation': 'horizontal' });
  private readonly cursor = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  private draw: (width: number) => Picture = () => {
    throw new Error('Nothing to draw yet.');
  };
  private picture: Picture | null = null;
  private key = '';
  private drawn = '';
  private pointed: number | null = null;
  private focused: number | null = null;

  constructor(private readonly events: FigureEvents) {
    this.cursor.setAttribute('class', 'cursor');
    this.cursor.setAttribute('aria-hidden', 'true');
    this.listen();
    new ResizeObserver(() => this.redraw()).observe(this.element);
  }

  /**
   * @param key equal for two that draw the same
   * @param draw gives the picture for a width in pixels
   */
  update(key: string, name: string, draw: (width: number) => Picture): void {
    this.element.setAttribute('aria-label', name);
    if (key !== this.key) this.pointed = this.focused = null;
    this.key = key;
    this.draw = draw;
    this.redraw();
  }

  /** Shows the cursor over an option, or takes it away. */
  point(place: number | null): void {
    this.option(this.pointed)?.removeAttribute('aria-selected');
    this.pointed = place;
    const option = this.option(place);
    if (place === null || !option || !this.picture) {
      this.cursor.setAttribute('visibility', 'hidden');
      return this.element.removeAttribute('aria-activedescendant');
    }
    const { x, width } = this.picture.span(place);
    this.cursor.setAttribute('visibility', 'visible');
    this.cursor.setAttribute('x', x.toFixed(2));
    this.cursor.setAttribute('width', width.toFixed(2));
    this.element.setAttribute('aria-activedescendant', option.id);
    option.setAttribute('aria-selected', 'true');
  }

  private redraw(): void {
    const width = this.element.clientWidth;
    const drawn = `${width} ${this.key}`;
    if (width === 0 || this.key === '' || drawn === this.drawn) return;
    this.drawn = drawn;
    const picture = (this.picture = this.draw(width));
    this.cursor.setAttribute('y', String(picture.top));
    this.cursor.setAttribute('height', String(picture.bottom - picture.top));
    picture.svg.prepend(this.cursor);
    this.element.replaceChildren(picture.svg);
    this.point(this.pointed);
  }

  private listen(): void {
    const placeAt = ({ clientX }: MouseEvent) =>
      this.picture?.at(clientX - this.element.getBoundingClientRect().left) ?? null;
    this.element.addEventListener('pointermove', (event) => this.events.point(placeAt(event)));
    this.element.addEventListener('pointerleave', () => this.events.point(this.focused));
    this.element.addEventListener('click', (event) => {
      const place = placeAt(event);
      if (place !== null) this.events.choose(place);
    });
    rove(this.element, {
      size: () => this.picture?.options.length ?? 0,
      current: () => this.pointed,
      move: (place) => {
        this.focused = place;
        this.events.point(place);
        this.point(place);
      },
      choose: (place) => this.events.choose(place),
      leave: () => {
        this.focused = null;
        this.events.point(null);
      },
    });
  }

  private option(place: number | null): Element | undefined {
    return place === null ? undefined : this.picture?.options[place];
  }
}
