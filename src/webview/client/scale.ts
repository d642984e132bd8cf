/**
 * Weight -> opacity of the heat map, the same arithmetic as the editor's in `src/editor/shading.ts`; the import
 * rules keep the two apart, and `test/unit/webview/scale.test.ts` holds them equal.
 *
 *   share   = weight / largest weight of that analysis        (relative)
 *           = weight / ABSOLUTE_CEILING, at most 1             (absolute)
 *   opacity = share ^ gamma
 */

/** Weight that is fully opaque on the absolute scale. */
export const ABSOLUTE_CEILING = 0.2;

/** Opacity in [0, 1] of a token with this weight; 0 for anything that is no positive number. */
export function opacityOf(
  weight: number,
  largest: number,
  { scale, gamma }: { readonly scale: 'relative' | 'absolute'; readonly gamma: number },
): number {
  const full = scale === 'relative' ? largest : ABSOLUTE_CEILING;
  if (!(weight > 0) || !(full > 0)) return 0;
  return Math.min(1, weight / full) ** gamma;
}

/** Steps of the second channel (line strength), for readers whom opacity alone does not serve. */
export const EMPHASIS_STEPS = 4;

/** Pixels of the line under a word of this opacity; 0: no line. */
export function lineOf(opacity: number): number {
  return Math.min(EMPHASIS_STEPS, Math.floor(opacity * (EMPHASIS_STEPS + 1)));
}

/** Below this opacity a word is too faint for a line of its own to say which way it speaks. */
const LEAST_MARKED = 0.05;

/** Pixels that the line under a word has in every theme: one where it speaks against the verdict, so that more than the colour tells it apart. */
export function leastLineOf(opacity: number, against: boolean): number {
  return against && opacity >= LEAST_MARKED ? 1 : 0;
}

/** |value| / Σ |values|: signed values are shaded as weights of that size; all 0 where all values are. */
export function sharesOf(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + Math.abs(value), 0);
  return values.map((value) => (sum > 0 ? Math.abs(value) / sum : 0));
}
