/** Words as labels of a drawing: what they look like and how wide they are. */

/** The stylesheet's size of `.labels`. */
const LABEL_FONT_SIZE = '11px';

/** Control characters, spaces and direction marks made visible, so that a label is never empty nor runs away. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\s\u200b\u202a-\u202e\u2066-\u2069]/gu, '·');
}

/** Widths in pixels of labels as they are set on the page. */
export function measured(labels: readonly string[], element: Element, fontSize = LABEL_FONT_SIZE): number[] {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return labels.map((label) => label.length * 7);
  context.font = `${fontSize} ${getComputedStyle(element).fontFamily}`;
  return labels.map((label) => context.measureText(label).width);
}
