/**
 * Round numbers (1, 2 or 5 times a power of ten apart) from at or below `least` to at or above `most`.
 * @param count about how many
 */
export function niceTicks(least: number, most: number, count: number): number[] {
  const span = most > least ? most - least : Math.max(1e-6, Math.abs(most) / 10);
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= raw * (1 - 1e-9)) ?? 10);
  const first = Math.floor(least / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(most / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
