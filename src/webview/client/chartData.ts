/** What the chart draws and where: order, widths, which labels fit. Pure; pixels are CSS pixels. */

/** Position on the axis by reading order, or by falling weight. */
export type Order = 'reading' | 'sorted';

/** What the section shows: bars in one of the orders, the cumulative share, or how many words have how much. */
export const ARRANGEMENTS = ['reading', 'sorted', 'cumulative', 'histogram'] as const;
export type Arrangement = (typeof ARRANGEMENTS)[number];

/** Neighbouring positions; both ends belong to it, `from` is at most `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Every word labelled, scrolling where needed; or the whole text at once, labelled where there is room. */
export type Zoom = 'words' | 'whole';

interface Weighted {
  readonly weight: number;
  readonly effect?: number;
}

export const defaults = {
  /** Narrowest column that still holds an upright label. */
  labelPitch: 16,
  /** Widest column, so that three words do not become three slabs. */
  widestPitch: 96,
  /** Narrowest column of the whole-text view; below it the view scrolls rather than smears. */
  narrowestPitch: 2,
  /** Space kept between two labels that lie side by side. */
  labelGap: 8,
  /** Longest label, in characters. */
  labelCharacters: 14,
};

/** Token index for every position on the axis; equal weights stay in reading order. */
export function orderOf(tokens: readonly Weighted[], order: Order): number[] {
  const indices = tokens.map((_, index) => index);
  return order === 'reading'
    ? indices
    : indices.sort((a, b) => tokens[b]!.weight - tokens[a]!.weight || a - b);
}

export interface Axis {
  /** 0 for weights; effects go below it. */
  readonly bottom: number;
  readonly top: number;
  /** Whether it counts log-odds with a sign instead of shares. */
  readonly signed: boolean;
}

/** What a bar's end stands for: the effect where there is one, else the weight. */
export function valueOf({ weight, effect }: Weighted): number {
  return effect ?? weight;
}

/** Room beyond the longest bar, and the least half-height of an axis of effects, which may all be 0. */
const BEYOND = 1.05;
const LEAST_EFFECT = 0.01;

/** From a little beyond the smallest value, or 0, to a little above the largest and, of weights, the uniform share. */
export function axisOf(tokens: readonly Weighted[]): Axis {
  const signed = tokens.some(({ effect }) => effect !== undefined);
  let [least, most] = signed ? [0, LEAST_EFFECT] : [0, 1 / Math.max(1, tokens.length)];
  for (const token of tokens)
    [least, most] = [Math.min(least, valueOf(token)), Math.max(most, valueOf(token))];
  return { bottom: least * BEYOND, top: most * BEYOND, signed };
}

export interface Layout {
  /** Pixels per word. */
  readonly pitch: number;
  /** Pixels of the whole chart; more than there are means it scrolls. */
  readonly width: number;
  /** Labels lie flat when all of them fit their columns, else they stand upright. */
  readonly flat: boolean;
  /** Positions (not token indices) that are labelled, rising. */
  readonly labelled: readonly number[];
}

export interface LayoutInput {
  /** Label width in pixels, by position. */
  readonly labelWidths: readonly number[];
  /** Weight, by position. */
  readonly weights: readonly number[];
  /** Pixels there are. */
  readonly available: number;
  readonly zoom: Zoom;
}

/** Columns as wide as the room allows, and the labels that fit without touching. */
export function layoutOf({ labelWidths, weights, available, zoom }: LayoutInput, options = defaults): Layout {
  const n = labelWidths.length;
  const share = Math.min(options.widestPitch, available / Math.max(1, n));
  const least = zoom === 'words' ? options.labelPitch : options.narrowestPitch;
  const pitch = Math.max(least, share);
  const flat = labelWidths.every((width) => width + options.labelGap <= pitch);
  const everyOne = flat || pitch >= options.labelPitch;
  return {
    pitch,
    width: Math.max(Math.ceil(pitch * n), 1),
    flat,
    labelled: everyOne ? weights.map((_, position) => position) : thin(weights, pitch, options.labelPitch),
  };
}

/**
 * Positions to label when not all fit: largest weight first, each keeping `distance` pixels from those already
 * taken. Rising.
 */
export function thin(weights: readonly number[], pitch: number, distance: number): number[] {
  const apart = Math.ceil(distance / pitch);
  const taken = new Set<number>();
  const blocked = new Uint8Array(weights.length);
  for (const position of orderOf(
    weights.map((weight) => ({ weight })),
    'sorted',
  )) {
    if (blocked[position]) continue;
    taken.add(position);
    blocked.fill(1, Math.max(0, position - apart + 1), position + apart);
  }
  return [...taken].sort((a, b) => a - b);
}

/** The position under a horizontal pixel of the chart, null beside the words. */
export function positionAt(x: number, { pitch }: Pick<Layout, 'pitch'>, n: number): number | null {
  const position = Math.floor(x / pitch);
  return position >= 0 && position < n ? position : null;
}

/** Where a key leads on an axis of n positions; null when the key means nothing here. */
export function step(key: string, position: number, n: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: position + 1,
    ArrowDown: position + 1,
    ArrowLeft: position - 1,
    ArrowUp: position - 1,
    PageDown: position + 10,
    PageUp: position - 10,
    Home: 0,
    End: n - 1,
  };
  const next = steps[key];
  return next === undefined ? null : Math.min(n - 1, Math.max(0, next));
}
