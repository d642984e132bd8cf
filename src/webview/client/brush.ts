/** A stretch of neighbouring bars, taken by dragging over them or by Shift and the arrow keys. */

import type { Stretch } from './chartData';

export interface BrushParts {
  /** Whether there is anything to take a stretch of. */
  isOn(): boolean;
  /** The position nearest to a horizontal pixel of the window. */
  positionAt(clientX: number): number;
  /** The stretch is another one, or none; `settled`: the person is done with it for now. */
  changed(stretch: Stretch | null, settled: boolean): void;
}

/** Pixels that the pointer has to travel for a click to become a drag. */
const DRAG_DISTANCE = 4;
/** Pixels that the bars move in one frame while the pointer is dragged beyond their edge. */
const SCROLL_STEP = 12;

export class Brush {
  /** Where the stretch began, and where its other end is. */
  private anchor: number | null = null;
  private head = 0;
  private pressed: { readonly x: number; readonly position: number } | null = null;
  private dragging = false;
  /** A click is to come that belongs to the drag. */
  private clickDue = false;
  private pointerX = 0;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly parts: BrushParts,
  ) {
    scroller.addEventListener('pointerdown', (event) => this.press(event));
    scroller.addEventListener('pointermove', (event) => this.move(event));
    scroller.addEventListener('pointerup', () => this.release());
    scroller.addEventListener('pointercancel', () => this.abandon());
  }

  get stretch(): Stretch | null {
    const { anchor, head } = this;
    return anchor === null ? null : { from: Math.min(anchor, head), to: Math.max(anchor, head) };
  }

  /** The end that moves, while it is dragged. */
  get dragged(): number | null {
    return this.dragging ? this.head : null;
  }

  /** Whether the click that is being handled only ends a drag; a plain click takes the stretch away. */
  endsDrag(): boolean {
    const ended = this.clickDue;
    this.clickDue = false;
    if (!ended) this.clear();
    return ended;
  }

  /** By keyboard: the end that moves goes from one position to another. */
  extend(from: number, to: number): void {
    if (this.anchor === null || this.head !== from) this.anchor = from;
    this.head = to;
    this.parts.changed(this.stretch, true);
  }

  /** Takes the stretch away; says whether there was one. */
  clear(): boolean {
    this.pressed = null;
    // The button that is still down will be released, and that is no click.
    this.clickDue = this.dragging;
    this.dragging = false;
    if (this.anchor === null) return false;
    this.anchor = null;
    this.parts.changed(null, true);
    return true;
  }

  private press({ button, pointerType, clientX }: PointerEvent): void {
    this.clickDue = false;
    // A finger that is dragged scrolls.
    if (button !== 0 || pointerType === 'touch' || !this.parts.isOn()) return;
    this.pressed = { x: clientX, position: this.parts.positionAt(clientX) };
  }

  private move({ clientX, pointerId, buttons }: PointerEvent): void {
    this.pointerX = clientX;
    if (this.dragging) return this.follow();
    // Released where nobody heard of it.
    if ((buttons & 1) === 0) this.pressed = null;
    if (!this.pressed || Math.abs(clientX - this.pressed.x) < DRAG_DISTANCE) return;
    this.dragging = true;
    this.anchor = this.pressed.position;
    this.scroller.setPointerCapture(pointerId);
    this.follow();
    requestAnimationFrame(() => this.scrollAlong());
  }

  private follow(): void {
    this.head = this.parts.positionAt(this.pointerX);
    this.parts.changed(this.stretch, false);
  }

  /** Beyond the edge the bars come towards the pointer. */
  private scrollAlong(): void {
    if (!this.dragging) return;
    const { left, right } = this.scroller.getBoundingClientRect();
    const beyond = this.pointerX < left ? -1 : this.pointerX > right ? 1 : 0;
    if (beyond !== 0) {
      this.scroller.scrollLeft += beyond * SCROLL_STEP;
      this.follow();
    }
    requestAnimationFrame(() => this.scrollAlong());
  }

  private release(): void {
    this.pressed = null;
    if (!this.dragging) return;
    this.dragging = false;
    this.clickDue = true;
    this.parts.changed(this.stretch, true);
  }

  private abandon(): void {
    if (this.dragging) this.clear();
    this.pressed = null;
  }
}
