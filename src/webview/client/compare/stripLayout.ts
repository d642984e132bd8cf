/** Where the words of aligned strips stand, and which of them are in sight. Pure; pixels are CSS pixels. */

export const stripDefaults = {
  /** Narrowest column. */
  least: 18,
  /** Around the word. */
  padding: 10,
};

/** Left edges of all columns and, last, the right edge of all: length words + 1. */
export function edgesOf(widths: readonly number[], options = stripDefaults): Float64Array {
  const edges = new Float64Array(widths.length + 1);
  widths.forEach((width, i) => {
    edges[i + 1] = edges[i]! + Math.max(options.least, Math.ceil(width) + options.padding);
  });
  return edges;
}

/** The column at x; the nearest one beside them; −1 where there is none. */
export function columnAt(edges: Float64Array, x: number): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (edges[middle]! <= x) low = middle;
    else high = middle - 1;
  }
  return high < 0 ? -1 : low;
}

/** First and last column that a window shows, with as much again on both sides; null where there is none. */
export function inSight(edges: Float64Array, left: number, width: number): readonly [number, number] | null {
  if (edges.length < 2) return null;
  return [columnAt(edges, left - width), columnAt(edges, left + 2 * width)];
}
