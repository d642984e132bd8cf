/** Building elements without a word of HTML: text only ever becomes text nodes. */

type Attributes = Readonly<Record<string, string>>;

export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Changes the text only where it differs, so that selections and screen readers are left alone. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Scrolls `scroller` alone, not the page around it, until the child is in sight; the page stays where the reader
 * has it.
 */
export function scrollWithin(scroller: Element, child: Element, margin = 24): void {
  const outer = scroller.getBoundingClientRect();
  const inner = child.getBoundingClientRect();
  const shift = (low: number, high: number, from: number, to: number) =>
    low < from + margin ? low - from - margin : high > to - margin ? high - to + margin : 0;
  if (scroller.scrollWidth > scroller.clientWidth) {
    scroller.scrollLeft += shift(inner.left, inner.right, outer.left, outer.left + scroller.clientWidth);
  }
  if (scroller.scrollHeight > scroller.clientHeight) {
    scroller.scrollTop += shift(inner.top, inner.bottom, outer.top, outer.top + scroller.clientHeight);
  }
}

/** Whether some part of it stands inside the window. */
export function inWindow(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
