/** How many words have how large a weight, counted in columns that are equally wide on a log axis. Pure. */
import { decimal, percentText } from '../../wording';
import { orderOf } from './chartData';

/** One column: weights above `low`, up to and with `high`. */
export interface Bin {
  readonly low: number;
  readonly high: number;
  /** Indices of its tokens, largest weight first; never empty. */
  readonly tokens: readonly number[];
}

export interface Histogram {
  /** Those that hold a word, by rising weight. */
  readonly bins: readonly Bin[];
  /** Whole powers of ten around all weights above 0 and the uniform share. */
  readonly domain: readonly [number, number];
  /** Tokens whose weight is 0, for which a log axis has no place. */
  readonly zeros: readonly number[];
  /** Words in the fullest column. */
  readonly most: number;
}

export const defaults = {
  /** Widths of a column to choose from, in powers of ten, finest first. */
  steps: [0.25, 0.5, 1, 2, 5, 10, 20],
  /** The finest is taken that gives no more columns than this. */
  mostBins: 24,
};

/** @param weighted never empty */
export function histogramOf(weighted: readonly { readonly weight: number }[], options = defaults): Histogram {
  const falling = orderOf(weighted, 'sorted');
  const weightOf = (token: number) => weighted[token]!.weight;
  const counted = falling.filter((token) => weightOf(token) > 0);
  const zeros = falling.slice(counted.length).sort((a, b) => a - b);
  const logs = [...counted.map(weightOf), 1 / weighted.length].map(Math.log10);
  const [least, most] = logs.reduce(
    ([low, high], log) => [Math.min(low, log), Math.max(high, log)],
    [Infinity, -Infinity],
  );
  const ceiling = Math.ceil(most);
  // A single power of ten would have nothing below its only column.
  const floor = Math.min(Math.ceil(least) - 1, ceiling - 1);
  const step =
    options.steps.find((width) => (ceiling - floor) / width <= options.mostBins) ?? options.steps.at(-1)!;
  const columns = new Map<number, number[]>();
  for (const token of counted) {
    const column = Math.ceil((Math.log10(weightOf(token)) - floor) / step) - 1;
    const tokens = columns.get(column) ?? [];
    tokens.push(token);
    columns.set(column, tokens);
  }
  const bins = [...columns]
    .sort(([a], [b]) => a - b)
    .map(([column, tokens]) => ({
      low: 10 ** (floor + column * step),
      high: 10 ** (floor + (column + 1) * step),
      tokens,
    }));
  const top = Math.max(ceiling, ...[...columns.keys()].map((column) => floor + (column + 1) * step));
  return {
    bins,
    domain: [10 ** floor, 10 ** top],
    zeros,
    most: bins.reduce((most, { tokens }) => Math.max(most, tokens.length), 0),
  };
}

/** Whole numbers from 0 to `most` at round distances, about as many as fit. */
export function wholeTicks(most: number, fit: number): number[] {
  const wanted = Math.max(1, most) / Math.max(1, fit);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((round) => round * power).find((round) => round >= wanted)!,
  );
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}

/** Powers of ten from the lowest of the domain to the highest, about as many as fit; as exponents. */
export function decades([low, high]: Histogram['domain'], fit: number): number[] {
  const [from, to] = [Math.round(Math.log10(low)), Math.round(Math.log10(high))];
  const step = Math.max(1, Math.ceil((to - from) / Math.max(1, fit)));
  const exponents: number[] = [];
  for (let exponent = to; exponent >= from; exponent -= step) exponents.unshift(exponent);
  return exponents;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
/** Smaller percentages are written with an exponent. */
const PLAINEST = -3;

/** A power of ten as a percentage, e.g. −1: "10 %", −4: "0.01 %", −9: "10⁻⁷ %". */
export function decadeText(exponent: number): string {
  const power = exponent + 2;
  if (power >= PLAINEST) return percentText(decimal(10 ** power, Math.max(0, -power)));
  return percentText(`10⁻${[...String(-power)].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')}`);
}
