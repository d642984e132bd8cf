/**
 * Weight -> opacity, and opacity -> one of a fixed number of steps. Pure arithmetic.
 *
 *   share   = weight / largest weight of that analysis        (relative)
 *           = weight / ABSOLUTE_CEILING, at most 1             (absolute)
 *   opacity = share ^ gamma
 *
 * Gamma 1 keeps opacity proportional to the weight; below 1 lifts the small weights, above 1 leaves the peaks.
 */

export type Scale = 'relative' | 'absolute';

export interface Shading {
  readonly scale: Scale;
  /** Exponent, above 0. */
  readonly gamma: number;
}

/**
 * The weight that is fully opaque on the absolute scale: a fifth of all attention. Peaked readings of a few
 * hundred words put 5 to 20 % on their strongest word, so texts stay comparable without all looking blank.
 */
export const ABSOLUTE_CEILING = 0.2;

/** Opacity steps; each has one decoration type, created once. */
export const STEPS = 40;

/** Steps of the second channel (line strength), for readers whom opacity alone does not serve. */
export const EMPHASIS_STEPS = 4;

/**
 * Opacity in [0, 1] of a word with this weight.
 * @param weight attention weight, in [0, 1]; anything that is no positive number gives 0
 * @param largest largest weight of the same analysis; only the relative scale looks at it
 */
export function opacityOf(weight: number, largest: number, { scale, gamma }: Shading): number {
  const full = scale === 'relative' ? largest : ABSOLUTE_CEILING;
  if (!(weight > 0) || !(full > 0)) return 0;
  return Math.min(1, weight / full) ** gamma;
}

/** The step (0 … STEPS − 1) that draws this opacity, rounded up so that no weight vanishes; null for opacity 0. */
export function stepOf(opacity: number): number | null {
  if (!(opacity > 0)) return null;
  return Math.min(STEPS, Math.ceil(opacity * STEPS)) - 1;
}

/** The opacity in (0, 1] that a step draws. */
export function opacityOfStep(step: number): number {
  return (step + 1) / STEPS;
}

/** Line strength (0: weakest … EMPHASIS_STEPS − 1) for this opacity; null where no line is drawn. */
export function emphasisOf(opacity: number): number | null {
  const level = Math.min(EMPHASIS_STEPS, Math.floor(opacity * (EMPHASIS_STEPS + 1)));
  return level > 0 ? level - 1 : null;
}

/** Below this opacity a word is too faint for a line of its own to say which way it speaks. */
const LEAST_MARKED = 0.05;

/**
 * Line strength under a word; null: none. A word that speaks against the verdict has one wherever its shade can be
 * seen, in every theme, so that more than the colour tells it apart.
 */
export function underlineOf(opacity: number, against: boolean, emphasis: boolean): number | null {
  const strength = emphasis ? emphasisOf(opacity) : null;
  return strength ?? (against && opacity >= LEAST_MARKED ? 0 : null);
}

/** The largest weight of a text's tokens; 0 for none. */
export function largestWeight(tokens: readonly { readonly weight: number }[]): number {
  return tokens.reduce((largest, { weight }) => Math.max(largest, weight), 0);
}

/** |value| / Σ |values|: what the weights of a model without attention are, and shaded alike; all 0 where all values are. */
export function sharesOf(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + Math.abs(value), 0);
  return values.map((value) => (sum > 0 ? Math.abs(value) / sum : 0));
}
