/** Whether something grows: a straight line through what was measured at equal intervals. */

export interface Line {
  /** Per interval. */
  readonly slope: number;
  /** At the first interval. */
  readonly start: number;
  /** Share of the variance that the line explains, in [0, 1]. */
  readonly r2: number;
}

/** Least squares over (0, y0), (1, y1), …; at least two values. */
export function fitLine(values: readonly number[]): Line {
  const n = values.length;
  if (n < 2) throw new RangeError('a line needs two points');
  const meanX = (n - 1) / 2;
  const meanY = values.reduce((sum, y) => sum + y, 0) / n;
  let [sxy, sxx, syy] = [0, 0, 0];
  values.forEach((y, x) => {
    sxy += (x - meanX) * (y - meanY);
    sxx += (x - meanX) ** 2;
    syy += (y - meanY) ** 2;
  });
  const slope = sxy / sxx;
  return { slope, start: meanY - slope * meanX, r2: syy === 0 ? 0 : sxy ** 2 / (sxx * syy) };
}

/** What the line gains from its first to its last interval, as a share of where it starts. */
export function growth(values: readonly number[]): number {
  const { slope, start } = fitLine(values);
  return start === 0 ? slope * (values.length - 1) : (slope * (values.length - 1)) / start;
}

export const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(2)} MB`;
export const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
